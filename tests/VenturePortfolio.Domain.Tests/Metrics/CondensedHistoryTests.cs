using CsCheck;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>A night computes from condensed histories what reports compute from whole ones. Expected: the whole history's own figure.</summary>
public class CondensedHistoryTests
{
    [Fact]
    public void Every_figure_of_every_pool_is_the_same() => RandomPortfolio.Any.Sample(
        portfolio =>
        {
            var whole = portfolio.Cut(portfolio.AsOf, Ever);
            var (one, other) = (PoolOf(portfolio, whole), PoolOf(portfolio, [.. whole.Select(fund => fund.Condensed())]));
            foreach (var metric in RandomPortfolio.MetricsOf(one).Where(metric => metric.Subject == MetricSubject.SubFund))
            {
                Assert.Equal(Told(metric.Compute(one)), Told(metric.Compute(other)));
            }
        },
        iter: 300);

    [Fact]
    public void Every_figure_of_every_group_of_startups_is_the_same() => RandomPortfolio.Any.Sample(
        portfolio =>
        {
            var (whole, fx) = (portfolio.CutStartups(portfolio.AsOf, Ever), portfolio.Fx(Ever));
            foreach (var (one, other) in PoolsOf(whole).Zip(PoolsOf([.. whole.Select(startup => startup.Condensed(fx))])))
            {
                foreach (var metric in MetricCatalog.All.Where(metric => metric.Subject is MetricSubject.Incubator or MetricSubject.StartupOrIncubator))
                {
                    Assert.Equal(Told(metric.Compute(Of(one))), Told(metric.Compute(Of(other))));
                }
            }

            PortfolioHistory Of(StartupPool pool) => new()
            {
                AsOf = portfolio.AsOf, Funds = [], Startups = pool, ReportCurrency = Currency.Cny, Fx = fx, KeepsTrail = false,
            };
        },
        iter: 300);

    // Revenue is not kept of a condensed startup; that there was some is, or a night would say of a living one that nothing is known.
    [Fact]
    public void Of_a_condensed_startup_it_is_still_known_when_it_was_heard_of_last()
    {
        var facts = new StartupBuilder().Admitted(On(2020, 1, 1)).Stays(IncubationKind.Left, On(2020, 6, 30)).EarnsIn(2022, 1m).Facts;
        var whole = StartupHistory.Cut(facts, On(2024, 12, 31), Ever);

        Assert.Equal((On(2022, 12, 31), On(2022, 12, 31)), (whole.LastHeardOn, whole.Condensed(FxTable.Empty).LastHeardOn));
    }

    [Fact]
    public void A_condensed_startup_is_not_judged_by_other_rates()
    {
        var facts = new StartupBuilder().Admitted(On(2020, 1, 1)).Raises(1m, On(2020, 6, 30)).Facts;
        var startup = StartupHistory.Cut(facts, On(2024, 12, 31), Ever).Condensed(FxTable.Empty);
        var history = new PortfolioHistory
        {
            AsOf = startup.AsOf, Startups = StartupPool.Whole([startup]), ReportCurrency = Currency.Cny, Fx = FxTable.KnownAt([], Ever), KeepsTrail = false,
        };

        Assert.Throws<InvalidOperationException>(() => { GraduationShare.Financing.Compute(history); });
    }

    [Fact]
    public void It_gives_no_trail_of_flows_rather_than_one_without_ids()
    {
        var fund = Fund(Currency.Cny).Calls(10m, On(2024, 1, 1)).ReportsNav(11m, On(2024, 12, 31)).Cut(On(2024, 12, 31)).Condensed();
        var history = new PortfolioHistory { AsOf = fund.AsOf, Funds = [fund], ReportCurrency = Currency.Cny, Fx = FxTable.Empty };

        Assert.Throws<InvalidOperationException>(() => TotalValueToPaidIn.Metric.Compute(history));
        Assert.Throws<InvalidOperationException>(() => fund.CashFlows);
        Assert.Equal(1, fund.FlowCount);
    }

    private static PortfolioHistory PoolOf(RandomPortfolio portfolio, IReadOnlyList<FundHistory> funds)
    {
        var pool = portfolio.Pool(portfolio.AsOf, Ever, Currency.Cny, funds);
        return new()
        {
            AsOf = pool.AsOf, From = pool.From, Funds = pool.Funds, ReportCurrency = pool.ReportCurrency, Fx = pool.Fx, Index = pool.Index, Converting = pool.Converting,
            Mappings = pool.Mappings, KeepsTrail = false,
        };
    }

    private static IEnumerable<StartupPool> PoolsOf(IReadOnlyList<StartupHistory> startups)
    {
        var park = StartupPool.Of(RandomPortfolio.Park, startups);
        return [park, .. park.Members.Count == 0 ? [] : park.Cohorts(), StartupPool.Whole(startups)];
    }

    private static string Told(Measure measure) =>
        $"{measure.Value} {measure.Numerator}/{measure.Denominator} {measure.Absent} {measure.Status} {measure.Outcome} {measure.NavAsOf} "
        + $"[{string.Join(' ', measure.Roots)}] [{string.Join(' ', measure.Flags)}] [{string.Join(' ', measure.Rates)}]";
}
