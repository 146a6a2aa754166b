namespace VenturePortfolio.Server;

/// <summary>One sum of one fund in original currency.</summary>
/// <param name="What">CONTRIBUTIONS, DISTRIBUTIONS or COMMITMENTS.</param>
public readonly record struct LedgerSum(SubFundId Fund, string What, Currency Currency, Int128 Minor);

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
/// What was paid in, distributed and pledged per fund, added up a second way: by SQL over the tables, against the rows
/// the figures were made of. They must agree to the minor unit.
/// </summary>
public static class LedgerSums
{
    /// <summary>The second way. A reversal repeats its entry and flips it; commitments carry the sign of their kind.</summary>
    public static string Sql(NodaTime.LocalDate asOf, NodaTime.Instant knownAt) =>
        $"""
        select sub_fund_id,
               case kind when 'CAPITAL_CALL' then 'CONTRIBUTIONS' else 'DISTRIBUTIONS' end,
               currency,
               sum(case when reverses_seq is null then amount_minor else -amount_minor end)
        from cash_flow
        where kind in ('CAPITAL_CALL', 'DISTRIBUTION') and {FactSnapshot.Seen(asOf, knownAt, "cash_flow")}
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
        """;

    /// <param name="snapshot">The one the facts were read through.</param>
    /// <param name="sql">As <see cref="Sql"/>.</param>
    /// <param name="cancel">Stops the query.</param>
    public static Task<List<LedgerSum>> ReadAsync(FactSnapshot snapshot, string sql, CancellationToken cancel) =>
        snapshot.QueryAsync(
            sql,
            row => new LedgerSum(new(row.GetGuid(0)), row.GetString(1), Currency.Of(row.GetString(2)), (Int128)row.GetDecimal(3)),
            cancel);

    /// <summary>The sums of the rows the metrics see.</summary>
    public static IEnumerable<LedgerSum> Of(PortfolioFacts facts) => facts.Funds.SelectMany(fund =>
    {
        var flows = fund.History.Flows()
            .Where(flow => flow.Kind == CashFlowKind.CapitalCall || flow.Kind == CashFlowKind.Distribution)
            .Select(flow => (What: flow.Kind == CashFlowKind.CapitalCall ? "CONTRIBUTIONS" : "DISTRIBUTIONS", flow.Amount, flow.Effect));
        var pledges = fund.History.Commitments.Select(row => (What: "COMMITMENTS", row.Amount, row.Effect));
        return flows.Concat(pledges)
            .GroupBy(row => (row.What, row.Amount.Currency))
            .Select(group => new LedgerSum(
                fund.Id, group.Key.What, group.Key.Currency,
                group.Aggregate((Int128)0, (sum, row) => sum + ((Int128)row.Effect * row.Amount.Minor))));
    });

    /// <exception cref="SumsDisagreeException">Names the first sum that differs.</exception>
    public static void MustAgree(PortfolioFacts facts, IEnumerable<LedgerSum> bySql)
    {
        var funds = facts.Funds.ToDictionary(fund => fund.Id);
        var byRows = Of(facts).ToDictionary(sum => (sum.Fund, sum.What, sum.Currency), sum => sum.Minor);
        foreach (var sum in bySql.Where(sum => funds.ContainsKey(sum.Fund)))
        {
            var key = (sum.Fund, sum.What, sum.Currency);
            byRows.Remove(key, out var other);
            Compare(key, other, sum.Minor);
        }

        foreach (var (key, minor) in byRows)
        {
            Compare(key, minor, 0);
        }

        void Compare((SubFundId Fund, string What, Currency Currency) key, Int128 byRow, Int128 bySum)
        {
            if (byRow != bySum)
            {
                throw new SumsDisagreeException(
                    $"{key.What} of {funds[key.Fund].Code} in {key.Currency}: {byRow} minor units row by row, {bySum} by SQL; nothing is published.");
            }
        }
    }
}
