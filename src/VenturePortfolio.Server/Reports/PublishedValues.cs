using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>One published figure, as stored, with what a report says beside it.</summary>
public sealed record PublishedValue
{
    public required string Key { get; init; }

    public required int Revision { get; init; }

    public required string FxBasis { get; init; }

    public required string? Currency { get; init; }

    /// <summary>Null: absent, and then the status says why.</summary>
    public required decimal? Value { get; init; }

    /// <summary>Null, too, where the terms were not asked for; so is the other one.</summary>
    public required Int128? Numerator { get; init; }

    public required Int128? Denominator { get; init; }

    public required string Status { get; init; }

    public required string? AbsentWhy { get; init; }

    public required string? Mapping { get; init; }

    public required LocalDate? NavAsOf { get; init; }

    /// <summary>Null: published before this was stored.</summary>
    public required int? Covered { get; init; }

    public required int? Funds { get; init; }

    /// <summary>Empty, too, where they were not asked for.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Null where it leaves out no rounds; those left out are empty, too, where they were not asked for.</summary>
    public required FigureRounds? Rounds { get; init; }

    /// <summary>Codes apart by a blank; null for none.</summary>
    public required string? Flags { get; init; }

    public required IReadOnlyList<decimal> Roots { get; init; }

    /// <summary>JSON of <see cref="RateSpan"/>; null for none.</summary>
    public required string? Rates { get; init; }
}

/// <summary>A group of a published run.</summary>
/// <param name="Name">Null where the key is all there is to say.</param>
/// <param name="Subject">The programme or sub-fund it is; null for other groups.</param>
/// <param name="Currency">A programme's own; null for other groups.</param>
/// <param name="Place">Among programmes; 0 for other groups.</param>
/// <param name="Values">By key of the metric, of its present revision; those asked for, and one of each kind that the group has.</param>
public sealed record PublishedGroup(
    string Key, CardName? Name, Guid? Subject, Currency? Currency, long Place, IReadOnlyDictionary<string, PublishedValue> Values)
{
    private readonly HashSet<MetricSubject> kinds = [.. Values.Keys.Select(key => MetricCatalog.Of(key).Subject)];

    public bool Has(MetricSubject kind) => kinds.Contains(kind);
}

/// <summary>What the published run of a pair of dates says.</summary>
public static class PublishedValues
{
    /// <summary>The first published run of exactly these dates by the definitions of this program, else the first of all; null where there is none.</summary>
    public static async Task<PublishedRun?> RunAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel) =>
        (await snapshot.QueryAsync(RunQuery("id, kind, published_at", FactSnapshot.IsPair(asOf, knownAt)), Run, cancel)).FirstOrDefault();

    /// <param name="columns">Of the run.</param>
    /// <param name="isPair">SQL of its being of the two dates.</param>
    internal static string RunQuery(string columns, string isPair) =>
        $"select {columns} from metric_run where state = 'PUBLISHED' and {isPair} order by definitions is distinct from '{Definitions.Identity}', published_at limit 1";

    internal static PublishedRun Run(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetFieldValue<Instant>(2));

    /// <summary>Whether a night stores the groups that are asked for, and this reader sees all there is in them.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="isWhole">The reader sees every sub-fund. Who sees the own ones only gets those of sub-funds one by one.</param>
    public static bool Keeps(LeverageQuery query, bool isWhole) => query is { Basis: null, Currency: null, Index: null } && query.GroupBy switch
    {
        LeverageGroupBy.SubFund or LeverageGroupBy.Investor => true,
        LeverageGroupBy.Programme or LeverageGroupBy.Total => isWhole && query.SubFund is null,
        _ => isWhole && query is { Programme: null, SubFund: null } && NightValues.Groups.Contains(query.GroupBy),
    };

    /// <summary>The groups of a run in the order of a report.</summary>
    /// <param name="snapshot">As the reader: row security decides.</param>
    /// <param name="run">Published.</param>
    /// <param name="query">One of those that <see cref="Keeps"/>.</param>
    /// <param name="within">The programmes to stay within, the one asked for first; null for all.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<IReadOnlyList<PublishedGroup>> ReadAsync(
        FactSnapshot snapshot, PublishedRun run, LeverageQuery query, IReadOnlyList<ProgrammeId>? within, CancellationToken cancel)
    {
        var rows = PublishedRows.Of(query, within);
        var named = Named(query);
        var names = await snapshot.QueryAsync(rows.Names($"'{run.Id:D}'", Literal(Kinds(query))), Name, cancel, named);
        return Groups(query, names, await snapshot.QueryAsync(rows.Values($"'{run.Id:D}'", Literal(Keys(query))), rows.Columns.Read, cancel, named));

        static string Literal(IEnumerable<string> keys) => $"'{{{string.Join(',', keys)}}}'";
    }

    /// <summary>Of the rows of <see cref="PublishedRows"/>, in the order of a report.</summary>
    internal static IReadOnlyList<PublishedGroup> Groups(LeverageQuery query, IReadOnlyList<GroupName> names, IReadOnlyList<StoredValue> rows)
    {
        var values = new Dictionary<string, Dictionary<string, PublishedValue>>(StringComparer.Ordinal);
        foreach (var (group, value) in rows)
        {
            if (value.Revision == MetricCatalog.Of(value.Key).Revision)
            {
                if (!values.TryGetValue(group, out var of))
                {
                    values.Add(group, of = new(StringComparer.Ordinal));
                }

                of.Add(value.Key, value);
            }
        }

        // Programmes stand in the order of the database, the others in that of their keys.
        return [.. names.Where(name => values.ContainsKey(name.Group))
            .Select(name => new PublishedGroup(name.Key, name.Name, name.Subject, name.Currency, name.Place, values[name.Group]))
            .OrderBy(group => group.Place)
            .ThenBy(group => query.GroupBy == LeverageGroupBy.Investor ? group.Key.Split('/')[0] : "", StringComparer.Ordinal)
            .ThenBy(group => group.Key, StringComparer.Ordinal)];
    }

    /// <summary>Those asked for, and <see cref="Kinds"/>.</summary>
    internal static IEnumerable<string> Keys(LeverageQuery query) => MetricCatalog.All
        .Where(metric => query.Definitions?.Contains(metric.Key, StringComparer.Ordinal) ?? query.IsShown(metric))
        .Select(metric => metric.Key)
        .Concat(Kinds(query))
        .Distinct(StringComparer.Ordinal);

    /// <summary>Of each kind of figure the first: it tells whether a group has sub-funds, and supported transactions.</summary>
    internal static IEnumerable<string> Kinds(LeverageQuery query) =>
        MetricCatalog.All.Where(metric => query.GroupBy.Tells(metric)).DistinctBy(metric => metric.Subject).Select(metric => metric.Key);

    /// <summary>The code of the one sub-fund and the key of the one group, where they are named.</summary>
    internal static IReadOnlyList<object> Named(LeverageQuery query) => [.. new[] { query.SubFund, query.Group }.OfType<string>()];

    /// <summary>A group as a report names it.</summary>
    /// <param name="Group">What its values are found by.</param>
    internal sealed record GroupName(string Group, string Key, CardName? Name, Guid? Subject, Currency? Currency, long Place);

    /// <summary>One figure, and of which group it is.</summary>
    internal readonly record struct StoredValue(string Group, PublishedValue Value);

    internal static GroupName Name(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : new CardName(row.GetString(2), Text(row, 3), Text(row, 4)),
        row.IsDBNull(5) ? null : row.GetGuid(5),
        row.IsDBNull(6) ? null : Currency.Of(row.GetString(6)),
        row.GetInt64(7));

    private static string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);
}
