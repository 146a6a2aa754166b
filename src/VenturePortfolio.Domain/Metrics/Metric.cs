namespace VenturePortfolio;

/// <summary>What a metric is computed of.</summary>
public enum MetricSubject
{
    /// <summary>A sub-fund or a pool of them.</summary>
    SubFund,

    /// <summary>A support programme known by its transactions, without funds.</summary>
    SupportProgramme,

    /// <summary>One startup.</summary>
    Startup,

    /// <summary>The startups of an incubator, those it admitted in one year, or all.</summary>
    Incubator,

    /// <summary>Either: the same sums over one startup or many.</summary>
    StartupOrIncubator,
}

/// <summary>What a metric's value counts. Ratios and rates are fractions (0.12), never percents.</summary>
public enum MetricUnit
{
    Ratio,

    RatePerYear,

    Count,

    /// <summary>Of money, in the measure's currency.</summary>
    Amount,

    /// <summary>Calendar days.</summary>
    Days,
}

/// <summary>The printed names and stored keys of <see cref="MetricUnit"/>.</summary>
public static class MetricUnitText
{
    public static string Key(this MetricUnit unit) => unit switch
    {
        MetricUnit.Ratio => "RATIO",
        MetricUnit.RatePerYear => "RATE_PER_YEAR",
        MetricUnit.Amount => "AMOUNT",
        MetricUnit.Days => "DAYS",
        _ => "COUNT",
    };

    public static string Print(this MetricUnit unit) => unit switch
    {
        MetricUnit.Ratio => "ratio",
        MetricUnit.RatePerYear => "rate per year",
        MetricUnit.Amount => "amount",
        MetricUnit.Days => "days",
        _ => "count",
    };
}

/// <summary>A title in the reader's language.</summary>
public sealed record MetricTitle(string En, string ZhHant, string ZhHans)
{
    /// <summary>For "zh-Hant" and "zh-Hans"; English for every other tag.</summary>
    public string In(string language) => language switch
    {
        "zh-Hant" => ZhHant,
        "zh-Hans" => ZhHans,
        _ => En,
    };
}

/// <summary>A number that the notes leave to whoever reports, with what is taken here. Another value is another revision.</summary>
/// <param name="Key">As the source names it.</param>
/// <param name="Unit">In words, plural.</param>
/// <param name="Meaning">In words.</param>
public sealed record MetricParameter(string Key, int Value, string Unit, string Meaning);

/// <summary>
/// The definition of one figure. A changed definition is a new <see cref="Revision"/>; values of old ones stay
/// readable.
/// </summary>
public sealed record Metric
{
    /// <summary>Stable text, printed and stored.</summary>
    public required string Key { get; init; }

    public required MetricTitle Title { get; init; }

    public required MetricSubject Subject { get; init; }

    public required MetricUnit Unit { get; init; }

    /// <summary>Made of deals alone, with each fund's sources of money: it can be told of some of a fund's deals.</summary>
    public bool IsOfDeals { get; init; }

    /// <summary>Key of the definition that tells of deals what this one tells of whole sub-funds; null where there is none.</summary>
    public string? OfDealsInstead { get; init; }

    /// <summary>Made of what lies between a fund and its investors alone: it can be told of one investor.</summary>
    public bool IsOfInvestors { get; init; }

    /// <summary>A ratio whose numerator sums investors' money: each class of them can be told its part, over the whole denominator.</summary>
    public bool IsByClass { get; init; }

    /// <summary>Made of what holdings were worth on earlier days, of which there are very many: nights read only what they are worth now.</summary>
    public bool ReadsEarlierValues { get; init; }

    /// <summary>Told over the period from <see cref="PortfolioHistory.From"/> to the as-of date, which is asked for with it.</summary>
    public bool IsOfPeriod { get; init; }

    /// <summary>False: it is reckoned when asked for, and has no series.</summary>
    public bool IsKeptByNights => !ReadsEarlierValues && !IsOfPeriod;

    /// <summary>From 1.</summary>
    public required int Revision { get; init; }

    /// <summary>Most have none.</summary>
    public IReadOnlyList<MetricParameter> Parameters { get; init; } = [];

    public required FxBasis DefaultFxBasis { get; init; }

    /// <summary>The method whose <see cref="ClassMapping"/> it reads; null for those that read none.</summary>
    public string? Mapping { get; init; }

    /// <summary>Clause, paper or standard the definition follows.</summary>
    public required string Source { get; init; }

    /// <summary>False: the text the definition follows was not seen word for word; readers are told so beside the figure.</summary>
    public bool IsVerified { get; init; } = true;

    /// <summary>
    /// Made of commitments alone, of which it is known who told them. Every other figure of sub-funds rests on the ledger, and is absent where that is not
    /// kept here.
    /// </summary>
    public bool IsOfCommitments { get; init; }

    /// <summary>Total: bad or missing data gives an absent measure, never an exception. Absent beside the definition's own reasons: LEDGER_NOT_KEPT.</summary>
    public required Func<PortfolioHistory, Measure> Compute
    {
        get => history => RestsOnUnkept(history) ? Unkept(history) : _formula(history);
        init => _formula = value;
    }

    private readonly Func<PortfolioHistory, Measure> _formula = _ => throw new InvalidOperationException("A metric has a formula.");

    private bool RestsOnUnkept(PortfolioHistory history) =>
        Subject == MetricSubject.SubFund && !IsOfCommitments && history.Funds.Any(fund => !fund.IsLedgerKept);

    private Measure Unkept(PortfolioHistory history) => history.Tally(DefaultFxBasis).Finish(new Measure
    {
        Absent = Disclosure.LedgerNotKept,
        Mapping = Mapping is { } method ? history.MappingOf(method)?.Identity : null,
    });

    /// <summary>"key@revision", part of a figure's identity.</summary>
    public string Identity => $"{Key}@{Revision}";

    /// <summary>Key and revision say which definition it is; comparing all that is said of it, for each of millions of figures, says no more.</summary>
    public bool Equals(Metric? other) => ReferenceEquals(this, other)
        || (other is not null && Revision == other.Revision && string.Equals(Key, other.Key, StringComparison.Ordinal));

    public override int GetHashCode() => string.GetHashCode(Key, StringComparison.Ordinal);
}
