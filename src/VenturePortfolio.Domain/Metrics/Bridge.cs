namespace VenturePortfolio;

/// <summary>Which of a ratio's two terms a step of a bridge changes.</summary>
public enum BridgeTerm
{
    Numerator,

    Denominator,
}

/// <summary>One kind of money that two definitions count differently, and what that does to the figure.</summary>
/// <param name="Part">Key of the <see cref="MeasurePart"/>.</param>
/// <param name="FromMinor">Counted by the first definition, in minor units of the report currency.</param>
/// <param name="ToMinor">Counted by the second.</param>
/// <param name="Effect">On the figure, with the ten decimals of a figure.</param>
public sealed record BridgeStep(string Part, BridgeTerm Term, Int128 FromMinor, Int128 ToMinor, decimal Effect);

/// <summary>
/// How one definition's figure becomes another's: the steps add up to the difference of the two presented values
/// exactly, because each is the difference of two rounded values and the rounded values telescope.
/// </summary>
/// <param name="From">Where the steps start.</param>
/// <param name="To">Where they end.</param>
public sealed record MetricBridge(decimal From, decimal To, IReadOnlyList<BridgeStep> Steps)
{
    /// <summary>
    /// Between two ratios of sums, or two amounts, of money in one currency, computed of histories that keep their trail.
    /// Absent: FIGURE_ABSENT, UNITS_DIFFER, NO_SUM_OF_ROWS, CURRENCIES_DIFFER.
    /// </summary>
    public static OrAbsent<MetricBridge> Between(Measure from, Measure to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (Refused(from, to) is { } refused)
        {
            return refused;
        }

        // An amount is told in major units: its denominator is the same in every step.
        var (numerator, denominator, value) = (from.Numerator!.Value, from.Denominator ?? MinorPerMajor(from.Currency!.Value), from.Value!.Value);
        var steps = new List<BridgeStep>();
        foreach (var (part, before, after) in Changes(from, to, part => part.NumeratorMinor))
        {
            numerator += after - before;
            Step(part, BridgeTerm.Numerator, before, after);
        }

        foreach (var (part, before, after) in Changes(from, to, part => part.DenominatorMinor))
        {
            denominator += after - before;
            Step(part, BridgeTerm.Denominator, before, after);
        }

        return new MetricBridge(from.Value!.Value, to.Value!.Value, steps);

        void Step(string part, BridgeTerm term, Int128 before, Int128 after)
        {
            var next = HalfEven.Divide(numerator, denominator, Tally.Places) ?? value;
            steps.Add(new BridgeStep(part, term, before, after, next - value));
            value = next;
        }
    }

    /// <summary>What grows comes first, so that a denominator is positive at every step.</summary>
    private static IEnumerable<(string Part, Int128 Before, Int128 After)> Changes(
        Measure from, Measure to, Func<MeasurePart, Int128> term)
    {
        var before = from.Parts.ToDictionary(part => part.Key, term, StringComparer.Ordinal);
        var after = to.Parts.ToDictionary(part => part.Key, term, StringComparer.Ordinal);
        return before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Select(key => (Part: key, Before: before.GetValueOrDefault(key), After: after.GetValueOrDefault(key)))
            .Where(change => change.Before != change.After)
            .OrderByDescending(change => change.After > change.Before).ThenBy(change => change.Part, StringComparer.Ordinal);
    }

    private static Absent? Refused(Measure from, Measure to) => (from, to) switch
    {
        ({ Value: null }, _) or (_, { Value: null }) => new(AbsentCode.FigureAbsent, "one of the two figures is absent"),
        _ when !IsSumOfParts(from) || !IsSumOfParts(to) => new(AbsentCode.NoSumOfRows, "one of the two figures is no sum of rows, nor a ratio of such sums"),
        _ when from.Denominator is null != to.Denominator is null => new(AbsentCode.UnitsDiffer, "one is a ratio, the other an amount"),
        _ when from.Currency != to.Currency => new(AbsentCode.CurrenciesDiffer, $"one is in {from.Currency}, the other in {to.Currency}"),
        _ => null,
    };

    private static Int128 MinorPerMajor(Currency currency) => (Int128)System.Numerics.BigInteger.Pow(10, currency.MinorDigits);

    private static bool IsSumOfParts(Measure measure) =>
        measure is { Numerator: { } numerator, Currency: not null }
        && measure.Parts.Aggregate((Int128)0, (sum, part) => sum + part.NumeratorMinor) == numerator
        && measure.Parts.Aggregate((Int128)0, (sum, part) => sum + part.DenominatorMinor) == (measure.Denominator ?? 0);
}
