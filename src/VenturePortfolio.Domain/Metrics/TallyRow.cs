using NodaTime;

namespace VenturePortfolio;

/// <summary>A row of any source as sums and trails see it.</summary>
/// <param name="Kind">Of money.</param>
/// <param name="Class">Of the investor, where it matters; else null.</param>
internal readonly record struct TallyRow(
    TrailSource Source, string Kind, string? Class, Guid Id, LocalDate EffectiveOn, Instant RecordedAt, Money Amount)
{
    /// <summary>See <see cref="MeasurePart"/>. Made only for trails: sums alone go over millions of rows.</summary>
    internal string Part => Class is null ? Kind : $"{Kind}/{Class}";

    internal static TallyRow Of(in FundFlow flow) => new(
        TrailSource.CashFlow, flow.Kind.Key, flow.Kind.Side == FlowSide.Investor ? flow.Class.Key : null, flow.Row?.Id.Value ?? default,
        flow.EffectiveOn, flow.Row?.RecordedAt ?? default, flow.Amount);

    internal static TallyRow Of(Commitment row, InvestorClass of) => new(
        TrailSource.Commitment, "COMMITMENT", of.Key, row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Amount);

    internal static TallyRow Of(ReportedNav nav) =>
        new(TrailSource.ReportedNav, "REPORTED_NAV", null, nav.Id, nav.AsOf, nav.RecordedAt, nav.Amount);

    internal static TallyRow Of(Investment row, string part) =>
        new(TrailSource.Investment, part, null, row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Amount);

    internal static TallyRow Of(FinancingRound row, string part) =>
        new(TrailSource.FinancingRound, part, null, row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Total);

    internal static TallyRow Of(FinancingRound round, RoundPart row) => new(
        TrailSource.RoundPart, "ROUND", row.Class.Key, row.Id, round.EffectiveOn, row.RecordedAt, row.Amount);

    internal static TallyRow Of(SubscriptionLineEvent row) =>
        new(TrailSource.SubscriptionLineEvent, $"LINE_{row.Kind.ToString().ToUpperInvariant()}", null, row.Id, row.EffectiveOn, row.RecordedAt, row.Amount);

    internal static TallyRow Of(Valuation row) =>
        new(TrailSource.Valuation, "VALUATION", null, row.Id, row.AsOf, row.RecordedAt, row.Value);
}
