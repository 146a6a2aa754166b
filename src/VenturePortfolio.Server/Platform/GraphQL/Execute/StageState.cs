using GraphQL.Types;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>What one batch has brought so far: rows by level, counts, and what functions gave before it.</summary>
internal sealed class StageState : IDisposable
{
    public StageState(StagePlan plan)
    {
        Levels = new LevelRows?[plan.LevelCount];
        Counts = new OwnerCounts?[plan.CountCount];
        FunctionResults = new object?[plan.Functions.Count];
        FunctionRows = [.. plan.NodeFunctions.Select(_ => new List<FunctionRow>())];
    }

    /// <summary>The reader's.</summary>
    public required string Language { get; init; }

    /// <summary>Arguments of a field in the document, coerced with this request's variables.</summary>
    public required Func<GraphQLField, IFieldType, InputValues> ArgumentsOf { get; init; }

    /// <summary>What each function of a node is to be told of the rows written so far.</summary>
    public IReadOnlyList<List<FunctionRow>> FunctionRows { get; }

    public LevelRows?[] Levels { get; }

    public OwnerCounts?[] Counts { get; }

    public object?[] FunctionResults { get; }

    /// <summary>Keys of nodes that function results refer to, by level.</summary>
    public Dictionary<int, List<Guid>> NodeKeys { get; } = [];

    public long RowsRead { get; set; }

    /// <summary>As before anything was read.</summary>
    public void Clear()
    {
        Dispose();
        Array.Clear(Levels);
        Array.Clear(Counts);
        RowsRead = 0;
    }

    public void Dispose()
    {
        foreach (var level in Levels)
        {
            level?.Dispose();
        }

        foreach (var counts in Counts)
        {
            counts?.Dispose();
        }
    }
}

/// <summary><c>totalCount</c> per owner.</summary>
internal sealed class OwnerCounts : IDisposable
{
    private readonly List<long> counts = [];
    private readonly KeyTable owners = new();

    public void Add(ReadOnlySpan<byte> owner, long count)
    {
        owners.FindOrAdd(owner);
        counts.Add(count);
    }

    /// <summary>Zero for an owner that is not there (a hidden one).</summary>
    public long Of(ReadOnlySpan<byte> owner) => owners.Find(owner) is >= 0 and var slot ? counts[slot] : 0;

    public void Dispose() => owners.Dispose();
}
