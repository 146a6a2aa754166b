using System.Numerics;
using NodaTime;
using NodaTime.Text;
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
    private static string PartColumns(LeverageQuery query) => Columns(query, mapping: "null", funds: "1", leftOut: null, rounds: null);

    private static string Columns(LeverageQuery query) => Columns(query, "v.mapping", "v.funds", "v.left_out::text[]", "v.rounds_left_out::text[]");

    /// <summary>
    /// Without what is not asked for: the funds left out and the rates of a large portfolio are megabytes beside a few figures, and of thousands of
    /// figures the exact terms are most of what reading them takes.
    /// </summary>
    private static string Columns(LeverageQuery query, string mapping, string funds, string? leftOut, string? rounds) =>
        $"v.metric_key, v.revision, v.fx_basis, v.currency, v.value, {(query.AsksForTerms ? "v.numerator, v.denominator" : "null, null")}, v.status, {(query.AsksForLeftOut ? "v.absent_why" : "null")}, {mapping}, v.nav_as_of, v.covered, {funds}, " +
        $"{(query.AsksForLeftOut && leftOut is not null ? leftOut : "null::text[]")}, v.flags, v.roots, {(query.AsksForRateSpans ? "v.rates" : "null")}, " +
        $"{(rounds is null ? "null::integer, null::integer" : "v.rounds_covered, v.rounds")}, {(query.AsksForLeftOut && rounds is not null ? rounds : "null::text[]")}";

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
        return Groups(query, await snapshot.QueryAsync(
            Query(query, within, $"'{run.Id:D}'", $"'{{{string.Join(',', Keys(query))}}}'"), Read, cancel, Named(query)));
    }

    /// <param name="within">As of <see cref="ReadAsync"/>.</param>
    /// <param name="run">SQL of the id of the run.</param>
    /// <param name="keys">SQL of the array of <see cref="Keys"/>. What <see cref="Named"/> gives is $1 and $2.</param>
    internal static string Query(LeverageQuery query, IReadOnlyList<ProgrammeId>? within, string run, string keys) =>
        $"{Sql(query, within)} and v.run_id = {run} and v.metric_key = any ({keys})";

    /// <summary>Of the rows of <see cref="Query"/>, in the order of a report.</summary>
    internal static IReadOnlyList<PublishedGroup> Groups(LeverageQuery query, IReadOnlyList<StoredRow> rows)
    {
        var groups = rows.Where(row => row.Value.Revision == MetricCatalog.Of(row.Value.Key).Revision)
            .GroupBy(row => row.Key, StringComparer.Ordinal)
            .Select(values => new PublishedGroup(
                values.Key, values.First().Name, values.First().Subject, values.First().Currency, values.First().Place,
                values.ToDictionary(row => row.Value.Key, row => row.Value, StringComparer.Ordinal)));
        // Programmes stand in the order of the database, the others in that of their keys.
        return [.. groups.OrderBy(group => group.Place)
            .ThenBy(group => query.GroupBy == LeverageGroupBy.Investor ? group.Key.Split('/')[0] : "", StringComparer.Ordinal)
            .ThenBy(group => group.Key, StringComparer.Ordinal)];
    }

    /// <summary>Those asked for, and of each kind the first: it tells whether a group has sub-funds, and supported transactions.</summary>
    internal static IEnumerable<string> Keys(LeverageQuery query) => MetricCatalog.All
        .Where(metric => query.Definitions?.Contains(metric.Key, StringComparer.Ordinal) ?? query.IsShown(metric))
        .Concat(MetricCatalog.All.Where(metric => query.GroupBy.Tells(metric)).DistinctBy(metric => metric.Subject))
        .Select(metric => metric.Key)
        .Distinct(StringComparer.Ordinal);

    /// <summary>The code of the one sub-fund and the key of the one group, where they are named.</summary>
    internal static IReadOnlyList<object> Named(LeverageQuery query) => [.. new[] { query.SubFund, query.Group }.OfType<string>()];

    private static string Sql(LeverageQuery query, IReadOnlyList<ProgrammeId>? within)
    {
        var group = query.Group is null ? null : query.SubFund is null ? "$1" : "$2";
        var programmes = within is null ? "" : $"'{{{string.Join(',', within.Select(programme => programme.Value.ToString("D")))}}}'::uuid[]";
        return query.GroupBy switch
        {
            LeverageGroupBy.SubFund => Of(
                "f.code", "f.id", "null", "join sub_fund f on f.id = v.sub_fund_id cross join lateral (select f.name_en, f.name_zh_hant, f.name_zh_hans) n", OfFunds()),
            LeverageGroupBy.Investor => OfInvestors(OfFunds()),
            LeverageGroupBy.Programme => OfProgrammes("n.code", within is null ? "true" : $"n.id = any ({programmes})"),
            LeverageGroupBy.Total when within is not null => OfProgrammes($"'{LeverageGroupBy.Total.Print()}'", $"n.id = '{within[0].Value:D}'"),
            LeverageGroupBy.Manager => OfGroups("left join organisation n on n.id::text = v.group_key"),
            LeverageGroupBy.Sector => OfGroups("left join sector n on n.code = v.group_key"),
            LeverageGroupBy.Incubator => OfGroups("left join incubator n on n.code = v.group_key"),
            LeverageGroupBy.InvestorClass => OfGroups("left join investor_class n on n.code = v.group_key"),
            _ => OfGroups("left join (select null::text as name_en, null::text as name_zh_hant, null::text as name_zh_hans) n on false"),
        };

        string OfFunds() => $"true{(within is null ? "" : $" and f.programme_id = any ({programmes})")}{(query.SubFund is null ? "" : " and f.code = $1")}";

        // Who is not known by name to this reader stands under the key of the row.
        string OfInvestors(string condition) => $"""
            select f.code || '/' || coalesce(n.code, v.investor_id::text), coalesce(n.name_en, v.investor_id::text), n.name_zh_hant, n.name_zh_hans, null::uuid, null, 0::bigint, {PartColumns(query)}
            from metric_part v join sub_fund f on f.id = v.sub_fund_id left join investor n on n.id = v.investor_id
            where v.investor_id is not null and v.as_of = date '{LocalDatePattern.Iso.Format(query.AsOf)}' and {condition}{(group is null ? "" : $" and f.code = split_part({group}, '/', 1) and {Asked("f.code || '/' || coalesce(n.code, v.investor_id::text)")}")}
            """;

        string OfProgrammes(string key, string condition) => Of(
            key, "n.id", "n.currency", "join (select p.*, row_number() over (order by code) as place from programme p) n on n.id = v.programme_id",
            $"v.programme_id is not null and {condition}", "n.place");

        string OfGroups(string names) => Of("v.group_key", "null::uuid", "null", names, $"v.group_by = '{query.GroupBy.Print()}'");

        string Of(string key, string subject, string currency, string names, string condition, string place = "0") =>
            $"select {key}, n.name_en, n.name_zh_hant, n.name_zh_hans, {subject}, {currency}, ({place})::bigint, {Columns(query)} from metric_value v {names} where {condition}{(group is null ? "" : $" and {Asked(key)}")}";

        string Asked(string key) => $"{key} = {group}";
    }

    /// <summary>One figure, and of which group it is.</summary>
    internal sealed record StoredRow(string Key, CardName? Name, Guid? Subject, Currency? Currency, long Place, PublishedValue Value);

    internal static StoredRow Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.IsDBNull(1) ? null : new CardName(row.GetString(1), Text(row, 2), Text(row, 3)),
        row.IsDBNull(4) ? null : row.GetGuid(4),
        row.IsDBNull(5) ? null : Currency.Of(row.GetString(5)),
        row.GetInt64(6),
        new PublishedValue
        {
            Key = row.GetString(7),
            Revision = row.GetInt32(8),
            FxBasis = row.GetString(9),
            Currency = Text(row, 10),
            Value = row.IsDBNull(11) ? null : row.GetDecimal(11),
            Numerator = Whole(row, 12),
            Denominator = Whole(row, 13),
            Status = row.GetString(14),
            AbsentWhy = Text(row, 15),
            Mapping = Text(row, 16),
            NavAsOf = row.IsDBNull(17) ? null : row.GetFieldValue<LocalDate>(17),
            Covered = row.IsDBNull(18) ? null : row.GetInt32(18),
            Funds = row.IsDBNull(19) ? null : row.GetInt32(19),
            LeftOut = row.IsDBNull(20) ? [] : row.GetFieldValue<string[]>(20),
            Flags = Text(row, 21),
            Roots = row.IsDBNull(22) ? [] : row.GetFieldValue<decimal[]>(22),
            Rates = Text(row, 23),
            Rounds = row.IsDBNull(24) ? null : new(row.GetInt32(24), row.GetInt32(25), row.IsDBNull(26) ? [] : row.GetFieldValue<string[]>(26)),
        });

    private static string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static Int128? Whole(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : (Int128)row.GetFieldValue<BigInteger>(at);
}
