using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// Where what a report asks for lies among published rows. The values and the names of their groups are two statements: a name sent beside each of a
/// thousand values is most of what reading them takes.
/// </summary>
internal sealed class PublishedRows
{
    private const string Groups = "metric_value", Parts = "metric_part";

    private readonly string table, group, condition, names, join;

    /// <summary>What <see cref="Values"/> gives after the group.</summary>
    public PublishedColumns Columns { get; }

    /// <param name="columns">Of the values.</param>
    /// <param name="table">Called v in what follows.</param>
    /// <param name="group">What tells the groups apart.</param>
    /// <param name="condition">Of the rows asked for.</param>
    /// <param name="names">Key, names in three languages, subject, currency and place of a group.</param>
    /// <param name="join">Where the names are.</param>
    private PublishedRows(PublishedColumns columns, string table, string group, string condition, string names, string join) =>
        (Columns, this.table, this.group, this.condition, this.names, this.join) = (columns, table, group, condition, names, join);

    /// <param name="query">One of those that <see cref="PublishedValues.Keeps"/>.</param>
    /// <param name="within">The programmes to stay within, the one asked for first; null for all.</param>
    public static PublishedRows Of(LeverageQuery query, IReadOnlyList<ProgrammeId>? within)
    {
        var columns = new PublishedColumns(query, isOfParts: query.GroupBy == LeverageGroupBy.Investor);
        var one = query.Group is null ? null : query.SubFund is null ? "$1" : "$2";
        var programmes = within is null ? "" : $"'{{{string.Join(',', within.Select(programme => programme.Value.ToString("D")))}}}'::uuid[]";
        return query.GroupBy switch
        {
            LeverageGroupBy.SubFund => new(
                columns, Groups, "v.sub_fund_id::text", OfFunds(Asked("f.code")),
                "f.code, f.name_en, f.name_zh_hant, f.name_zh_hans, f.id, null, 0", "join sub_fund f on f.id = v.sub_fund_id"),
            LeverageGroupBy.Investor => OfInvestors(),
            LeverageGroupBy.Programme => OfProgrammes("n.code", within is null ? "true" : $"n.id = any ({programmes})"),
            LeverageGroupBy.Total when within is not null => OfProgrammes($"'{LeverageGroupBy.Total.Print()}'", $"n.id = '{within[0].Value:D}'"),
            LeverageGroupBy.Manager => OfGroups("left join organisation n on n.id::text = v.group_key"),
            LeverageGroupBy.Sector => OfGroups("left join sector n on n.code = v.group_key"),
            LeverageGroupBy.Incubator => OfGroups("left join incubator n on n.code = v.group_key"),
            LeverageGroupBy.InvestorClass => OfGroups("left join investor_class n on n.code = v.group_key"),
            _ => OfGroups("left join (select null::text as name_en, null::text as name_zh_hant, null::text as name_zh_hans) n on false"),
        };

        string OfFunds(string? code)
        {
            string?[] conditions = [code, within is null ? null : $"f.programme_id = any ({programmes})", query.SubFund is null ? null : "f.code = $1"];
            return conditions.Any(condition => condition is not null)
                ? $"v.sub_fund_id in (select f.id from sub_fund f where {string.Join(" and ", conditions.OfType<string>())})"
                : "v.sub_fund_id is not null";
        }

        // Who is not known by name to this reader stands under the key of the row.
        PublishedRows OfInvestors() => new(
            columns, Parts,
            "v.sub_fund_id::text || '/' || v.investor_id::text",
            $"v.investor_id is not null and v.as_of = date '{LocalDatePattern.Iso.Format(query.AsOf)}' and {OfFunds(one is null ? null : $"f.code = split_part({one}, '/', 1)")}"
                + (one is null ? "" : $" and coalesce((select n.code from investor n where n.id = v.investor_id), v.investor_id::text) = split_part({one}, '/', 2)"),
            "f.code || '/' || coalesce(n.code, v.investor_id::text), coalesce(n.name_en, v.investor_id::text), n.name_zh_hant, n.name_zh_hans, null::uuid, null, 0",
            "join sub_fund f on f.id = v.sub_fund_id left join investor n on n.id = v.investor_id");

        PublishedRows OfProgrammes(string key, string condition) => new(
            columns, Groups, "v.programme_id::text",
            $"v.programme_id in (select n.id from programme n where {condition}{(one is null ? "" : $" and {Asked(key)}")})",
            $"{key}, n.name_en, n.name_zh_hant, n.name_zh_hans, n.id, n.currency, n.place",
            "join (select p.*, row_number() over (order by code) as place from programme p) n on n.id = v.programme_id");

        PublishedRows OfGroups(string join) => new(
            columns, Groups, "v.group_key", $"v.group_by = '{query.GroupBy.Print()}'{(one is null ? "" : $" and {Asked("v.group_key")}")}",
            "v.group_key, n.name_en, n.name_zh_hant, n.name_zh_hans, null::uuid, null, 0", join);

        string? Asked(string key) => one is null ? null : $"{key} = {one}";
    }

    /// <summary>The groups, for <see cref="PublishedValues.Name"/>. What <see cref="PublishedValues.Named"/> gives is $1 and $2.</summary>
    /// <param name="run">SQL of the id of the run.</param>
    /// <param name="kinds">SQL of the array of <see cref="PublishedValues.Kinds"/>.</param>
    public string Names(string run, string kinds) => $"select distinct {group}, {names}::bigint from {table} v {join} where {Condition(run, kinds)}";

    /// <summary>Their values, each after what tells its group.</summary>
    /// <param name="run">SQL of the id of the run.</param>
    /// <param name="keys">SQL of the array of <see cref="PublishedValues.Keys"/>.</param>
    public string Values(string run, string keys) => $"select {group}, {Columns.Sql} from {table} v where {Condition(run, keys)}";

    private string Condition(string run, string keys) => $"{condition} and v.run_id = {run} and v.metric_key = any ({keys})";
}
