namespace VenturePortfolio.Server;

/// <summary>One sum of one sub-fund or programme in original currency.</summary>
/// <param name="What">
/// CONTRIBUTIONS, DISTRIBUTIONS, INVESTMENT, PROCEEDS, MANAGEMENT_FEE, FUND_EXPENSE, COMMITMENTS, NAV, DEALS or ROUNDS; of a programme SUPPORT.
/// </param>
public readonly record struct LedgerSum(Guid Subject, string What, Currency Currency, Int128 Minor);

/// <summary>The two ways of adding up do not agree: one of them is wrong, so nothing is published.</summary>
public sealed class SumsDisagreeException : Exception
{
    public SumsDisagreeException()
        : this("sums disagree")
    {
    }

    /// <param name="message">Names the fund, the sum and both values.</param>
    public SumsDisagreeException(string message)
        : base(message)
    {
    }

    public SumsDisagreeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// What flowed of every kind, was pledged, invested and last reported per fund, the rounds of what it holds, and the support of each programme,
/// added up a second way: by SQL over the tables, against the rows the figures were made of. They must agree to the minor unit.
/// </summary>
public static class LedgerSums
{
    /// <summary>The second way. A reversal repeats its entry and flips it; commitments carry the sign of their kind.</summary>
    public static string Sql(NodaTime.LocalDate asOf, NodaTime.Instant knownAt) =>
        $"""
        select sub_fund_id,
               case kind when 'CAPITAL_CALL' then 'CONTRIBUTIONS' when 'DISTRIBUTION' then 'DISTRIBUTIONS' else kind end,
               currency,
               sum(case when reverses_seq is null then amount_minor else -amount_minor end)
        from cash_flow
        where {FactSnapshot.Seen(asOf, knownAt, "cash_flow")}
        group by 1, 2, 3
        union all
        select sub_fund_id,
               'COMMITMENTS',
               currency,
               sum(amount_minor
                   * case when kind in ('INITIAL', 'INCREASE') then 1 else -1 end
                   * case when reverses_id is null then 1 else -1 end)
        from commitment
        where {FactSnapshot.Seen(asOf, knownAt, "commitment")}
        group by 1, 2, 3
        union all
        (select distinct on (sub_fund_id) sub_fund_id, 'NAV', currency, nav_minor::numeric
        from reported_nav
        where {FactSnapshot.Seen(asOf, knownAt, "reported_nav")}
        order by sub_fund_id, effective_on desc, recorded_at desc, id desc)
        union all
        select sub_fund_id, 'DEALS', currency, sum(case when reverses_id is null then amount_minor else -amount_minor end)
        from investment
        where {FactSnapshot.Seen(asOf, knownAt, "investment")}
        group by 1, 2, 3
        union all
        select h.sub_fund_id, 'ROUNDS', r.currency, sum(case when r.reverses_id is null then r.total_minor else -r.total_minor end)
        from (
            select sub_fund_id, startup_id
            from investment
            where {FactSnapshot.Seen(asOf, knownAt, "investment")}
            group by sub_fund_id, startup_id
            having sum(case when reverses_id is null then 1 else -1 end) > 0) h
        join financing_round r on r.startup_id = h.startup_id
        where {FactSnapshot.Seen(asOf, knownAt, "r")}
        group by 1, 2, 3
        union all
        select programme_id, 'SUPPORT', currency, sum(public_funds_minor + loan_or_investment_minor + concurrent_private_minor + subsequent_private_minor)
        from support_transaction
        where {FactSnapshot.Seen(asOf, knownAt, "support_transaction")}
        group by 1, 2, 3
        """;

    /// <param name="snapshot">The one the facts were read through.</param>
    /// <param name="sql">As <see cref="Sql"/>.</param>
    /// <param name="cancel">Stops the query.</param>
    public static Task<List<LedgerSum>> ReadAsync(FactSnapshot snapshot, string sql, CancellationToken cancel) =>
        snapshot.QueryAsync(
            sql,
            row => new LedgerSum(row.GetGuid(0), row.GetString(1), Currency.Of(row.GetString(2)), (Int128)row.GetDecimal(3)),
            cancel);

    /// <summary>The sums of the rows the metrics see.</summary>
    public static IEnumerable<LedgerSum> Of(PortfolioFacts facts) => facts.Funds.SelectMany(Of).Concat(facts.Support.Select(card => new LedgerSum(
        card.Programme.Value,
        "SUPPORT",
        card.Totals.Currency,
        card.Totals.PublicFundsMinor + card.Totals.LoanOrInvestmentMinor + card.Totals.ConcurrentPrivateMinor + card.Totals.SubsequentPrivateMinor)));

    private static IEnumerable<LedgerSum> Of(FundCard fund)
    {
        var history = fund.History;
        return history.Flows().Select(flow => (What: Named(flow.Kind), flow.Amount, flow.Effect))
            .Concat(history.Commitments.Select(row => (What: "COMMITMENTS", row.Amount, row.Effect)))
            .Concat(history.Investments.Select(row => (What: "DEALS", row.Amount, Effect: 1)))
            .Concat(history.Rounds.Select(row => (What: "ROUNDS", Amount: row.Total, Effect: 1)))
            .Concat(history.Nav is { } nav ? [(What: "NAV", nav.Amount, Effect: 1)] : [])
            .GroupBy(row => (row.What, row.Amount.Currency))
            .Select(group => new LedgerSum(
                fund.Id.Value, group.Key.What, group.Key.Currency,
                group.Aggregate((Int128)0, (sum, row) => sum + ((Int128)row.Effect * row.Amount.Minor))));
    }

    private static string Named(CashFlowKind kind) =>
        kind == CashFlowKind.CapitalCall ? "CONTRIBUTIONS" : kind == CashFlowKind.Distribution ? "DISTRIBUTIONS" : kind.Key;

    /// <exception cref="SumsDisagreeException">Names the first sum that differs.</exception>
    public static void MustAgree(PortfolioFacts facts, IEnumerable<LedgerSum> bySql)
    {
        var codes = facts.Funds.Select(fund => (fund.Id.Value, fund.Code)).Concat(facts.Programmes.Select(card => (card.Id.Value, card.Code)))
            .ToDictionary(card => card.Value, card => card.Code);
        var byRows = Of(facts).ToDictionary(sum => (sum.Subject, sum.What, sum.Currency), sum => sum.Minor);
        foreach (var sum in bySql.Where(sum => codes.ContainsKey(sum.Subject)))
        {
            var key = (sum.Subject, sum.What, sum.Currency);
            byRows.Remove(key, out var other);
            Compare(key, other, sum.Minor);
        }

        foreach (var (key, minor) in byRows)
        {
            Compare(key, minor, 0);
        }

        void Compare((Guid Subject, string What, Currency Currency) key, Int128 byRow, Int128 bySum)
        {
            if (byRow != bySum)
            {
                throw new SumsDisagreeException(
                    $"{key.What} of {codes[key.Subject]} in {key.Currency}: {byRow} minor units row by row, {bySum} by SQL; nothing is published.");
            }
        }
    }
}
