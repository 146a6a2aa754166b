using System.Runtime.InteropServices;

namespace VenturePortfolio.Server;

/// <summary>
/// Whether the classes of investors sum to the whole portfolio: of leverage each has its part of the numerator over the whole denominator (decision 39), of
/// figures of investors both terms are its own.
/// </summary>
internal sealed class NightClassTotals(PortfolioFacts facts)
{
    private readonly Currency currency = LeverageGroups.Common(facts.Funds);
    private readonly Dictionary<Metric, Terms> wholes = [];
    private readonly Dictionary<Metric, List<Terms>> parts = [];

    internal void Take(LeverageGroupBy by, Figure figure)
    {
        if (by == LeverageGroupBy.Total)
        {
            wholes[figure.Metric] = Terms.Of(figure);
        }
        else if (by == LeverageGroupBy.InvestorClass)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(parts, figure.Metric, out _);
            (known ??= []).Add(Terms.Of(figure));
        }
    }

    /// <returns>How many sums were asked for.</returns>
    /// <exception cref="InvariantBrokenException">Names the first that is not the whole.</exception>
    internal int Check()
    {
        var asked = 0;
        foreach (var (metric, whole) in wholes)
        {
            // Where a class leaves out another fund, for a rate that only it needs, it is a part of something else.
            if (!parts.TryGetValue(metric, out var told) || told.Exists(part => part.LeftOut != whole.LeftOut || part.IsUnknown) || whole.IsUnknown || !IsExact(metric))
            {
                continue;
            }

            asked++;
            NightInvariants.MustBe($"GROUP_TOTALS: {metric.Key} by INVESTOR_CLASS", whole.Numerator, Sum(told, part => part.Numerator));
            if (metric.IsOfInvestors)
            {
                NightInvariants.MustBe($"GROUP_TOTALS: {metric.Key} by INVESTOR_CLASS, denominator", whole.Denominator, Sum(told, part => part.Denominator));
            }
            else
            {
                told.ForEach(part => NightInvariants.MustBe($"GROUP_TOTALS: {metric.Key} of one class, denominator", whole.Denominator, part.Denominator));
            }
        }

        return asked;
    }

    /// <summary>A net asset value in another currency is exchanged class by class, which may be a cent apart from the whole.</summary>
    private bool IsExact(Metric metric) => metric.IsByClass || metric == PaidInToCommitted.Metric || metric == DistributionsToPaidIn.Metric
        || facts.Funds.All(fund => fund.History.Nav is not { } nav || nav.Amount.Currency == currency);

    private static Int128 Sum(List<Terms> parts, Func<Terms, Int128> term) => parts.Aggregate(Int128.Zero, (sum, part) => sum + term(part));

    /// <param name="LeftOut">Codes of the funds, each with why.</param>
    private sealed record Terms(Int128 Numerator, Int128 Denominator, string LeftOut, bool IsUnknown)
    {
        internal static Terms Of(Figure figure) => new(
            figure.Measure.Numerator ?? 0, figure.Measure.Denominator ?? 0, string.Join(' ', figure.LeftOut.Select(left => left.Shown)), Figure.IsUnknown(figure.Measure));
    }
}
