using NodaTime;

namespace VenturePortfolio;

/// <summary>What one fund put into one enterprise.</summary>
/// <param name="Minor">Cumulative cost in the fund's currency, each part at the rate of its own day.</param>
/// <param name="Purchases">The parts of it, each with its day.</param>
internal sealed record EnterpriseCost(
    StartupId Startup, Int128 Minor, IReadOnlyList<(LocalDate On, Int128 Minor)> Purchases, bool IsConversion, IReadOnlyList<VerdictEvidence> Evidence);

/// <summary>E and every I of the rules: cumulative cost, by enterprise.</summary>
internal sealed record CostSums(IReadOnlyList<EnterpriseCost> Enterprises, Absent? Missing)
{
    /// <summary>HOLDING_UNKNOWN where money went to companies and the ledger names no holding on record for it: the sums then are at least, not exactly. Else null.</summary>
    internal Absent? Unnamed { get; private init; }

    internal Int128 Total => Enterprises.Aggregate(Int128.Zero, (sum, enterprise) => sum + enterprise.Minor);

    /// <summary>E: of enterprises that convert an achievement formed with public money.</summary>
    internal Int128 Conversion =>
        Enterprises.Where(enterprise => enterprise.IsConversion).Aggregate(Int128.Zero, (sum, enterprise) => sum + enterprise.Minor);

    /// <summary>What was invested by the end of a day.</summary>
    internal Int128 UpTo(LocalDate day) =>
        Rows.Where(row => row.On <= day).Aggregate(Int128.Zero, (sum, row) => sum + row.Minor);

    private IReadOnlyList<(LocalDate On, Int128 Minor)> Rows { get; init; } = [];

    internal static CostSums Of(FundHistory fund, FxTable fx, ILookup<StartupId, ConversionLink> conversions)
    {
        var tally = RuleFacts.TallyOf(fund, fx, fund.Terms!.Currency, FxBasis.TransactionDate);
        var costs = fund.Costs.Select(row => (Row: row, Minor: tally.InReportCurrency(TallyRow.Of(row, "INVESTMENT")) ?? (Int128)0)).ToList();
        var enterprises = costs.GroupBy(cost => cost.Row.Startup).Select(rows => new EnterpriseCost(
            rows.Key,
            rows.Aggregate(Int128.Zero, (sum, cost) => sum + cost.Minor),
            [.. rows.Select(cost => (cost.Row.EffectiveOn, cost.Minor))],
            conversions[rows.Key].Any(),
            [
                .. rows.Select(cost => cost.Row).Select(row => new VerdictEvidence("investment", row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Amount)),
                .. conversions[rows.Key].OrderBy(link => link.EffectiveOn).ThenBy(link => link.Id)
                    .Select(link => new VerdictEvidence("achievement_conversion", link.Id, link.EffectiveOn, link.RecordedAt, null)),
            ])).ToList();
        var held = fund.Investments.Select(row => row.Id).ToHashSet();
        var isUnnamed = fund.Flows(CashFlowKind.Investment).Any(flow => flow.Investment is not { } id || !held.Contains(id));
        return new(enterprises, tally.Missing)
        {
            Rows = costs.ConvertAll(cost => (cost.Row.EffectiveOn, cost.Minor)),
            Unnamed = isUnnamed ? new(AbsentCode.HoldingUnknown, "money went to companies for holdings that are not on record") : null,
        };
    }
}
