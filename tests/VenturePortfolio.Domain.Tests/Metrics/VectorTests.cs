using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Published and constructed examples of domain.md 3.4 and 4.4 that stand in no other test, each under the name its authority gives it.</summary>
public class VectorTests
{
    private static readonly FxTable Rates = FxTable.KnownAt(
        [
            Monthly(Currency.Cny, On(2021, 12, 1), 6.3693m), Monthly(Currency.Hkd, On(2021, 12, 1), 7.7990m),
            Monthly(Currency.Cny, On(2022, 12, 1), 6.9717m), Monthly(Currency.Hkd, On(2022, 12, 1), 7.7854m),
            Monthly(Currency.Cny, On(2024, 12, 1), 7.2807m), Monthly(Currency.Hkd, On(2024, 12, 1), 7.7734m),
        ],
        Ever);

    /// <summary>bihai123.com, Xinhua Finance: batch 2 of three Shanghai parent funds, 17 sub-funds, 4.15 bn planned, 24.15 bn in all, 放大倍數 5.82.</summary>
    [Fact]
    public void Shanghai_amplifies_5_82_times()
    {
        var fund = Fund(Currency.Cny).Commits(Guidance, 4_150_000_000, On(2024, 1, 1)).Commits(MainlandPrivate, 20_000_000_000, On(2024, 1, 1));

        var measure = Compute("CN_AMPLIFY", fund);

        Assert.Equal(5.82m, decimal.Round(measure.Value!.Value, 2));
        Assert.Equal(5.8193m, decimal.Round(measure.Value!.Value, 4)); // 241.5 / 41.5
    }

    /// <summary>itf.gov.hk: 1 : 2 in 2017; Enhanced Scheme 1 : 3, Government 150 to 250 million, non-Government at least 450 million.</summary>
    [Theory]
    [InlineData(100, 200, "3")]
    [InlineData(150, 450, "4")]
    [InlineData(250, 750, "4")]
    public void The_design_of_the_ITVF_is_its_fund_size_multiple(int government, int others, string multiple) => Assert.Equal(
        Oracle.Number(multiple),
        Compute("LV-1", Fund(Currency.Hkd).Commits(Guidance, government, On(2024, 1, 1)).Commits(HongKongPrivate, others, On(2024, 1, 1)), Currency.Hkd).Value);

    /// <summary>Microsoft's XNPV example at 9 % is 2,086.647602: paid on the first day besides, the rate is nine percent.</summary>
    [Fact]
    public void The_net_present_value_of_Excels_example_makes_its_rate_of_return()
    {
        var flows = Oracle.Flows("2008-01-01:-10000 2008-01-01:-2086.647602 2008-03-01:2750 2008-10-30:4250 2009-02-15:3250 2009-04-01:2750");

        Assert.InRange(Xirr.Solve(flows, null).Rate!.Value, 0.09m - 1e-9m, 0.09m + 1e-9m);
    }

    /// <summary>Every sum that T-LEV-1 prints, in millions of renminbi: at commitment dates and at asOf.</summary>
    [Theory]
    [InlineData("LV-3", "COMMITMENT/HK_PRIVATE", "196.003590", "224.788124")]
    [InlineData("LV-3", "COMMITMENT/HK_PUBLIC", "107.458063", "112.394062")]
    [InlineData("LV-1", null, "1013.461653", "1047.182185")]
    [InlineData("LV-4-OECD", null, "356.003590", "384.788124")]
    [InlineData("LV-4-OECD", "official", "657.458063", "662.394062")]
    [InlineData("LV-4-MDB", null, "556.003590", "584.788124")]
    public void The_sums_of_T_LEV_1_are_those_printed(string key, string? part, string atCommitment, string atAsOf)
    {
        foreach (var (basis, printed) in new[] { ((FxBasis?)null, atCommitment), (FxBasis.AsOf, atAsOf) })
        {
            var measure = MetricCatalog.Of(key).Compute(Pool(On(2024, 12, 31), Rates, basis, Currency.Cny, WorkedExample()));
            var minor = part switch
            {
                null => measure.Numerator!.Value,
                "official" => measure.Denominator!.Value,
                _ => measure.Parts.Single(of => of.Key == part).NumeratorMinor,
            };
            Assert.Equal(Oracle.Number(printed), decimal.Round((decimal)minor / 100_000_000, 6));
        }
    }

    /// <summary>T-LEV-1 at 2022-06-30, before the second close.</summary>
    [Fact]
    public void Before_the_second_close_T_LEV_1_is_906_million()
    {
        var measure = MetricCatalog.Of("LV-1").Compute(Pool(On(2022, 6, 30), Rates, null, Currency.Cny, WorkedExample()));

        Assert.Equal(906.003590m, decimal.Round((decimal)measure.Numerator!.Value / 100_000_000, 6));
    }

    /// <summary>CN_CONVERSION_MULTIPLE, HK_ITVF_*, OECD_MPF_CIV and US_* have tests of their own beside their inputs.</summary>
    [Theory]
    [InlineData("CN_AMPLIFY", null, "5.067308")]        // LV-1 as printed
    [InlineData("CN_AMPLIFY", FxBasis.AsOf, "5.235911")]
    [InlineData("EU_ESIF_LEVERAGE", null, "5.067308")]  // all resources raised / the contribution: fi-compass glossary
    [InlineData("EU_ESIF_LEVERAGE", FxBasis.AsOf, "5.235911")]
    [InlineData("OECD_MPF_CIV", null, "108.296973")]    // LV-5 flat as printed
    [InlineData("OECD_MPF_CIV", FxBasis.AsOf, "116.181031")]
    [InlineData("MDB_PIM", null, "243.083961")]         // 556.003590 x 200 / (200 + 150 + 107.458063)
    [InlineData("MDB_PIM", FxBasis.AsOf, "252.939288")] // 584.788124 x 200 / (200 + 150 + 112.394062)
    public void Official_names_give_the_figures_of_T_LEV_1(string key, FxBasis? basis, string printed)
    {
        var measure = MetricCatalog.Of(key).Compute(Pool(On(2024, 12, 31), Rates, basis, Currency.Cny, WorkedExample()));

        var isAmount = MetricCatalog.Of(key).Unit == MetricUnit.Amount;
        Assert.Equal(Oracle.Number(printed), decimal.Round(measure.Value!.Value / (isAmount ? 1_000_000 : 1), 6));
    }

    /// <summary>Financial Regulation 2012 art. 223, by hand: 240 reached companies of which the contribution paid in 100.</summary>
    [Fact]
    public void The_leverage_effect_counts_what_reached_final_recipients() => Assert.Equal(2.4m, Compute("EU_FR_LEVERAGE", Fund(Currency.Cny)
        .Commits(Guidance, 200, On(2024, 1, 1)).Calls(100, On(2024, 2, 1), Guidance).Calls(200, On(2024, 3, 1), HongKongPrivate)
        .Invests(240, On(2024, 4, 1)).Flow(CashFlowKind.ManagementFee, 20, On(2024, 4, 1), null)).Value);

    [Theory]
    [InlineData("MDB_PDM")]
    [InlineData("EU_MULTIPLIER")]
    public void What_nobody_records_is_absent_under_its_official_name(string key)
    {
        var measure = Compute(key, WorkedExample());

        Assert.Equal(("FACT_NOT_RECORDED", null), (measure.Absent?.Why, measure.Value));
        Assert.False(MetricCatalog.Of(key).IsVerified);
    }

    /// <summary>
    /// Invented: one startup, 10 of ours in a round of 40, a fifth of it guidance money. Later rounds, without us, move LV-10 and leave LV-8 and
    /// LV-9 alone: what happened between two press releases of the ITVF (domain.md 3.4, lesson) is seen to be later money.
    /// </summary>
    [Fact]
    public void Later_money_moves_LV_10_and_leaves_LV_8_and_LV_9_alone()
    {
        var startup = Startup();
        var fund = Fund(Currency.Cny).Calls(20, On(2022, 1, 1), Guidance).Calls(80, On(2022, 1, 1), HongKongPrivate)
            .Buys(Round(startup, 40, On(2022, 3, 1)), 10)
            .Sees(Round(startup, 60, On(2022, 12, 1)))
            .Sees(Round(startup, 100, On(2023, 2, 1)));

        Assert.Equal((4m, 20m, 0m), Told(On(2022, 10, 11)));
        Assert.Equal((4m, 20m, 30m), Told(On(2022, 12, 31)));
        Assert.Equal((4m, 20m, 80m), Told(On(2023, 4, 14)));

        (decimal?, decimal?, decimal?) Told(NodaTime.LocalDate asOf) => (Of("LV-8", asOf), Of("LV-9", asOf), Of("LV-10", asOf));

        decimal? Of(string key, NodaTime.LocalDate asOf) => MetricCatalog.Of(key).Compute(Pool(asOf, FxTable.Empty, null, Currency.Cny, fund)).Value;
    }

    private static FundBuilder WorkedExample()
    {
        var firstClose = On(2021, 12, 31);
        return Fund(Currency.Cny)
            .Commits(Guidance, 200_000_000, firstClose)
            .Commits(LocalGovernment, 150_000_000, firstClose)
            .Commits(StateOwned, 200_000_000, firstClose)
            .Commits(MainlandPrivate, 150_000_000, firstClose)
            .Commits(GeneralPartner, 10_000_000, firstClose)
            .Commits(HongKongPrivate, 240_000_000, firstClose, Currency.Hkd)
            .Commits(HongKongPublic, 120_000_000, On(2022, 12, 31), Currency.Hkd);
    }

    private static Measure Compute(string key, FundBuilder fund, Currency? currency = null) =>
        MetricCatalog.Of(key).Compute(Pool(On(2024, 12, 31), Rates, null, currency ?? Currency.Cny, fund));
}
