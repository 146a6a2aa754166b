using CsCheck;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// Every figure of the catalogue down to its rows, on random portfolios. What the rows must come to is the figure's own exact terms, and of a
/// rate of return nothing at all: its discounted flows are zero (GIPS 2020; here by plain arithmetic of this test).
/// </summary>
public class ExplanationPropertyTests
{
    private const int Portfolios = 180;

    [Fact]
    public void Inputs_and_steps_of_every_metric_sum_to_its_figure()
    {
        var explained = MetricCatalog.All.ToDictionary(metric => metric.Key, _ => 0);
        // Until nothing is passed over in silence: every metric explained often, but for those nobody records the facts of.
        for (var batch = 0; batch == 0 || explained.Any(of => of.Value < 40 && !RandomPortfolioTests.Unmeasured.Contains(of.Key)); batch++)
        {
            Assert.True(batch < 10, $"hardly ever a figure: {string.Join(", ", explained.Where(of => of.Value < 40).Select(of => $"{of.Key} {of.Value}"))}");
            RandomPortfolio.Any.Sample(portfolio => ExplainsAll(portfolio, explained), iter: Portfolios);
        }
    }

    private static void ExplainsAll(RandomPortfolio portfolio, Dictionary<string, int> explained)
    {
        foreach (var (name, history) in portfolio.Subjects(portfolio.AsOf, Ever))
        {
            foreach (var metric in RandomPortfolio.MetricsOf(history))
            {
                var measure = metric.Compute(history);
                if (measure.Value is not null)
                {
                    Explains(metric, measure, $"{metric.Key} of {name} of {portfolio}");
                    Interlocked.Increment(ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(explained, metric.Key));
                }
            }
        }
    }

    private static void Explains(Metric metric, Measure measure, string what)
    {
        // Of an amount that is exactly nothing there is no row.
        Assert.True(measure.Trail.Count > 0 || measure.Numerator == 0, what);
        var (above, below) = (Sum(measure.Trail.Select(row => row.NumeratorMinor)), Sum(measure.Trail.Select(row => row.DenominatorMinor)));
        Assert.True(Sum(measure.Parts.Select(part => part.NumeratorMinor)) == above, what);
        Assert.True(Sum(measure.Parts.Select(part => part.DenominatorMinor)) == below, what);
        if (metric.Unit == MetricUnit.RatePerYear)
        {
            Assert.True(measure.Numerator is null, what);
            Assert.True(measure.Trail.All(row => row.DenominatorMinor == 0), what); // Each row is the flow itself, with its sign.
            foreach (var root in measure.Roots)
            {
                VanishesAt(measure, root, what);
            }
        }
        else
        {
            Assert.True(measure.Numerator == above, what);
            Assert.True((measure.Denominator ?? 0) == below, what);
        }
    }

    /// <summary>The discounted flows come to zero against what they come to without signs.</summary>
    private static void VanishesAt(Measure measure, decimal rate, string what)
    {
        if (rate == -1)
        {
            return; // A total loss: nothing came back, and no discounting is defined.
        }

        var flows = Discounting.Grown(measure, rate);
        // A rate is given to ten decimals: near a total loss half a unit of the last one still moves what long growth comes to.
        var tolerance = 1e-6 + (flows.Max(flow => flow.Years) * 0.5e-10 / (1 + (double)rate));
        Assert.True(Math.Abs(flows.Sum(flow => flow.Minor)) <= tolerance * flows.Sum(flow => Math.Abs(flow.Minor)), $"{what}: {flows.Sum(flow => flow.Minor)} of {flows.Sum(flow => Math.Abs(flow.Minor))} at {rate}");
    }

    private static Int128 Sum(IEnumerable<Int128> values) => values.Aggregate(Int128.Zero, (sum, value) => sum + value);
}
