using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// What a metric is computed from: one fund or a pool, and what the pool is reported in. Ratios of a pool are ratios of
/// sums, its rate of return that of the pooled flows; never an average.
/// </summary>
public sealed class PortfolioHistory
{
    private readonly IReadOnlyList<FundHistory> _funds = [];

    public required LocalDate AsOf { get; init; }

    /// <summary>Each cut at <see cref="AsOf"/> and, among themselves, at one instant; otherwise it throws.</summary>
    public IReadOnlyList<FundHistory> Funds
    {
        get => _funds;
        init => _funds = value.Select(fund => fund.KnownAt).Distinct().Count() <= 1
            ? value
            : throw new ArgumentException("The funds of a pool are cut at one knownAt.", nameof(value));
    }

    /// <summary>Sums of supported transactions; null where the subject has none.</summary>
    public SupportTotals? Support { get; init; }

    /// <summary>True: figures of supported transactions are told in <see cref="ReportCurrency"/>, and the transactions are there; false: in their own currency.</summary>
    public bool ConvertsSupport { get; init; }

    /// <summary>The startups that figures of milestones are about; null where the subject has none.</summary>
    public StartupPool? Startups { get; init; }

    /// <summary>What returns are compared with; null where no index was supplied.</summary>
    public BenchmarkIndex? Index { get; init; }

    /// <summary>The startups that convert an achievement formed with public money, as far as was known.</summary>
    public IReadOnlySet<StartupId> Converting { get; init; } = new HashSet<StartupId>();

    /// <summary>Key of the class of investors whose money alone stands in the numerator of figures told by class; null for all.</summary>
    public string? NumeratorClass { get; init; }

    public required Currency ReportCurrency { get; init; }

    /// <summary>Who is private, one mapping per method: the newest version told by the instant of the cut.</summary>
    public IReadOnlyList<ClassMapping> Mappings { get; init; } = [];

    /// <summary>The rates known at the instant of the cut.</summary>
    public required FxTable Fx { get; init; }

    /// <summary>The day at whose end the period of <see cref="PeriodReturn"/> begins; null where no period is asked for.</summary>
    public LocalDate? From { get; init; }

    /// <summary>Null for each metric's own basis; <see cref="FxBasis.Constant"/> goes with <see cref="ConstantOn"/>.</summary>
    public FxBasis? FxBasisOverride { get; init; }

    /// <summary>The one day of the constant basis; null with the others.</summary>
    public LocalDate? ConstantOn { get; init; }

    /// <summary>False for sets that are only summed: a trail costs a row per flow and metric.</summary>
    public bool KeepsTrail { get; init; } = true;

    /// <summary>Null where the method has no mapping on record.</summary>
    internal ClassMapping? MappingOf(string method) =>
        Mappings.FirstOrDefault(mapping => string.Equals(mapping.Method, method, StringComparison.Ordinal));

    /// <summary>Starts the sums of a metric. A fund cut at another date than <see cref="AsOf"/> throws.</summary>
    internal Tally Tally(FxBasis defaultBasis)
    {
        foreach (var fund in Funds)
        {
            if (fund.AsOf != AsOf)
            {
                throw new InvalidOperationException($"A fund is cut at {fund.AsOf}, the pool at {AsOf}.");
            }
        }

        return new Tally(this, defaultBasis == FxBasis.None ? FxBasis.None : FxBasisOverride ?? defaultBasis);
    }
}
