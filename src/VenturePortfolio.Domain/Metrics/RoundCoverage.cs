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
        : new(MeasureOutcome.Partial, $"covers {Counted} of {All} financing rounds, of the others it is not told who took part");
}

/// <param name="Why">ROUND_UNDISCLOSED: nobody told who took part beside our sub-funds. CLASS_UNDISCLOSED: the method does not place the class of a participant.</param>
public sealed record RoundLeftOut(FinancingRoundId Round, string Why);
