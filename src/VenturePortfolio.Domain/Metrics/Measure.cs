using NodaTime;

namespace VenturePortfolio;

/// <summary>One computed figure: a value, or why there is none, and what it was computed from.</summary>
public sealed record Measure
{
    /// <summary>Half-even to 10 decimals; null exactly when <see cref="Absent"/> is set.</summary>
    public decimal? Value { get; init; }

    public Absent? Absent { get; init; }

    /// <summary>
    /// Exact numerator: minor units of <see cref="Currency"/> for ratios of money (for the parity gap their products),
    /// 1/10,000 for jobs, whole numbers for startups, milestones and days. The amount itself for amounts. Null for rates and where an input is unknown; may be set beside an absent value (a zero
    /// denominator).
    /// </summary>
    public Int128? Numerator { get; init; }

    /// <summary>
    /// Exact denominator, as the numerator. Thresholds are compared by cross-multiplication, never on the value.
    /// </summary>
    public Int128? Denominator { get; init; }

    /// <summary>Null for counts.</summary>
    public Currency? Currency { get; init; }

    public FxBasis FxBasis { get; init; }

    /// <summary>Identity of the class mapping used; null where none was. Part of the figure's identity.</summary>
    public string? Mapping { get; init; }

    /// <summary>How the root search ended; null for figures without one.</summary>
    public XirrStatus? Status { get; init; }

    /// <summary>What is to be said of a figure of milestones beside its value, and of one that leaves rounds out; null for other figures, and for those that are absent.</summary>
    public MeasureOutcome? Outcome
    {
        get => Absent is null ? field : null;
        init;
    }

    /// <summary>Of how many financing rounds it is; null for figures that leave out funds and not rounds.</summary>
    public RoundCoverage? Rounds { get; init; }

    /// <summary>The rows a figure of milestones stands on; empty when the history keeps no trail.</summary>
    public IReadOnlyList<EvidenceRow> Evidence { get; init; } = [];

    /// <summary>What the definition itself puts into the denominator, such as a threshold; zero where the denominator is all of rows.</summary>
    internal Int128 Asked { get; init; }

    /// <summary>
    /// One word for storing: why the figure is absent, else its outcome (MET …), else how the root search ended (MULTIPLE,
    /// TOTAL_LOSS …), else OK.
    /// </summary>
    public string StatusKey => Absent?.Why ?? Outcome?.Key ?? Status?.Key() ?? "OK";

    /// <summary>All rates where the status is Multiple; else the value alone or nothing.</summary>
    public IReadOnlyList<decimal> Roots { get; init; } = [];

    /// <summary>What a reader must be told beside the value; texts of <see cref="MeasureFlag"/>, sorted.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Date of the oldest reported net asset value used; null where none was used.</summary>
    public LocalDate? NavAsOf { get; init; }

    /// <summary>The rows that went in, in the order of the ledger; empty when the history keeps no trail.</summary>
    public IReadOnlyList<TrailRow> Trail { get; init; } = [];

    /// <summary>
    /// The sums of the trail by kind of money, sorted by key; they add up to the exact terms. Empty when the history keeps
    /// no trail and for figures that are no ratio of sums.
    /// </summary>
    public IReadOnlyList<MeasurePart> Parts { get; init; } = [];

    /// <summary>The distinct rates used, by currency and date; empty when nothing was converted.</summary>
    public IReadOnlyList<FxQuote> Rates { get; init; } = [];
}

/// <summary>Warnings that travel with a figure.</summary>
public static class MeasureFlag
{
    /// <summary>Flows since the reported net asset value were added to it.</summary>
    public const string NavRolledForward = "NAV_ROLLED_FORWARD";

    /// <summary>The reported net asset value is more than a quarter old.</summary>
    public const string NavStale = "NAV_STALE";

    /// <summary>Under 365 days: a report does not annualise it. Source: GIPS.</summary>
    public const string UnderOneYear = "UNDER_ONE_YEAR";

    /// <summary>A holding not valued yet stands at what was paid for it: the price of a recent investment. Source: IPEV.</summary>
    public const string ValuedAtCost = "VALUED_AT_COST";

    /// <summary>What was paid to companies and came back since the last valuations of holdings was added to these.</summary>
    public const string ValueRolledForward = "VALUE_ROLLED_FORWARD";

    /// <summary>The last valuation of a holding is more than a quarter old.</summary>
    public const string ValuationStale = "VALUATION_STALE";

    /// <summary>The rule that a figure is held against binds funds approved since its day; some here were approved before it, or their approval is not on record.</summary>
    public const string NotInForceAtApproval = "NOT_IN_FORCE_AT_APPROVAL";

    /// <summary>A milestone that a figure stands on is V0: somebody says so, nobody checked. Source: domain.md 5.1.</summary>
    public const string SelfReported = "SELF_REPORTED";

    /// <summary>A figure of a calendar year that is not over.</summary>
    public const string YearToDate = "YEAR_TO_DATE";

    /// <summary>Something that the definition takes out is not on record: the figure is the most it can be.</summary>
    public const string AtMost = "AT_MOST";

    /// <summary>Sub-funds or startups that describe nobody count in it beside ones that exist.</summary>
    public const string MixesInvented = "MIXES_INVENTED";

    /// <summary>Every sub-fund or startup that counts in it is demonstration data.</summary>
    public const string InventedOnly = "INVENTED_ONLY";

    /// <summary>Where no rate was known of a day, or of its month, the last earlier one stood in. Source: domain.md 3.3, currency.</summary>
    public const string FxEarlierRate = "FX_EARLIER_RATE";

    /// <summary>A monthly average stood in for a day's rate.</summary>
    public const string FxMonthlyAverage = "FX_MONTHLY_AVERAGE";
}

/// <summary>Which kind of row a trail points to.</summary>
public enum TrailSource
{
    Commitment,
    CashFlow,
    ReportedNav,
    Investment,
    FinancingRound,
    RoundPart,
    Valuation,
    SubscriptionLineEvent,
    SupportTransaction,
    Milestone,
    MilestoneReport,
    Revenue,
    Incubation,
    Conversion,

    /// <summary>No row: what the definition itself puts into the denominator, such as a threshold in its text.</summary>
    Definition,
}

/// <summary>What one kind of money contributes to a figure's exact terms.</summary>
/// <param name="Key">
/// Kind of row and, where it matters, class of investor: COMMITMENT/HK_PRIVATE, CAPITAL_CALL/GUIDANCE_FUND, INVESTMENT,
/// REPORTED_NAV, OPENING_NAV, OPENING_VALUATION, OPENING_COST, CONCURRENT_PRIVATE, ROUND_TOTAL, LATER_ROUND, LOOK_THROUGH_COST, ROUND/HK_PUBLIC, VALUATION, RECOVERED, LINE_DRAW, BORROWED; of figures of
/// milestones the kind of row, MILESTONE_REPORT; DEFINITION for what the definition itself asks for.
/// </param>
public sealed record MeasurePart(string Key, Int128 NumeratorMinor, Int128 DenominatorMinor)
{
    /// <summary>The sums of a trail by part, sorted by key.</summary>
    internal static IReadOnlyList<MeasurePart> Of(IEnumerable<TrailRow> trail) =>
        [.. trail.GroupBy(row => row.Part, StringComparer.Ordinal).OrderBy(rows => rows.Key, StringComparer.Ordinal)
            .Select(rows => rows.Aggregate(new MeasurePart(rows.Key, 0, 0), (sum, row) => sum with
            {
                NumeratorMinor = sum.NumeratorMinor + row.NumeratorMinor,
                DenominatorMinor = sum.DenominatorMinor + row.DenominatorMinor,
            }))];
}

/// <summary>
/// One row's part in a figure. The parts add up to the exact numerator and denominator, whatever these count; of a rate of return, which has
/// neither, they are the dated flows that it brings to zero.
/// </summary>
/// <param name="Part">The key of the <see cref="MeasurePart"/> it belongs to.</param>
/// <param name="RowId">Of the commitment, cash flow, reported net asset value …; zeros for <see cref="TrailSource.Definition"/>.</param>
/// <param name="Original">As recorded, positive; null where it is no money.</param>
/// <param name="NumeratorMinor">Signed, in the unit of <see cref="Measure.Numerator"/>. For rates: the flow from the investor's side.</param>
/// <param name="DenominatorMinor">Signed, in the unit of <see cref="Measure.Denominator"/>; zero for rates.</param>
public sealed record TrailRow(
    TrailSource Source,
    string Part,
    Guid RowId,
    LocalDate EffectiveOn,
    Instant RecordedAt,
    Money? Original,
    Int128 NumeratorMinor,
    Int128 DenominatorMinor)
{
    /// <summary>The day it stands on in the figure: its own, or the as-of date of a state such as a net asset value. A rate of return discounts from it.</summary>
    public LocalDate CountedOn { get; init; } = EffectiveOn;

    /// <summary>Part of what the definition itself asks for.</summary>
    internal const string Asked = "DEFINITION";

    internal static TrailRow OfDefinition(LocalDate asOf, Int128 denominator) =>
        new(TrailSource.Definition, Asked, Guid.Empty, asOf, NodaConstants.UnixEpoch, null, 0, denominator);
}
