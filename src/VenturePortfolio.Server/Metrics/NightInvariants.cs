namespace VenturePortfolio.Server;

/// <summary>Something that must hold of a night's figures does not: nothing is published.</summary>
public sealed class InvariantBrokenException : Exception
{
    public InvariantBrokenException()
        : this("an invariant is broken")
    {
    }

    /// <param name="message">Names what is broken, where, and both values.</param>
    public InvariantBrokenException(string message)
        : base(message)
    {
    }

    public InvariantBrokenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <param name="Checked">How many times it was asked; all held.</param>
public sealed record Invariant(string Name, int Checked);

/// <summary>What must hold before a night is published, beside the sums by SQL.</summary>
public static class NightInvariants
{
    /// <summary>Figures whose terms are sums over funds, so that a pool's are the sum of its funds'.</summary>
    private static readonly Metric[] Additive = [PaidInToCommitted.Metric, DistributionsToPaidIn.Metric, DealCoInvestment.Metric];

    /// <exception cref="InvariantBrokenException">Names the first that does not hold.</exception>
    public static IReadOnlyList<Invariant> Check(PortfolioFacts facts) => [GroupTotals(facts), Attributions(facts)];

    /// <summary>A programme's terms are the sum of its funds', each computed alone in the programme's currency.</summary>
    private static Invariant GroupTotals(PortfolioFacts facts)
    {
        var asked = 0;
        foreach (var (programme, pool) in Pools(facts))
        {
            foreach (var metric in Additive)
            {
                var whole = Measured(metric, pool, facts, keepsTrail: false);
                var parts = pool.Funds.Select(fund => Measured(metric, pool with { Funds = [fund] }, facts, keepsTrail: false)).ToList();
                if (whole.Numerator is not { } numerator || whole.Denominator is not { } denominator || parts.Exists(part => part.Numerator is null))
                {
                    continue;
                }

                asked++;
                MustBe($"GROUP_TOTALS: {metric.Key} of {programme.Code}", numerator, Sum(parts, part => part.Numerator));
                MustBe($"GROUP_TOTALS: {metric.Key} of {programme.Code}, denominator", denominator, Sum(parts, part => part.Denominator));
            }
        }

        return new("GROUP_TOTALS", asked);
    }

    /// <summary>What is attributed row by row sums to what is attributed.</summary>
    private static Invariant Attributions(PortfolioFacts facts)
    {
        var asked = 0;
        foreach (var (programme, pool) in Pools(facts))
        {
            var measure = Measured(AttributedMobilisation.Metric, pool, facts, keepsTrail: true);
            if (measure is { Absent: null, Numerator: { } numerator })
            {
                asked++;
                MustBe($"ATTRIBUTION: {AttributedMobilisation.Metric.Key} of {programme.Code}", numerator,
                    measure.Trail.Aggregate(Int128.Zero, (sum, row) => sum + row.NumeratorMinor));
            }
        }

        return new("ATTRIBUTION", asked);
    }

    private static IEnumerable<(ProgrammeCard Programme, FigureSubject Pool)> Pools(PortfolioFacts facts) =>
        facts.Programmes.Select(programme => (programme, NightValues.OfProgramme(facts, programme))).Where(pool => pool.Item2.Funds.Count > 0);

    private static Measure Measured(Metric metric, FigureSubject subject, PortfolioFacts facts, bool keepsTrail) =>
        Figure.Measured(metric, subject, subject.Funds, facts, null, keepsTrail);

    private static Int128 Sum(IEnumerable<Measure> parts, Func<Measure, Int128?> term) =>
        parts.Aggregate(Int128.Zero, (sum, part) => sum + (term(part) ?? 0));

    private static void MustBe(string what, Int128 whole, Int128 parts)
    {
        if (whole != parts)
        {
            throw new InvariantBrokenException($"{what}: {whole} minor units as a whole, {parts} in parts; nothing is published.");
        }
    }
}
