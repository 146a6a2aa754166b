using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>A compiled operation: one stage for a query, one for each root field of a mutation.</summary>
internal sealed record OperationPlan(IReadOnlyList<StagePlan> Stages)
{
    /// <summary>Units of cost, reckoned once when the plan is made.</summary>
    public long CostRequested { get; } = QueryCost.Operation + Stages.Sum(stage => stage.Cost.Fixed + stage.Cost.Rows);

    /// <summary>The part of the cost that the number of rows read does not change.</summary>
    public long CostFixed { get; } = QueryCost.Operation + Stages.Sum(stage => stage.Cost.Fixed);

    /// <summary>Rows its lists may show at most.</summary>
    public long RowsMax { get; } = Stages.Sum(stage => stage.RowsMax);

    /// <summary>The instant by which everything in the answer was known; null when the answer may change.</summary>
    public Instant? KnownAt(Variables variables) => Stages is [var only] ? only.Pins.KnownAt(variables) : null;

    public int SqlLength => Stages.Sum(stage => stage.Statements.Sum(statement => statement.Sql.Length));
}

/// <summary>What one batch reads and how its answer is put together.</summary>
internal sealed class StagePlan
{
    /// <summary>Children before their parents.</summary>
    public List<PlannedStatement> Statements { get; } = [];

    public List<RootPart> Roots { get; } = [];

    public List<PlannedFunction> Functions { get; } = [];

    /// <summary>Called once each, with all rows, after these are read.</summary>
    public List<PlannedNodeFunction> NodeFunctions { get; } = [];

    /// <summary>Rows its lists may show at most.</summary>
    public long RowsMax { get; set; }

    public QueryCost Cost { get; } = new();

    public PlanPins Pins { get; } = new();

    /// <summary>Days and instants that lists were given; held to today and to the first record before anything is read.</summary>
    public List<AskedDate> Dates { get; } = [];

    /// <summary>One row by its key, with what hangs on it once: so little work that the journey is most of it.</summary>
    public bool IsLookUp => Statements.Count == 1 && RowsMax == 0 && Statements[0].Level is not null && Functions.Count == 0 && NodeFunctions.Count == 0;

    /// <summary>The root field being compiled, as the answer calls it.</summary>
    public string Root { get; set; } = "";

    public int LevelCount { get; set; }

    public int CountCount { get; set; }
}

/// <summary>A function field or mutation in an operation; its arguments are coerced anew for each request.</summary>
/// <param name="Units">Of cost, as declared.</param>
internal sealed record PlannedFunction(
    GraphQLField Field, IFieldType Definition, FunctionField? Function, MutationDeclaration? Mutation, FunctionRoot Root, long Units);

/// <summary>A function of a node in an operation.</summary>
internal sealed record PlannedNodeFunction(GraphQLField Field, IFieldType Definition, NodeFunction Function, ResultWriter Writer);

/// <summary>One SELECT. <see cref="Level"/> for rows, else <see cref="CountIndex"/> for counts.</summary>
internal sealed record PlannedStatement(string Sql, IReadOnlyList<PlanParameter> Parameters)
{
    public RowLevel? Level { get; init; }

    public int CountIndex { get; init; } = -1;

    /// <summary>Counts come with their owner's key first.</summary>
    public bool Owned { get; init; }
}

/// <summary>How the rows of one level are written. A view is an object, or without parts the bare cursor.</summary>
internal sealed record RowLevel(int Index, int? PageSize, int OwnerOrdinal, IReadOnlyList<RowView> Views);

internal sealed record RowView(RowPart[]? Parts, CursorPart? Cursor)
{
    public void Write(RowContext context, JsonBuffer json)
    {
        if (Parts is not null)
        {
            RowPart.Object(Parts, context, json);
        }
        else
        {
            Cursor!.WriteCursor(context, json);
        }
    }
}
