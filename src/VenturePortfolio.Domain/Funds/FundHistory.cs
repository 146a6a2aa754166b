using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// What had happened to one sub-fund by the end of <see cref="AsOf"/>, as far as we had been told at
/// <see cref="KnownAt"/>. The only thing a metric sees of a fund. Rows that took each other back are gone.
/// </summary>
public sealed class FundHistory
{
    private readonly Dictionary<InvestorId, InvestorClass> _classes;

    private FundHistory(FundFacts facts, LocalDate asOf, Instant knownAt)
    {
        (SubFund, AsOf, KnownAt) = (facts.SubFund, asOf, knownAt);
        bool Seen(LocalDate effectiveOn, Instant recordedAt) => effectiveOn <= asOf && recordedAt <= knownAt;

        Terms = facts.Terms.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .MaxBy(row => (row.EffectiveOn, row.RecordedAt, row.Id));
        Nav = facts.Navs.Where(row => Seen(row.AsOf, row.RecordedAt))
            .MaxBy(row => (row.AsOf, row.RecordedAt, row.Id));
        Commitments = Standing.Of(facts.Commitments.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id.Value));
        CashFlows = Standing.Of(facts.CashFlows.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.Seq));
        _classes = facts.InvestorClasses.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .GroupBy(row => row.Investor)
            .ToDictionary(
                group => group.Key,
                group => group.MaxBy(row => (row.EffectiveOn, row.RecordedAt, row.Id))!.Class);
    }

    public SubFundId SubFund { get; }

    /// <summary>Inclusive: flows of this very day count.</summary>
    public LocalDate AsOf { get; }

    /// <summary>Inclusive: rows recorded at this very instant count.</summary>
    public Instant KnownAt { get; }

    /// <summary>Null when no terms are known.</summary>
    public FundTerms? Terms { get; }

    /// <summary>By date, then by recording.</summary>
    public IReadOnlyList<Commitment> Commitments { get; }

    /// <summary>By date, then by sequence; same-day flows are not netted.</summary>
    public IReadOnlyList<CashFlow> CashFlows { get; }

    /// <summary>The latest reported net asset value; null when none was ever reported.</summary>
    public ReportedNav? Nav { get; }

    /// <summary>
    /// The one way in: both dates cut every kind of row. Ties are broken by (date, recorded, id), so the order of the
    /// rows given never matters.
    /// </summary>
    public static FundHistory Cut(FundFacts facts, LocalDate asOf, Instant knownAt) => new(facts, asOf, knownAt);

    /// <summary>
    /// The investor's class on <see cref="AsOf"/>; <see cref="InvestorClass.Unknown"/> where none is on record.
    /// </summary>
    public InvestorClass ClassOf(InvestorId? investor) =>
        investor is { } id && _classes.TryGetValue(id, out var known) ? known : InvestorClass.Unknown;

    /// <summary>Standing entries of one kind.</summary>
    public IEnumerable<CashFlow> Flows(CashFlowKind kind) => CashFlows.Where(flow => flow.Kind == kind);
}
