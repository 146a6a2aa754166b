using NodaTime;

namespace VenturePortfolio;

/// <summary>A row of any source as sums and trails see it.</summary>
/// <param name="Part">Kind of money and, where it matters, class of investor: see <see cref="MeasurePart"/>.</param>
internal readonly record struct TallyRow(TrailSource Source, string Part, Guid Id, LocalDate EffectiveOn, Instant RecordedAt, Money Amount)
{
    /// <param name="of">Whose money, of an investor-side flow.</param>
    internal static TallyRow Of(CashFlow flow, InvestorClass of) => new(
        TrailSource.CashFlow, flow.Kind.Side == FlowSide.Investor ? $"{flow.Kind.Key}/{of.Key}" : flow.Kind.Key,
        flow.Id.Value, flow.EffectiveOn, flow.RecordedAt, flow.Amount);

    internal static TallyRow Of(Commitment row, InvestorClass of) => new(
        TrailSource.Commitment, $"COMMITMENT/{of.Key}", row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Amount);

    internal static TallyRow Of(ReportedNav nav) =>
        new(TrailSource.ReportedNav, "REPORTED_NAV", nav.Id, nav.AsOf, nav.RecordedAt, nav.Amount);

    internal static TallyRow Of(Investment row, string part) =>
        new(TrailSource.Investment, part, row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Amount);

    internal static TallyRow Of(FinancingRound row, string part) =>
        new(TrailSource.FinancingRound, part, row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Total);

    internal static TallyRow Of(FinancingRound round, RoundPart row) => new(
        TrailSource.RoundPart, $"ROUND/{row.Class.Key}", row.Id, round.EffectiveOn, row.RecordedAt, row.Amount);

    internal static TallyRow Of(Valuation row) =>
        new(TrailSource.Valuation, "VALUATION", row.Id, row.AsOf, row.RecordedAt, row.Value);
}
