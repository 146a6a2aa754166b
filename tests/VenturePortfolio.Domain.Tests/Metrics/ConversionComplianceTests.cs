using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>LV-11 and CN_CONVERSION_MULTIPLE. Source: domain.md 1.3 (which test binds) and 3.3.</summary>
public sealed class ConversionComplianceTests
{
    private static readonly NodaTime.LocalDate Start = On(2022, 1, 1);

    [Theory] // S = 1,000
    [InlineData(200, 300, 0.5, 1.5)]  // 20 %: 600 are due, three times the guidance money
    [InlineData(100, 250, 0.5, 2.5)]  // 10 %: 500 are due, half the fund, although 250 is more than twice the guidance money
    [InlineData(300, 900, 1.0, 3.0)]  // 30 %: 900 are due
    public void The_test_that_asks_for_more_counts(int guidance, int invested, double progress, double multiple)
    {
        var round = Round(Startup(), 2_000, On(2023, 1, 1));
        var fund = Fund(Currency.Cny).Commits(Guidance, guidance, Start).Commits(MainlandPrivate, 1_000 - guidance, Start).Buys(round, invested);

        Assert.Equal((decimal)progress, Measured("LV-11", fund, round.Startup).Value);
        Assert.Equal((decimal)multiple, Measured("CN_CONVERSION_MULTIPLE", fund, round.Startup).Value);
        var measure = Measured("LV-11", fund, round.Startup);
        Assert.Equal(measure.Numerator, measure.Trail.Aggregate(Int128.Zero, (sum, row) => sum + row.NumeratorMinor));
        Assert.Equal(measure.Denominator, measure.Trail.Aggregate(Int128.Zero, (sum, row) => sum + row.DenominatorMinor));
    }

    [Fact]
    public void What_went_into_others_does_not_count_and_without_any_link_nothing_is_claimed()
    {
        var (eligible, other) = (Round(Startup(), 2_000, On(2023, 1, 1)), Round(Startup(), 2_000, On(2023, 2, 1)));
        var fund = Fund(Currency.Cny).Commits(Guidance, 200, Start).Commits(MainlandPrivate, 800, Start).Buys(eligible, 150).Buys(other, 400);

        Assert.Equal(0.25m, Measured("LV-11", fund, eligible.Startup).Value);
        Assert.Equal("CONVERSIONS_UNRECORDED", Measured("LV-11", fund).StatusKey);
        Assert.Equal(0m, Measured("LV-11", Fund(Currency.Cny).Commits(Guidance, 200, Start)).Value);
    }

    [Theory] // domain.md 1.1: L3 is of 2021-10-24, and the rule that applies is the one in force on the day of approval
    [InlineData(2021, 10, 23, true)]
    [InlineData(2021, 10, 24, false)]
    public void A_figure_held_against_a_rule_says_where_it_did_not_bind(int year, int month, int day, bool isFlagged)
    {
        var round = Round(Startup(), 2_000, On(2023, 1, 1));
        var fund = Fund(Currency.Cny).Commits(Guidance, 200, Start).Commits(MainlandPrivate, 800, Start).Buys(round, 300);
        var history = FundHistory.Cut(fund.Facts with { Terms = [RuleWorld.Terms(approved: On(year, month, day))] }, On(2024, 12, 31), Ever);

        Assert.All(["LV-11", "CN_CONVERSION_MULTIPLE"], key => Assert.Equal(isFlagged, MetricCatalog.Of(key).Compute(new PortfolioHistory
        {
            AsOf = On(2024, 12, 31), Funds = [history], ReportCurrency = Currency.Cny, Fx = FxTable.Empty, Converting = new HashSet<StartupId> { round.Startup },
        }).Flags.Contains("NOT_IN_FORCE_AT_APPROVAL")));
    }

    private static Measure Measured(string key, FundBuilder fund, params StartupId[] converting) => MetricCatalog.Of(key).Compute(new PortfolioHistory
    {
        AsOf = On(2024, 12, 31), Funds = [FundHistory.Cut(fund.Facts, On(2024, 12, 31), Ever)], ReportCurrency = Currency.Cny, Fx = FxTable.Empty,
        Converting = converting.ToHashSet(),
    });
}
