using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>What the figures of a leverage report are pooled by.</summary>
public enum LeverageGroupBy
{
    /// <summary>Everything in the report's scope as one pool.</summary>
    Total,

    /// <summary>Each programme with its parts, parts and wholes both: they overlap and are never to be added up.</summary>
    Programme,

    SubFund,

    /// <summary>The year of the sub-fund's first close.</summary>
    Vintage,

    /// <summary>The sub-fund's manager 管理機構.</summary>
    Manager,

    /// <summary>Where the sub-fund is registered.</summary>
    Jurisdiction,

    /// <summary>Deals by the startup's sector 領域; only figures of deals.</summary>
    Sector,

    /// <summary>Deals by the incubator that admitted the startup last; only figures of deals.</summary>
    Incubator,

    /// <summary>Deals by startup; only figures of deals.</summary>
    Startup,

    /// <summary>Each investor in each sub-fund 出資人; only figures of what lies between the two.</summary>
    Investor,

    /// <summary>
    /// Investors of one class over all sub-funds. Figures of investors are of their own money; of figures of leverage each class has its part of the
    /// numerator over the whole denominator, so that the classes sum to the whole figure.
    /// </summary>
    InvestorClass,

    /// <summary>Each deal by itself: one sub-fund's investment in one startup; only figures of deals.</summary>
    Deal,
}

/// <summary>What is asked of <see cref="PullLeverageReport"/>.</summary>
public sealed record LeverageQuery
{
    /// <summary>State at the end of that day; not after today in Hong Kong.</summary>
    public required LocalDate AsOf { get; init; }

    /// <summary>Null for the closed horizon; a later instant is refused.</summary>
    public Instant? KnownAt { get; init; }

    /// <summary>Keys of the metric catalogue; null for the leverage figures that apply to each group.</summary>
    public IReadOnlyList<string>? Definitions { get; init; }

    /// <summary>Key of the definition to which every figure is to be led over; null for none.</summary>
    public string? BridgeTo { get; init; }

    public LeverageGroupBy GroupBy { get; init; } = LeverageGroupBy.Programme;

    /// <summary>Code of the programme to stay within, with its parts; null for all that is visible.</summary>
    public string? Programme { get; init; }

    /// <summary>Code of the one sub-fund to stay with; null for all.</summary>
    public string? SubFund { get; init; }

    /// <summary>Key of the one group to tell, as a report of all of them has it; null for all.</summary>
    public string? Group { get; init; }

    /// <summary>The sub-funds that can have a part in <see cref="Group"/>, as <see cref="GroupFunds"/> finds them; null for all.</summary>
    internal IReadOnlySet<SubFundId>? GroupFunds { get; init; }

    /// <summary>What must be read for it.</summary>
    internal FactScope Scope => new(Programme ?? (GroupBy == LeverageGroupBy.Programme ? Group : null), SubFund)
    {
        RatesUpTo = ConstantOn, Index = Index, Only = GroupFunds, From = From, EarlierValues = From is not null || Asked.Any(metric => metric.ReadsEarlierValues),
    };

    internal bool IsAsked(string group) => Group is null || string.Equals(group, Group, StringComparison.Ordinal);

    /// <summary>The definitions named; none where those that apply are meant.</summary>
    internal IEnumerable<Metric> Asked => [.. (Definitions ?? []).Append(BridgeTo).Select(key => MetricCatalog.TryOf(key, out var metric) ? metric : null).OfType<Metric>()];

    /// <summary>Code of the index that returns are compared with; null for the default one.</summary>
    public string? Index { get; init; }

    /// <summary>On which day's rate everything is converted; null for each definition's own basis. The constant one is asked for by <see cref="ConstantOn"/>.</summary>
    public FxBasis? FxBasis { get; init; }

    /// <summary>The one day whose rates convert everything; null for the other bases. Not after today.</summary>
    public LocalDate? ConstantOn { get; init; }

    /// <summary>Null for each definition's own.</summary>
    internal FxBasis? Basis => ConstantOn is not null ? VenturePortfolio.FxBasis.Constant : FxBasis;

    /// <summary>The day at whose end the period of definitions that are told over one begins; null for none. Before <see cref="AsOf"/> and <see cref="CompareTo"/>.</summary>
    public LocalDate? From { get; init; }

    /// <summary>What whoever asks calls <see cref="From"/>; a series calls it since, for its from is the first day of points.</summary>
    internal string PeriodArgument { get; init; } = "from";

    /// <summary>ISO 4217; null for the group's own currency.</summary>
    public string? Currency { get; init; }

    /// <summary>How many of a figure's inputs an explanation gives, from <see cref="InputsAfter"/> on.</summary>
    public int InputsFirst { get; init; } = 100;

    /// <summary>How many inputs to leave out first.</summary>
    public int InputsAfter { get; init; }

    /// <summary>Whether explanations are asked for: supported transactions are read one by one only then.</summary>
    public bool Explains { get; init; }

    /// <summary>An earlier day whose figures, as known at the same instant, are to stand beside; null for none.</summary>
    public LocalDate? CompareTo { get; init; }

    /// <summary>False: nothing is asked that is made of rows, so that published figures are answer enough.</summary>
    public bool AsksForRows { get; init; } = true;

    /// <summary>Whether sums over supported transactions are asked for.</summary>
    public bool AsksForSupport { get; init; } = true;

    /// <summary>Whether targets are asked for.</summary>
    public bool AsksForTargets { get; init; } = true;

    /// <summary>Whether the funds and rounds that a figure leaves out are asked for, or the reason that tells of them: of a large portfolio thousands beside each figure.</summary>
    public bool AsksForLeftOut { get; init; } = true;

    /// <summary>Whether the days of net asset values and rates of return beside the first are asked for.</summary>
    public bool AsksForRemarks { get; init; } = true;

    /// <summary>Whether numerators and denominators are asked for.</summary>
    public bool AsksForTerms { get; init; } = true;

    /// <summary>Whether each figure is told under every other reading of private, too; rows are reckoned for it.</summary>
    public bool TellsReadings { get; init; }

    /// <summary>Whether it is told which rates each figure exchanged at; files tell.</summary>
    public bool AsksForRateSpans { get; init; } = true;

    /// <summary>
    /// Whether a report shows a figure unless told which: of deals and investors all that can be told and nights keep, else those of leverage; and returns of the period
    /// where one is asked for.
    /// </summary>
    internal bool IsShown(Metric metric) => GroupBy.Tells(metric) && (metric.IsKeptByNights
        ? GroupBy.IsOfDeals() || GroupBy.IsOfInvestors() || PullLeverageReport.Leverage.Contains(metric)
        : metric.IsOfPeriod && From is not null);

    /// <summary>Decimals of figures where they are shown for reading, 0 to 10; null: four, of amounts as many as their currency has.</summary>
    public int? Places { get; init; }

    /// <summary>Of titles and messages: zh-Hant, zh-Hans or en.</summary>
    public string Language { get; init; } = Languages.English;
}

/// <summary>The printed names of <see cref="LeverageGroupBy"/>.</summary>
public static class LeverageGroupByText
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<LeverageGroupBy>().Select(Print)];

    public static string Print(this LeverageGroupBy groupBy) => groupBy switch
    {
        LeverageGroupBy.Total => "TOTAL",
        LeverageGroupBy.Programme => "PROGRAMME",
        LeverageGroupBy.SubFund => "SUB_FUND",
        LeverageGroupBy.InvestorClass => "INVESTOR_CLASS",
        _ => groupBy.ToString().ToUpperInvariant(),
    };

    /// <summary>Whether a figure can be told by such groups.</summary>
    public static bool Tells(this LeverageGroupBy groupBy, Metric metric) => groupBy == LeverageGroupBy.Investor ? metric.IsOfInvestors
        : groupBy == LeverageGroupBy.InvestorClass ? metric.IsOfInvestors || metric.IsByClass
        : !groupBy.IsOfDeals() || metric.IsOfDeals;

    /// <summary>Groups of deals rather than of whole sub-funds.</summary>
    public static bool IsOfDeals(this LeverageGroupBy groupBy) =>
        groupBy is LeverageGroupBy.Sector or LeverageGroupBy.Incubator or LeverageGroupBy.Startup or LeverageGroupBy.Deal;

    /// <summary>Groups of investors rather than of sub-funds.</summary>
    public static bool IsOfInvestors(this LeverageGroupBy groupBy) => groupBy is LeverageGroupBy.Investor or LeverageGroupBy.InvestorClass;

    public static LeverageGroupBy? Parse(string? text) => Enum.GetValues<LeverageGroupBy>()
        .Where(groupBy => string.Equals(groupBy.Print(), text, StringComparison.OrdinalIgnoreCase))
        .Select(groupBy => (LeverageGroupBy?)groupBy)
        .FirstOrDefault();
}
