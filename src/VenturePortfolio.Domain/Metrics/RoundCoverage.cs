namespace VenturePortfolio;

/// <summary>Of how many financing rounds a figure is, where a round of which too little is told is left out, and not the fund.</summary>
/// <param name="Counted">Rounds in the figure, each once.</param>
/// <param name="LeftOut">The others, by date.</param>
public sealed record RoundCoverage(int Counted, IReadOnlyList<RoundLeftOut> LeftOut)
{
    /// <summary>So many of those left out are named; how many there are is always told.</summary>
    public const int NamedMax = 100;

    public int All => Counted + LeftOut.Count;

    /// <summary>PARTIAL with the words for readers; null where nothing is left out.</summary>
    internal MeasureOutcome? Outcome => LeftOut.Count == 0 ? null
        : new(MeasureOutcome.Partial, LeftOut.Any(round => round.Why == AbsentCode.RoundUnrecorded)
            ? $"covers {Counted} of {All} financing rounds, of the others too little is on record"
            : $"covers {Counted} of {All} financing rounds, of the others it is not told who took part");

    /// <summary>The measure with what it covers; null and no word of it where it leaves out no rounds.</summary>
    internal static Measure On(Measure measure, int counted, IEnumerable<RoundLeftOut> leftOut) =>
        new RoundCoverage(counted, [.. leftOut]) is var coverage && coverage.LeftOut.Count == 0
            ? measure
            : measure with { Rounds = coverage, Outcome = measure.Value is null ? measure.Outcome : coverage.Outcome };

    /// <summary>The rounds that investments name and that are not on record, by the day of the first of these: what they came to is not known.</summary>
    internal static IEnumerable<RoundLeftOut> Unrecorded(PortfolioHistory history) => history.Funds.Where(fund => fund.NamesUnknownRound)
        .SelectMany(fund => fund.Investments.Where(row => row.Round is not null && fund.RoundOf(row) is null))
        .GroupBy(row => row.Round!.Value).OrderBy(rows => rows.Min(row => row.EffectiveOn)).ThenBy(rows => rows.Key.Value)
        .Select(rows => new RoundLeftOut(rows.Key, AbsentCode.RoundUnrecorded));
}

/// <param name="Why">ROUND_UNRECORDED: an investment names it, and the round itself is not on record. ROUND_UNDISCLOSED: nobody told who took part beside our sub-funds. CLASS_UNDISCLOSED: the method does not place the class of a participant.</param>
public sealed record RoundLeftOut(FinancingRoundId Round, string Why);
