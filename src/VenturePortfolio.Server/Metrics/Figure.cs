using System.Globalization;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>What figures are asked for: one fund, or a group whose figure is that of the pool.</summary>
/// <param name="Support">Null where the group has no supported transactions.</param>
public sealed record FigureSubject(IReadOnlyList<FundCard> Funds, SupportTotals? Support, Currency ReportCurrency)
{
    /// <summary>The startups it is about; null where it is about none.</summary>
    public StartupPool? Startups { get; init; }

    /// <summary>Somebody asked for that currency: supported transactions too are told in it. Their transactions must be there.</summary>
    public bool ConvertsSupport { get; init; }

    /// <summary>Key of the class of investors it is about; null for all. Of figures of leverage: of its part of the numerator.</summary>
    public string? InvestorClass
    {
        get;
        init => (field, ClassParts) = (value, value is null ? null : new ClassParts(value));
    }

    /// <summary>Of how many a figure is: sub-funds, or supported transactions where it is over these.</summary>
    internal int CountFor(Metric metric) => metric.Subject == MetricSubject.SupportProgramme ? (int)(Support?.Count ?? 0) : Funds.Count;

    /// <summary>Each fund's part of <see cref="InvestorClass"/>, cut once for all figures of the subject.</summary>
    private ClassParts? ClassParts { get; init; }

    /// <summary>A fund as such a metric sees it: of figures of investors the class's part, else the whole.</summary>
    internal FundHistory HistoryOf(Metric metric, FundCard fund, FxTable fx) =>
        ClassParts is { } parts && metric.IsOfInvestors ? parts.Of(fund.History, fx) : fund.History;

    /// <summary>A figure of startups, in the currency of the thresholds that stand in the rules of incubators.</summary>
    public static FigureSubject Of(StartupPool startups) => new([], null, Currency.Cny) { Startups = startups };
}

/// <summary>A fund whose part in a group's figure is not known, and why.</summary>
public sealed record LeftOut(FundCard Fund, Absent Why)
{
    /// <summary>"SF-1 (FX_MISSING)".</summary>
    public string Shown => $"{Fund.Code} ({Why.Why})";
}

/// <summary>
/// One figure of one subject. A group's figure is that of the pool of those funds for which the figure's inputs are
/// known; the others are named. It is never silently partial: its status says so.
/// </summary>
public sealed record Figure(Metric Metric, Measure Measure, int Covered, IReadOnlyList<LeftOut> LeftOut)
{
    /// <summary>The figure covers some of the group's funds only.</summary>
    public const string Partial = "PARTIAL";

    /// <summary>An unexpected failure while computing; the log has it.</summary>
    public const string Failed = "COMPUTATION_FAILED";

    // Something is not known. Every other reason (nothing paid in yet, no guidance investor) is a fact and counts as such.
    private static readonly HashSet<string> Unknown = new(StringComparer.Ordinal)
    {
        AbsentCode.FxMissing, AbsentCode.OutOfRange, AbsentCode.GuidanceUndisclosed, AbsentCode.HongKongUndisclosed,
        AbsentCode.NoReportedNav, AbsentCode.NavExhausted, AbsentCode.ClassUndisclosed, AbsentCode.MappingMissing,
        AbsentCode.HoldingUnknown, AbsentCode.RoundUndisclosed, AbsentCode.PayersUnknown, AbsentCode.IndexMissing, AbsentCode.LedgerNotKept, AbsentCode.FactNotRecorded, Failed,
    };

    /// <summary>OK, PARTIAL, or the metric's or the solver's word for what is to be known about the value.</summary>
    public string Status => this switch
    {
        { Measure.Absent: { } absent } => absent.Why,
        { LeftOut.Count: > 0 } => Partial,
        { Measure.Outcome: { } outcome } => outcome.Key,
        { Measure.Status: { } status } => Snake(status.ToString()),
        _ => "OK",
    };

    /// <summary>All rates of return where there are several, rising; else empty: the value is the only one.</summary>
    public IReadOnlyList<decimal> Roots => Measure.Status == XirrStatus.Multiple ? Measure.Roots : [];

    /// <summary>Why there is no value, or what the value leaves out; null when neither.</summary>
    public string? Note => this switch
    {
        { Measure.Absent: { } absent } => absent.Detail,
        // Rounds first: the list of funds is cut off where it is long.
        { LeftOut.Count: > 0 } => string.Join("; ", new[] { Measure.Outcome?.Detail, OfFunds }.OfType<string>()),
        _ => Measure.Outcome?.Detail,
    };

    private string OfFunds => string.Create(CultureInfo.InvariantCulture,
        $"covers {Covered} of {Covered + LeftOut.Count} sub-funds; left out: {string.Join(", ", LeftOut.Select(left => left.Shown))}");

    /// <summary>Every metric that applies to the subject, in reporting order.</summary>
    public static IEnumerable<Metric> MetricsOf(FigureSubject subject) => MetricCatalog.All.Where(metric => metric.Subject switch
    {
        MetricSubject.SubFund => subject.Funds.Count > 0,
        MetricSubject.SupportProgramme => subject.Support is not null,
        MetricSubject.Startup => subject.Startups is { IsGroup: false },
        MetricSubject.Incubator => subject.Startups is { IsGroup: true },
        _ => subject.Startups is not null,
    });

    /// <param name="basis">Null for the metric's own.</param>
    /// <param name="failed">Told of what is thrown; the figure is absent then and the others go on.</param>
    /// <param name="unknown">Where many groups of the same facts are computed on their own basis; null: each fund is asked anew.</param>
    public static Figure Of(
        Metric metric, FigureSubject subject, PortfolioFacts facts, FxBasis? basis, Action<Metric, Exception> failed, UnknownFunds? unknown = null)
    {
        Measure Compute(IReadOnlyList<FundCard> funds) => ComputeOf(subject, funds);

        Measure ComputeOf(FigureSubject of, IReadOnlyList<FundCard> funds)
        {
            try
            {
                return Measured(metric, of, funds, facts, basis, keepsTrail: false);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // One bad fund must not stop the night of all others.
                failed(metric, error);
                return new Measure { Absent = new Absent(Failed, error.GetType().Name), FxBasis = basis ?? metric.DefaultFxBasis };
            }
        }

        var all = Compute(subject.Funds);
        if (subject.Funds.Count < 2 || metric.Subject == MetricSubject.SupportProgramme || !IsUnknown(all))
        {
            return new Figure(metric, InventedData.Mark(metric, all, subject, subject.Funds, ComputeOf), IsUnknown(all) ? 0 : subject.CountFor(metric), []);
        }

        var leftOut = subject.Funds.Select(fund => (Fund: fund, Why: unknown is null || subject.InvestorClass is not null
                ? WhyUnknown(Compute([fund]))
                : unknown.WhyOf(metric, fund.History, subject.ReportCurrency, () => Compute([fund]))))
            .Where(fund => fund.Why is not null)
            .Select(fund => new LeftOut(fund.Fund, fund.Why!))
            .ToList();
        List<FundCard> covered = [.. subject.Funds.Except(leftOut.Select(left => left.Fund))];
        var pool = covered.Count == 0 ? all : Compute(covered);
        if (pool.Absent is null)
        {
            return new Figure(metric, InventedData.Mark(metric, pool, subject, covered, ComputeOf), covered.Count, leftOut);
        }

        // No figure is left: it is absent for what is not known, not for what the few known funds happen to lack. That a ledger is not kept
        // is told last, because nobody can enter what would help. The exact terms stay those of the known funds: groups of them must sum.
        var why = leftOut.Find(left => left.Why.Why != AbsentCode.LedgerNotKept) ?? leftOut.FirstOrDefault();
        return new Figure(metric, why is null ? pool : pool with { Absent = why.Why }, 0, leftOut);
    }

    /// <summary>The metric over some of a subject's funds.</summary>
    internal static Measure Measured(
        Metric metric, FigureSubject subject, IReadOnlyList<FundCard> funds, PortfolioFacts facts, FxBasis? basis, bool keepsTrail) =>
        metric.Compute(HistoryOf(metric, subject, funds, facts, basis, keepsTrail));

    /// <summary>Some of a subject's funds, as a metric sees them.</summary>
    internal static PortfolioHistory HistoryOf(
        Metric metric, FigureSubject subject, IReadOnlyList<FundCard> funds, PortfolioFacts facts, FxBasis? basis, bool keepsTrail) => new()
        {
            AsOf = facts.AsOf,
            Funds = [.. funds.Select(fund => subject.HistoryOf(metric, fund, facts.Fx))],
            NumeratorClass = metric.IsByClass ? subject.InvestorClass : null,
            Support = subject.Support,
            ConvertsSupport = subject.ConvertsSupport,
            Startups = subject.Startups,
            ReportCurrency = subject.ReportCurrency,
            Fx = facts.Fx,
            ConstantOn = facts.ConstantOn,
            From = facts.From,
            Index = facts.Index,
            Converting = facts.Converting,
            Mappings = facts.Mappings,
            FxBasisOverride = metric.DefaultFxBasis == basis ? null : basis,
            KeepsTrail = keepsTrail,
        };

    /// <summary>Null: it is known, or absent for a reason that is a fact.</summary>
    internal static Absent? WhyUnknown(Measure measure) => IsUnknown(measure) ? measure.Absent : null;

    /// <summary>Something that it is made of is not known.</summary>
    internal static bool IsUnknown(Measure measure) => measure.Absent is { } absent && Unknown.Contains(absent.Why);

    private static string Snake(string pascal) => string.Concat(pascal.Select((letter, at) =>
        at > 0 && char.IsUpper(letter) ? $"_{letter}" : char.ToUpperInvariant(letter).ToString()));
}
