using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>What properties over random portfolios rest on: that the portfolios have what the catalogue asks for.</summary>
public class RandomPortfolioTests
{
    /// <summary>Definitions that nobody records the facts for: they say so, always.</summary>
    internal static readonly string[] Unmeasured = ["MDB_PDM", "EU_MULTIPLIER"];

    [Fact]
    public void A_seed_decides_all_of_it()
    {
        var (one, other) = (RandomPortfolio.Of(7), RandomPortfolio.Of(7));

        Assert.Equal(one.AsOf, other.AsOf);
        Assert.Equal(one.Funds.SelectMany(fund => fund.CashFlows), other.Funds.SelectMany(fund => fund.CashFlows));
        Assert.Equal(one.Startups.SelectMany(startup => startup.Reports), other.Startups.SelectMany(startup => startup.Reports));
    }

    [Fact]
    public void Every_metric_of_the_catalogue_has_figures_in_them()
    {
        var present = MetricCatalog.All.ToDictionary(metric => metric.Key, _ => 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var portfolio = RandomPortfolio.Of(seed);
            foreach (var (_, history) in portfolio.Subjects(portfolio.AsOf, Ever))
            {
                foreach (var metric in RandomPortfolio.MetricsOf(history))
                {
                    present[metric.Key] += metric.Compute(history).Value is null ? 0 : 1;
                }
            }
        }

        Assert.DoesNotContain(present, of => of.Value < 20 && !Unmeasured.Contains(of.Key));
        Assert.All(Unmeasured, key => Assert.Equal(0, present[key]));
    }
}
