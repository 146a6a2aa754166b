using CsCheck;
using NodaTime;
using Xunit;

namespace VenturePortfolio.Domain.Tests;

public class XirrPropertyTests
{
    private static readonly LocalDate Start = new(2000, 1, 1);

    private static readonly Gen<XirrFlow[]> AnyFlows =
        Gen.Select(Gen.Int[0, 4000], Gen.Long[-1_000_000, 1_000_000],
            (day, minor) => new XirrFlow(Start.PlusDays(day), minor)).Array[0, 40];

    /// <summary>Money goes in, then comes out: one change of sign, hence one rate (Descartes).</summary>
    private static readonly Gen<XirrFlow[]> Conventional =
        Gen.Select(
            Gen.Select(Gen.Int[0, 1500], Gen.Long[1, 1_000_000]).Array[1, 6],
            Gen.Select(Gen.Int[1501, 5000], Gen.Long[1, 3_000_000]).Array[1, 6],
            (paid, back) => new[]
            {
                paid.Select(row => new XirrFlow(Start.PlusDays(row.Item1), -row.Item2)), back.Select(row => new XirrFlow(Start.PlusDays(row.Item1), row.Item2)),
            }.SelectMany(flows => flows).ToArray());

    [Fact]
    public void Conventional_rates_are_those_of_a_bisection_in_whole_numbers_of_50_digits()
    {
        var skipped = 0;
        Conventional.Sample(
            flows =>
            {
                var result = Xirr.Solve(flows, null);

                Assert.Equal(1, result.SignChanges);
                if (BigRate.Of(flows) is not { } exact)
                {
                    Interlocked.Increment(ref skipped);
                    return;
                }

                Assert.Equal(XirrStatus.Ok, result.Status);
                Assert.True(Math.Abs((double)result.Rate!.Value - exact) <= 1e-9 * Math.Max(1, Math.Abs(exact)), $"{result.Rate} is not {exact:R}");
            },
            iter: 10_000);

        // Rates below -99.99 % or above 1,000,000 %, which the bisection does not reach.
        Assert.True(skipped <= 100, $"{skipped} of 10,000 not compared");
    }

    [Fact]
    public void Order_of_flows_never_matters() =>
        AnyFlows.SelectMany(flows => Gen.Shuffle(flows).Select(shuffled => (flows, shuffled)))
            .Sample((flows, shuffled) => Same(Xirr.Solve(flows, null), Xirr.Solve(shuffled, null)));

    [Fact]
    public void Splitting_a_flow_over_one_day_never_matters() =>
        AnyFlows.Sample(flows =>
        {
            XirrFlow[] split = [.. flows.SelectMany(flow => new[]
            {
                flow with { Minor = flow.Minor - 77 }, flow with { Minor = 77 },
            })];

            Same(Xirr.Solve(flows, null), Xirr.Solve(split, null));
        });

    [Fact]
    public void A_stated_value_is_one_more_flow_at_its_date() =>
        Gen.Select(AnyFlows, Gen.Long[1, 1_000_000]).Sample((flows, nav) =>
        {
            var on = Start.PlusDays(4001);

            Same(Xirr.Solve(flows.Append(new XirrFlow(on, nav)), null), Xirr.Solve(flows, new TerminalValue(on, nav)));
        });

    [Fact]
    public void No_crossing_of_a_fine_grid_is_missed_and_no_root_is_invented() =>
        AnyFlows.Sample(flows =>
        {
            var result = Xirr.Solve(flows, null);
            if (result.SignChanges == 0)
            {
                return;
            }

            Assert.NotEqual(XirrStatus.NotConverged, result.Status);
            Assert.True(result.Roots.Count <= result.SignChanges);
            double? before = null;
            for (var x = -3.0; x <= 3.0; x += 0.004)
            {
                var value = PresentValue(flows, x);
                if (before * value < 0)
                {
                    Assert.Contains(result.Roots, root => Near(Math.Log(1 + (double)root), x - 0.002, 0.003));
                }

                before = value;
            }

            // On both sides of a root that is not touched only, f has other signs.
            if (result.Status is XirrStatus.Ok or XirrStatus.Multiple)
            {
                Assert.All(result.Roots.Where(root => root is > -0.9m and < 10m), root =>
                {
                    var x = Math.Log(1 + (double)root);
                    var size = flows.Sum(flow => Math.Abs((double)flow.Minor) * Math.Exp(-Years(flow) * x));
                    Assert.InRange(PresentValue(flows, x) / size, -1e-6, 1e-6);
                });
            }
        },
        iter: 2_000);

    [Fact]
    public void Every_root_of_a_product_of_known_factors_is_found() =>
        Gen.Int[0, 8].HashSet[1, 5].Sample(steps =>
        {
            // From -50 % to +190 % in steps of 30 points: five roots a tenth apart exceed what doubles can tell.
            var tenths = steps.Select(step => 5 + (3 * step)).ToList();

            var result = Xirr.Solve(Product(tenths), null);

            Assert.Equal(tenths.Count > 1 ? XirrStatus.Multiple : XirrStatus.Ok, result.Status);
            var expected = tenths.Order().Select(ten => (ten / 10m) - 1).ToArray();
            Assert.Equal(expected.Length, result.Roots.Count);
            Assert.All(expected.Zip(result.Roots), pair => Assert.InRange(pair.Second - pair.First, -1e-7m, 1e-7m));
        },
        iter: 2_000);

    [Fact]
    public void A_double_root_is_found_once_and_flagged() =>
        Gen.Int[5, 30].Sample(ten =>
        {
            var result = Xirr.Solve(Product([ten, ten]), null);

            Assert.Equal(XirrStatus.DoubleRoot, result.Status);
            Assert.InRange(result.Rate!.Value - ((ten / 10m) - 1), -1e-9m, 1e-9m);
        });

    /// <summary>Yearly flows whose present value is the product of (10 q - n) with q = 1 + r.</summary>
    private static XirrFlow[] Product(IEnumerable<int> tenths)
    {
        long[] coefficients = [1];
        foreach (var ten in tenths)
        {
            var next = new long[coefficients.Length + 1];
            for (var i = 0; i < coefficients.Length; i++)
            {
                next[i] += 10 * coefficients[i];
                next[i + 1] -= ten * coefficients[i];
            }

            coefficients = next;
        }

        return [.. coefficients.Select((minor, year) => new XirrFlow(Start.PlusDays(365 * year), minor))];
    }

    private static double PresentValue(XirrFlow[] flows, double x) =>
        flows.Sum(flow => (double)flow.Minor * Math.Exp(-Years(flow) * x));

    private static double Years(XirrFlow flow) => Period.DaysBetween(Start, flow.On) / 365.0;

    private static bool Near(double value, double centre, double distance) => Math.Abs(value - centre) <= distance;

    private static void Same(XirrResult left, XirrResult right)
    {
        Assert.Equal((left.Status, left.Rate, left.SignChanges), (right.Status, right.Rate, right.SignChanges));
        Assert.Equal(left.Roots, right.Roots);
    }
}
