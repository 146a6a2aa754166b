using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Figures with everything a reader needs to quote them: dates, run, basis, coverage, age, and why one is missing.</summary>
public sealed record LeverageReport
{
    public required LocalDate AsOf { get; init; }

    /// <summary>The day at whose end the period of returns of a period begins; null where none was asked for.</summary>
    public LocalDate? From { get; init; }

    public required Instant KnownAt { get; init; }

    public required LeverageGroupBy GroupBy { get; init; }

    /// <summary>The published run of these two dates; null when everything was computed for this report.</summary>
    public required PublishedRun? Run { get; init; }

    public required Instant ComputedAt { get; init; }

    /// <summary>True when every sub-fund was in scope; false for a fund manager, who sees the own ones.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>How investors were told apart, in words.</summary>
    public required string Mapping { get; init; }

    public required IReadOnlyList<LeverageGroup> Groups { get; init; }

    /// <summary>Decimals of figures where they are shown for reading; null: as many as each has of its own.</summary>
    public required int? Places { get; init; }

    /// <summary>Whether a file is to tell each figure under every other reading of private.</summary>
    public bool TellsReadings { get; init; }

    /// <summary>Days between the oldest net asset value used and asOf; null when none was used.</summary>
    public int? NavStaleDays => Groups.SelectMany(group => group.Figures).Max(figure => figure.NavStaleDays);
}

/// <param name="Kind">NIGHTLY or BY_HAND.</param>
public sealed record PublishedRun(Guid Id, string Kind, Instant PublishedAt);

/// <param name="Key">TOTAL, a programme's or sub-fund's code, or a year.</param>
/// <param name="Title">In the reader's language.</param>
/// <param name="Support">Null where the group has no supported transactions.</param>
public sealed record LeverageGroup(
    string Key, string Title, IReadOnlyList<LeverageFigure> Figures, SupportOutcome? Support);

/// <summary>Sums over the group's supported transactions.</summary>
public sealed record SupportOutcome
{
    public required long Transactions { get; init; }

    public required string Currency { get; init; }

    public required Int128 PublicFundsMinor { get; init; }

    public required Int128 LoanOrInvestmentMinor { get; init; }

    public required Int128 ConcurrentPrivateMinor { get; init; }

    public required Int128 SubsequentPrivateMinor { get; init; }

    /// <summary>Loans or investments plus concurrent plus subsequent private financing.</summary>
    public Int128 NewFinancingMinor => LoanOrInvestmentMinor + ConcurrentPrivateMinor + SubsequentPrivateMinor;

    public required decimal JobsCreated { get; init; }

    public required decimal JobsRetained { get; init; }
}

/// <summary>One definition of one group.</summary>
public sealed record LeverageFigure
{
    /// <summary>All that is said of the definition, in the reader's language.</summary>
    public required MetricDefinition Definition { get; init; }

    public string Key => Definition.Metric.Key;

    public int Revision => Definition.Revision;

    /// <summary>In the reader's language.</summary>
    public string Title => Definition.Title;

    /// <summary>RATIO, RATE_PER_YEAR or COUNT.</summary>
    public string Unit => Definition.Metric.Unit.Key();

    /// <summary>Clause, paper or standard the definition follows, in the reader's language.</summary>
    public string Source => Said.In(Definition.Language, Definition.Metric.Source);

    /// <summary>False: its text, or that of the mapping of classes it reads, was not seen word for word.</summary>
    public required bool IsVerified { get; init; }

    /// <summary>Half-even to ten decimals; null when absent.</summary>
    public required decimal? Value { get; init; }

    /// <summary>Exact, minor units of <see cref="Currency"/>; null for counts, rates, products and what is unknown.</summary>
    public required Int128? NumeratorMinor { get; init; }

    public required Int128? DenominatorMinor { get; init; }

    /// <summary>The count itself, for counts; else null.</summary>
    public required decimal? Count { get; init; }

    /// <summary>Of numerator and denominator; null for counts.</summary>
    public required string? Currency { get; init; }

    /// <summary>commitment-date, transaction-date, as-of; none for counts.</summary>
    public required string FxBasis { get; init; }

    /// <summary>Method and version by which investors were counted as private, OECD@1; null where none was read.</summary>
    public required string? Mapping { get; init; }

    /// <summary>OK, PARTIAL, the solver's word, or the code of why it is absent.</summary>
    public required string Status { get; init; }

    /// <summary>Why there is no value, or what it leaves out, in the reader's language; null when neither.</summary>
    public required string? AbsentWhy { get; init; }

    /// <summary>Sub-funds in the figure, of <see cref="Funds"/> in the group; of a figure over supported transactions these.</summary>
    public required int Covered { get; init; }

    public required int Funds { get; init; }

    /// <summary>Codes of sub-funds left out, each with the code of why.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Of how many financing rounds it is; null where it leaves out no rounds.</summary>
    public required FigureRounds? Rounds { get; init; }

    /// <summary>How it becomes the figure of the definition asked for; null when none was asked for, or there is no way.</summary>
    public required FigureBridge? Bridge { get; init; }

    /// <summary>Why there is no bridge to the definition asked for; null where there is one, or none was asked for.</summary>
    public BridgeRefusal? NoBridge { get; init; }

    /// <summary>For what a reader asks next; null where the figure was read from a published run because nothing of that kind was asked.</summary>
    public required FigureContext? Context { get; init; }

    /// <summary>What it is to reach; null where none was set, or none was asked for.</summary>
    public required TargetCard? Target { get; init; }

    /// <summary>Oldest net asset value used; null when none was.</summary>
    public required LocalDate? NavAsOf { get; init; }

    public required int? NavStaleDays { get; init; }

    /// <summary>What a reader must be told beside the value.</summary>
    public required IReadOnlyList<FigureFlag> Flags { get; init; }

    /// <summary>All rates of return where there are several, rising; else empty.</summary>
    public required IReadOnlyList<decimal> Roots { get; init; }

    /// <summary>The distinct exchange rates used; empty where nothing was converted, and where the figure was read from a published run.</summary>
    public required IReadOnlyList<FxQuote> Rates { get; init; }

    /// <summary>The same rates in a line for each currency, series and source.</summary>
    public required IReadOnlyList<RateSpan> RateSpans { get; init; }

    /// <summary>Taken from the published run, not computed for this report.</summary>
    public required bool IsPublished { get; init; }

    /// <summary>Half-even to so many decimals, or as many as it has of its own, for reading; null when absent, and for a rate of return over less than a year.</summary>
    public decimal? Shown(int? places) => ForReading.Of(places);

    internal ShownFigure ForReading => new(Value, Flags, Unit, Currency)
    {
        Terms = NumeratorMinor is { } above && DenominatorMinor is { } below ? (above, below) : null,
    };

    /// <summary>"11 of 12".</summary>
    public string Coverage => $"{Covered} of {Funds}";
}

/// <summary>Why a figure cannot be led over to another.</summary>
/// <param name="Code">UNITS_DIFFER, NO_SUM_OF_ROWS, CURRENCIES_DIFFER, FIGURE_ABSENT.</param>
/// <param name="Message">In the reader's language.</param>
public sealed record BridgeRefusal(string Code, string Message);
