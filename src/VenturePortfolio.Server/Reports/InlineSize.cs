namespace VenturePortfolio.Server;

/// <summary>
/// How much is reckoned while somebody waits. More would be stopped by PostgreSQL's five seconds after all the work; whoever asks is told at once what
/// to do instead: a run computes everything of a pair of dates, and its figures are read at any size.
/// </summary>
internal static class InlineSize
{
    /// <summary>Sub-funds of which all facts are read, once for each pair of dates. 200 with 2,500 valuations each take about a second on two cores.</summary>
    public const int FundsMost = 500;

    /// <summary>Startups, deals or investors that a report tells one by one.</summary>
    public const int GroupsMost = 5_000;

    /// <summary>Startups of which everything recorded is read, once for each pair of dates.</summary>
    public const int StartupsMost = 2_000;

    /// <summary>Null where it may be reckoned. Error: TOO_MANY_STARTUPS.</summary>
    /// <param name="snapshot">As the reader.</param>
    /// <param name="scope">Whose rows are to be read; null for everybody's.</param>
    /// <param name="pairs">Of dates.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<Error?> TooManyStartupsAsync(FactSnapshot snapshot, StartupScope? scope, int pairs, CancellationToken cancel)
    {
        var most = StartupsMost / pairs;
        var count = await snapshot.QueryAsync(
            $"select count(*) from (select from startup s where {scope?.Sql("s.id") ?? "true"} limit {most + 1}) n", row => row.GetInt64(0), cancel);
        return count[0] <= most ? null
            : new Error("TOO_MANY_STARTUPS", "asOf", $"More than {most} startups would have to be reckoned. Ask for one incubator or startup, or for a run (requestRun).").With("limit", most);
    }

    /// <summary>Null where it may be reckoned. Errors: REPORT_TOO_LARGE, TOO_MANY_GROUPS.</summary>
    /// <param name="snapshot">As the reader: what is not seen does not count.</param>
    /// <param name="scope">What is to be read.</param>
    /// <param name="groupBy">What is to be told of it; null: nothing that has many parts.</param>
    /// <param name="pairs">Of dates.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<Error?> TooLargeAsync(FactSnapshot snapshot, FactScope scope, LeverageGroupBy? groupBy, int pairs, CancellationToken cancel)
    {
        var programmes = scope.Programme is null ? [] : await PortfolioFactsLoad.ProgrammesAsync(snapshot, cancel);
        var within = scope.Within(programmes) is { } some ? $" and f.programme_id = any ('{{{string.Join(',', some.Select(programme => programme.Value))}}}'::uuid[])" : "";
        // Cards are everybody's; terms are seen of funds whose facts are.
        var named = scope.Only is { } only ? $" and f.id = any ('{{{string.Join(',', only.Select(fund => fund.Value))}}}'::uuid[])" : "";
        var funds = $"select f.id from sub_fund f where f.id in (select sub_fund_id from sub_fund_term){within}{named}{(scope.SubFund is null ? "" : " and f.code = $1")}";
        var count = await CountAsync(funds, FundsMost / pairs);
        if (count > FundsMost / pairs)
        {
            return new Error("REPORT_TOO_LARGE", "asOf", $"More than {FundsMost / pairs} sub-funds would have to be reckoned. Ask for one programme, sub-fund or smaller group, or for a run (requestRun).")
                .With("limit", FundsMost / pairs);
        }

        var groups = groupBy switch
        {
            LeverageGroupBy.Deal => $"select from investment i where i.sub_fund_id in ({funds})",
            LeverageGroupBy.Startup => $"select distinct i.startup_id from investment i where i.sub_fund_id in ({funds})",
            LeverageGroupBy.Investor => $"select from sub_fund_investor i where i.sub_fund_id in ({funds})",
            _ => null,
        };
        return groups is null || await CountAsync(groups, GroupsMost) <= GroupsMost ? null
            : new Error("TOO_MANY_GROUPS", "groupBy", $"More than {GroupsMost} groups would be told at once. Name one sub-fund, or page through partMetricValues.").With("limit", GroupsMost);

        async Task<long> CountAsync(string of, int most) => (await snapshot.QueryAsync(
            $"select count(*) from ({of} limit {most + 1}) n", row => row.GetInt64(0), cancel, scope.SubFund is { } code ? [code] : []))[0];
    }
}
