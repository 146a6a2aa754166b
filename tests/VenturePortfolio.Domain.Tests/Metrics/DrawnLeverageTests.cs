using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// By hand: guidance pledged 200 and paid 100, others pledged 800 and paid 200, 240 went to companies, 20 to the
/// manager.
/// </summary>
public class DrawnLeverageTests
{
    private static FundBuilder HalfDrawn() => Fund(Currency.Cny)
        .Commits(Guidance, 200, On(2024, 1, 1)).Commits(HongKongPrivate, 800, On(2024, 1, 1))
        .Calls(100, On(2024, 2, 1), Guidance).Calls(200, On(2024, 3, 1), HongKongPrivate)
        .Invests(240, On(2024, 4, 1))
        .Flow(CashFlowKind.ManagementFee, 20, On(2024, 4, 1), null);

    [Theory]
    [InlineData("LV-6", "3")]
    [InlineData("LV-6-PARITY", "0.2")]
    [InlineData("LV-7", "2.4")]
    [InlineData("PIC", "0.3")]
    public void Money_used_is_measured_apart_from_money_announced(string key, string value) =>
        Assert.Equal(Oracle.Number(value), Compute(key, HalfDrawn()).Value);

    [Fact]
    public void A_withdrawal_lowers_the_fund_from_its_own_date()
    {
        var fund = HalfDrawn().Commits(HongKongPrivate, 300, On(2025, 1, 1), kind: CommitmentKind.Reduction);

        Assert.Equal(3.5m, Compute("LV-1", fund).Value);
        Assert.Equal(5m, MetricCatalog.Of("LV-1")
            .Compute(Pool(On(2024, 12, 31), FxTable.Empty, null, Currency.Cny, fund)).Value);
    }

    [Fact]
    public void A_pool_is_a_ratio_of_sums()
    {
        var small = Fund(Currency.Cny).Commits(Guidance, 10, On(2024, 1, 1))
            .Commits(HongKongPrivate, 90, On(2024, 1, 1));

        // (1000 + 100) / (200 + 10), not the mean of 5 and 10.
        Assert.Equal(5.2380952381m, MetricCatalog.Of("LV-1")
            .Compute(Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny, HalfDrawn(), small)).Value);
    }

    [Fact]
    public void The_trail_adds_up_to_the_exact_terms()
    {
        var sums = MetricCatalog.For(MetricSubject.SubFund).Where(metric => metric.Key is not "LV-6-PARITY");
        foreach (var metric in sums)
        {
            var measure = metric.Compute(Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny,
                HalfDrawn().Distributes(50, On(2025, 1, 1), Guidance).ReportsNav(280, On(2025, 12, 31))));
            if (measure.Numerator is null)
            {
                continue;
            }

            Assert.Equal(measure.Numerator, Sum(measure.Trail, row => row.NumeratorMinor));
            Assert.Equal(measure.Denominator ?? 0, Sum(measure.Trail, row => row.DenominatorMinor));
        }
    }

    [Fact]
    public void A_history_without_trail_gives_the_same_figure()
    {
        var with = Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny, HalfDrawn());
        var without = new PortfolioHistory
        {
            AsOf = with.AsOf, Funds = with.Funds, ReportCurrency = with.ReportCurrency, Fx = with.Fx,
            KeepsTrail = false,
        };

        Assert.Empty(MetricCatalog.Of("LV-6").Compute(without).Trail);
        Assert.Equal(3m, MetricCatalog.Of("LV-6").Compute(without).Value);
    }

    [Fact]
    public void Funds_of_one_pool_are_cut_alike()
    {
        var early = HalfDrawn().Cut(On(2025, 1, 1));
        var late = HalfDrawn().Cut(On(2026, 1, 1));
        var other = HalfDrawn().Cut(On(2026, 1, 1), Noon(On(2026, 1, 1)));

        Assert.Throws<ArgumentException>(() => Of(late, other));
        Assert.Throws<InvalidOperationException>(() => MetricCatalog.Of("LV-1").Compute(Of(early, late)));
    }

    private static PortfolioHistory Of(params FundHistory[] funds) => new()
    {
        AsOf = On(2026, 1, 1), Funds = funds, ReportCurrency = Currency.Cny, Fx = FxTable.Empty,
    };

    private static Int128 Sum(IEnumerable<TrailRow> trail, Func<TrailRow, Int128> part) =>
        trail.Aggregate((Int128)0, (sum, row) => sum + part(row));

    private static Measure Compute(string key, FundBuilder fund) =>
        MetricCatalog.Of(key).Compute(Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny, fund));
}
