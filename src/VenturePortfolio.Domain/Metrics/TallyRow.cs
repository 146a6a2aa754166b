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

    /// <summary>The fund that a flow is of, with <see cref="Payer"/>; null for rows of other kinds.</summary>
    private FundHistory? Fund { get; init; }

    /// <summary>Whose money a flow is; null on the side of companies and costs.</summary>
    private InvestorId? Payer { get; init; }

    /// <summary>
    /// The day of the commitment that it is part of: a commitment's own, for a flow of an investor that of the investor's first commitment to the fund.
    /// Absent: FX_MISSING where the investor has none on record, NO_COMMITMENT_DATE for what is no investor's money.
    /// </summary>
    internal OrAbsent<LocalDate> CommittedOn => Source == TrailSource.Commitment ? EffectiveOn
        : Payer is not { } payer ? new Absent(AbsentCode.NoCommitmentDate, $"{Kind} is part of nobody's commitment")
        : Fund!.FirstCommitmentOf(payer) is { } on ? on
        : new Absent(AbsentCode.FxMissing, "somebody paid in or was paid without a commitment on record whose day's rate would count");

    internal static TallyRow Of(in FundFlow flow, FundHistory fund) => new(
        TrailSource.CashFlow, flow.Kind.Key, flow.Kind.Side == FlowSide.Investor ? flow.Class.Key : null, flow.Row?.Id.Value ?? default,
        flow.EffectiveOn, flow.Row?.RecordedAt ?? default, flow.Amount) { Fund = fund, Payer = flow.Kind.Side == FlowSide.Investor ? flow.Investor : null };

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
