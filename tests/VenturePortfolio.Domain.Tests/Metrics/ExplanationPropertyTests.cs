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
        RandomPortfolio.Any.Sample(
            portfolio =>
            {
                foreach (var (name, history) in portfolio.Subjects(portfolio.AsOf, Ever))
                {
                    foreach (var metric in RandomPortfolio.MetricsOf(history))
                    {
                        var measure = metric.Compute(history);
                        if (measure.Value is null)
                        {
                            continue;
                        }

                        Explains(metric, measure, $"{metric.Key} of {name} of {portfolio}");
                        Interlocked.Increment(ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(explained, metric.Key));
                    }
                }
            },
            iter: Portfolios);

        // Nothing is passed over in silence: every metric was explained often, but for those nobody records the facts of.
        Assert.DoesNotContain(explained, of => of.Value < 40 && !RandomPortfolioTests.Unmeasured.Contains(of.Key));
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

    /// <summary>The discounted flows come to zero against what they come to without signs; direct alpha shows calls below the line.</summary>
    private static void VanishesAt(Measure measure, decimal rate, string what)
    {
        if (rate == -1)
        {
            return; // A total loss: nothing came back, and no discounting is defined.
        }

        var last = measure.Trail.Max(row => row.CountedOn);
        var flows = measure.Trail.GroupBy(row => row.CountedOn)
            .Select(day => (Days: NodaTime.Period.DaysBetween(day.Key, last), Minor: (double)Sum(day.Select(row => row.NumeratorMinor - row.DenominatorMinor)))).ToList();
        var grown = flows.Select(flow => flow.Minor * Math.Exp(flow.Days / 365.0 * Math.Log(1 + (double)rate))).ToList();
        // A rate is given to ten decimals: near a total loss half a unit of the last one still moves what long growth comes to.
        var tolerance = 1e-6 + (flows.Max(flow => flow.Days) / 365.0 * 0.5e-10 / (1 + (double)rate));
        Assert.True(Math.Abs(grown.Sum()) <= tolerance * grown.Sum(Math.Abs), $"{what}: {grown.Sum()} of {grown.Sum(Math.Abs)} at {rate}");
    }

    private static Int128 Sum(IEnumerable<Int128> values) => values.Aggregate(Int128.Zero, (sum, value) => sum + value);
}
