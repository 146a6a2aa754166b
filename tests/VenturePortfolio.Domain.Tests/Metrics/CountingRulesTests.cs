using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>The counting rules of domain.md 3.3, each as far as the facts kept let it hold; (2) stands in <see cref="DealLeverageTests"/>.</summary>
public class CountingRulesTests
{
    private static readonly NodaTime.LocalDate AsOf = On(2026, 1, 1);

    private static FundBuilder FifthGuidance() => Fund(Currency.Cny)
        .Commits(Guidance, 20, On(2024, 1, 1)).Commits(HongKongPrivate, 80, On(2024, 1, 1))
        .Calls(20, On(2024, 1, 1), Guidance).Calls(80, On(2024, 1, 1), HongKongPrivate);

    /// <summary>(1): commitments, drawn money, deployed money and deals are layers; only what is a ratio of two layers by its definition has two.</summary>
    [Theory]
    [InlineData("LV-1", "COMMITMENT")]
    [InlineData("LV-2", "COMMITMENT")]
    [InlineData("LV-3", "COMMITMENT")]
    [InlineData("LV-4-OECD", "COMMITMENT")]
    [InlineData("LV-5", "COMMITMENT")]
    [InlineData("LV-6", "CAPITAL_CALL")]
    [InlineData("LV-8", "INVESTMENT ROUND_TOTAL")]
    public void No_figure_mixes_layers(string key, string layers)
    {
        var fund = FifthGuidance().Buys(Round(Startup(), 100, On(2024, 3, 1)), 10);

        Assert.Equal(layers, string.Join(' ', Compute(key, fund).Parts.Select(part => part.Key.Split('/')[0]).Distinct().Order(StringComparer.Ordinal)));
    }

    /// <summary>
    /// (3): the layer is that of commitments to sub-funds. What a parent fund was itself pledged is no row of a sub-fund, so it cannot appear again;
    /// a parent kept as a sub-fund of its own would have to stand in a programme of its own, because no row says that the two are one.
    /// </summary>
    [Fact]
    public void Money_of_a_parent_fund_counts_where_the_sub_fund_is_pledged_it()
    {
        var parent = Fund(Currency.Cny).Commits(MainlandPrivate, 900, On(2023, 1, 1));
        var sub = Fund(Currency.Cny).Commits(Guidance, 100, On(2024, 1, 1)).Commits(LocalGovernment, 300, On(2024, 1, 1)); // 300 of the parent's 900

        Assert.Equal(4m, Compute("LV-1", sub).Value);
        Assert.Equal(13m, Compute("LV-1", sub, parent).Value); // what pooling both layers would claim: programmes keep them apart
    }

    /// <summary>(4): grants and other support are facts of startups and of support programmes, and of no fund's figure.</summary>
    [Fact]
    public void Support_changes_no_figure_of_funds()
    {
        var fund = FifthGuidance().Buys(Round(Startup(), 100, On(2024, 3, 1)), 10);
        var support = new SupportTotals
        {
            Currency = Currency.Cny, PublicFundsMinor = 1_000_000, LoanOrInvestmentMinor = 5_000_000, ConcurrentPrivateMinor = 3, SubsequentPrivateMinor = 4,
            JobsCreatedE4 = 0, JobsRetainedE4 = 0,
        };
        var (without, with) = (Pool(AsOf, FxTable.Empty, null, Currency.Cny, fund), new PortfolioHistory
        {
            AsOf = AsOf, Funds = [fund.Cut(AsOf)], ReportCurrency = Currency.Cny, Fx = FxTable.Empty, Mappings = Mappings, Support = support,
        });

        Assert.All(MetricCatalog.For(MetricSubject.SubFund), metric => Assert.Equal(metric.Compute(without).Value, metric.Compute(with).Value));
    }

    /// <summary>
    /// (5): the note is an investment in the round in which its money came. Its conversion is an investment without a round, for which the ledger
    /// shows no payment: it brings shares, and counts nowhere. Shares bought from a holder have no round either, and were paid for.
    /// </summary>
    [Fact]
    public void A_convertible_note_counts_when_its_money_comes_and_not_again_when_it_converts()
    {
        var startup = Startup();
        var note = Round(startup, 40, On(2024, 3, 1));
        FundBuilder Noted() => FifthGuidance().Buys(note, 10).Sees(Round(startup, 60, On(2025, 3, 1)));
        var converted = Noted().Converts(startup, 10, On(2025, 3, 1));
        var bought = Noted().BuysFromHolder(startup, 10, On(2025, 3, 1));

        foreach (var key in new[] { "LV-8", "LV-9", "LV-10", "MOIC", "LV-7" })
        {
            Assert.Equal(Compute(key, Noted()).Value, Compute(key, converted).Value);
        }

        Assert.Equal((0.1666666667m, 0.3333333333m), (Conversion("LV-11", converted), Conversion("LV-11", bought))); // 2 x 10 and 2 x 20 / the larger of 6 x 20 and 100: 120
        Assert.Equal(30m, Compute("LV-10", converted).Value); // 60 / (10 x 0.2)
        Assert.Equal(15m, Compute("LV-10", bought).Value);    // 60 / (20 x 0.2)

        decimal? Conversion(string key, FundBuilder fund) => MetricCatalog.Of(key).Compute(new PortfolioHistory
        {
            AsOf = AsOf, Funds = [fund.Cut(AsOf)], ReportCurrency = Currency.Cny, Fx = FxTable.Empty, Converting = new HashSet<StartupId> { startup },
        }).Value;
    }

    /// <summary>(6)</summary>
    [Fact]
    public void A_withdrawal_counts_from_its_own_day()
    {
        var fund = FifthGuidance().Commits(HongKongPrivate, 80, On(2025, 1, 1), kind: CommitmentKind.Withdrawal);

        Assert.Equal(5m, MetricCatalog.Of("LV-1").Compute(Pool(On(2024, 12, 31), FxTable.Empty, null, Currency.Cny, fund)).Value);
        Assert.Equal(1m, MetricCatalog.Of("LV-1").Compute(Pool(On(2025, 1, 1), FxTable.Empty, null, Currency.Cny, fund)).Value);
    }

    /// <summary>domain.md 3.2 as seeded: Hong Kong capital stands on neither side of the Chinese ratio, guidance money on neither of the ITVF's.</summary>
    [Fact]
    public void Excluded_money_stands_on_neither_side()
    {
        var fund = Fund(Currency.Cny).Commits(Guidance, 100, On(2024, 1, 1)).Commits(MainlandPrivate, 50, On(2024, 1, 1))
            .Commits(HongKongPrivate, 300, On(2024, 1, 1)).Commits(HongKongPublic, 200, On(2024, 1, 1));

        var measure = Compute("LV-4-CN", fund);

        Assert.Equal((0.5m, (Int128)50_00, (Int128)100_00), (measure.Value, measure.Numerator, measure.Denominator));
        Assert.Equal(ContributorSide.Excluded, Mappings.Single(mapping => mapping.Method == "CN").SideOf(HongKongPrivate));
        Assert.Equal(ContributorSide.Excluded, Mappings.Single(mapping => mapping.Method == "HK").SideOf(Guidance));
        Assert.Equal(ContributorSide.Private, Mappings.Single(mapping => mapping.Method == "HK").SideOf(StateOwned));
    }

    private static Measure Compute(string key, params IEnumerable<FundBuilder> funds) =>
        MetricCatalog.Of(key).Compute(Pool(AsOf, FxTable.Empty, null, Currency.Cny, funds));
}
