using CsCheck;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

public class BridgeTests
{
    private static readonly InvestorClass StateOwned = new("STATE_OWNED_ENTERPRISE", false, false, null, true);

    private static readonly InvestorClass[] Classes = [Guidance, LocalGovernment, StateOwned, HongKongPrivate, HongKongPublic, MainlandPrivate];

    private static readonly Gen<PortfolioHistory> AnyPool =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[1, 1_000_000_00]).Array[1, 30].Select(rows =>
        {
            var closed = On(2020, 1, 1);
            var fund = rows.Aggregate(
                Fund(Currency.Cny).Commits(Guidance, 7_777.77m, closed).Calls(333.33m, closed, Guidance).ReportsNav(1_000_000, On(2020, 12, 31)),
                (fund, row) => row.Item1 switch
                {
                    0 or 1 => fund.Commits(Classes[row.Item2], row.Item3 / 100m, closed),
                    2 => fund.Calls(row.Item3 / 100m, closed, Classes[row.Item2]),
                    _ => fund.Invests(row.Item3 / 100m, closed),
                });
            return Pool(On(2020, 12, 31), FxTable.Empty, null, Currency.Cny, fund);
        });

    [Fact]
    public void Every_bridge_between_two_definitions_of_any_pool_sums_to_the_difference_exactly() => AnyPool.Sample(history =>
    {
        var ratios = MetricCatalog.For(MetricSubject.SubFund)
            .Where(metric => metric.Unit == MetricUnit.Ratio && metric != DrawParityGap.Metric)
            .Select(metric => metric.Compute(history)).Where(measure => measure.Value is not null).ToList();
        Assert.True(ratios.Count >= 12);
        var amounts = new[] { "LV-5", "OECD_MPF_CIV", "MDB_PIM" }.Select(key => MetricCatalog.Of(key).Compute(history)).Where(measure => measure.Value is not null).ToList();
        foreach (var (from, to) in amounts.SelectMany(from => amounts.Select(to => (from, to))))
        {
            Assert.Equal(to.Value - from.Value, MetricBridge.Between(from, to).Value.Steps.Sum(step => step.Effect));
        }

        foreach (var from in ratios)
        {
            foreach (var to in ratios)
            {
                var bridge = MetricBridge.Between(from, to).Value;
                Assert.Equal(to.Value - from.Value, bridge.Steps.Sum(step => step.Effect));
            }
        }
    });

    [Fact]
    public void Two_schools_differ_by_the_state_owned_money_in_both_terms()
    {
        // domain.md 3.4, T-LEV-1 in yuan only: private 160, official 550; state-owned 200 changes sides.
        var closed = On(2021, 12, 31);
        var fund = Fund(Currency.Cny).Commits(Guidance, 200, closed).Commits(LocalGovernment, 150, closed)
            .Commits(StateOwned, 200, closed).Commits(MainlandPrivate, 160, closed);
        var history = Pool(closed, FxTable.Empty, null, Currency.Cny, fund);

        var bridge = MetricBridge.Between(PrivateMobilisation.Oecd.Compute(history), PrivateMobilisation.Mdb.Compute(history)).Value;

        // 160/550, then 360/550, then 360/350.
        Assert.Equal(
            [
                new BridgeStep("COMMITMENT/STATE_OWNED_ENTERPRISE", BridgeTerm.Numerator, 0, 200_00, 0.3636363636m),
                new BridgeStep("COMMITMENT/STATE_OWNED_ENTERPRISE", BridgeTerm.Denominator, 200_00, 0, 0.3740259741m),
            ],
            bridge.Steps);
    }

    [Fact]
    public void From_loans_to_all_new_financing_it_is_the_private_money()
    {
        // US Treasury, SSBCI transactions 2010-2017: 7,370,901,960.26; 963,813,132.28; 2,405,910,372.22; public 1,159,318,195.79.
        var history = new PortfolioHistory
        {
            AsOf = On(2017, 12, 31), ReportCurrency = Currency.Usd, Fx = FxTable.Empty,
            Support = new SupportTotals
            {
                Currency = Currency.Usd, PublicFundsMinor = 115_931_819_579, LoanOrInvestmentMinor = 737_090_196_026,
                ConcurrentPrivateMinor = 96_381_313_228, SubsequentPrivateMinor = 240_591_037_222, JobsCreatedE4 = 0, JobsRetainedE4 = 0,
            },
        };

        var bridge = MetricBridge.Between(UsSsbciLoanOrInvestment.Metric.Compute(history), UsSsbciNewFinancing.Metric.Compute(history)).Value;

        Assert.Equal(["CONCURRENT_PRIVATE", "SUBSEQUENT_PRIVATE"], bridge.Steps.Select(step => step.Part));
        Assert.Equal([0.83m, 2.08m], bridge.Steps.Select(step => decimal.Round(step.Effect, 2)));
        Assert.Equal(bridge.To - bridge.From, bridge.Steps.Sum(step => step.Effect));
    }

    [Fact]
    public void There_is_no_bridge_to_what_is_absent_or_no_ratio_of_sums()
    {
        var history = Pool(On(2020, 1, 1), FxTable.Empty, null, Currency.Cny, Fund(Currency.Cny).Commits(Guidance, 100, On(2020, 1, 1)));
        var size = FundSizeMultiple.Metric.Compute(history);

        Assert.Equal("FIGURE_ABSENT", Refusal(DrawnLeverage.Metric.Compute(history)));
        Assert.Equal("UNITS_DIFFER", Refusal(AttributedMobilisation.Metric.Compute(history)));
        Assert.Equal("NO_SUM_OF_ROWS", Refusal(NetIrr.Metric.Compute(Pool(On(2020, 1, 1), FxTable.Empty, null, Currency.Cny,
            Fund(Currency.Cny).Calls(100, On(2019, 1, 1), Guidance).ReportsNav(110, On(2020, 1, 1))))));
        Assert.Equal("CURRENCIES_DIFFER", Refusal(FundSizeMultiple.Metric.Compute(Pool(
            On(2020, 1, 1), FxTable.Empty, null, Currency.Hkd, Fund(Currency.Hkd).Commits(Guidance, 100, On(2020, 1, 1))))));
        Assert.Empty(MetricBridge.Between(size, size).Value.Steps);

        string? Refusal(Measure to) => MetricBridge.Between(size, to).Absent?.Why;
    }

    [Fact]
    public void Amounts_are_led_over_to_each_other_by_whose_money_is_attributed()
    {
        // In yuan: OECD attributes 160 x 200/550 to guidance money; the MDBs count the 200 of state-owned money as private: 360 x 200/350.
        var closed = On(2021, 12, 31);
        var history = Pool(closed, FxTable.Empty, null, Currency.Cny, Fund(Currency.Cny).Commits(Guidance, 200, closed)
            .Commits(LocalGovernment, 150, closed).Commits(StateOwned, 200, closed).Commits(MainlandPrivate, 160, closed));

        var bridge = MetricBridge.Between(MetricCatalog.Of("OECD_MPF_CIV").Compute(history), MetricCatalog.Of("MDB_PIM").Compute(history)).Value;

        Assert.Equal((58.18m, 205.71m), (bridge.From, bridge.To));
        Assert.Equal(
            [
                new BridgeStep("COMMITMENT/MAINLAND_PRIVATE", BridgeTerm.Numerator, 58_18, 91_43, 33.25m),
                new BridgeStep("COMMITMENT/STATE_OWNED_ENTERPRISE", BridgeTerm.Numerator, 0, 114_28, 114.28m),
            ],
            bridge.Steps);
    }
}
