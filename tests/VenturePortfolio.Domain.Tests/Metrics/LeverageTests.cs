using CsCheck;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>T-LEV-1 of domain.md 3.4; rates are the US Federal Reserve's monthly averages.</summary>
public class LeverageTests
{
    private static readonly InvestorClass StateOwned = new("STATE_OWNED_ENTERPRISE", false, false, null, true);
    private static readonly InvestorClass FundManager = new("GENERAL_PARTNER", false, false, true, true);

    internal static readonly FxTable Rates = FxTable.KnownAt(
        [
            Monthly(Currency.Cny, On(2021, 12, 1), 6.3693m), Monthly(Currency.Hkd, On(2021, 12, 1), 7.7990m),
            Monthly(Currency.Cny, On(2022, 12, 1), 6.9717m), Monthly(Currency.Hkd, On(2022, 12, 1), 7.7854m),
            Monthly(Currency.Cny, On(2024, 12, 1), 7.2807m), Monthly(Currency.Hkd, On(2024, 12, 1), 7.7734m),
        ],
        Ever);

    [Theory]
    [InlineData("LV-1", null, "5.067308")]
    [InlineData("LV-2", null, "4.067308")]
    [InlineData("LV-3", null, "1.517308")]
    [InlineData("LV-3-SHARE", null, "0.299431")]
    [InlineData("GUIDANCE-SHARE", null, "0.197343")]
    [InlineData("LV-4-OECD", null, "0.541485")]
    [InlineData("LV-4-OECD", FxBasis.AsOf, "0.580905")]
    [InlineData("LV-1", FxBasis.AsOf, "5.235911")]
    [InlineData("LV-2", FxBasis.AsOf, "4.235911")]
    [InlineData("LV-3", FxBasis.AsOf, "1.685911")]
    [InlineData("LV-3-SHARE", FxBasis.AsOf, "0.321990")]
    [InlineData("GUIDANCE-SHARE", FxBasis.AsOf, "0.190989")]
    public void Worked_example_holds_to_its_printed_digits_on_both_bases(string key, FxBasis? basis, string printed)
    {
        var pool = Pool(On(2024, 12, 31), Rates, basis, Currency.Cny, WorkedExample());

        var measure = MetricCatalog.Of(key).Compute(pool);

        Assert.Equal(Oracle.Number(printed), decimal.Round(measure.Value!.Value, 6));
        Assert.Equal(basis is null ? "commitment-date" : "as-of", measure.FxBasis.Print());
    }

    [Theory]
    [InlineData("LV-1", "4.530018")]
    [InlineData("GUIDANCE-SHARE", "0.220750")]
    public void Worked_example_holds_before_the_second_close(string key, string printed)
    {
        var measure = MetricCatalog.Of(key).Compute(Pool(On(2022, 6, 30), Rates, null, Currency.Cny, WorkedExample()));

        Assert.Equal(Oracle.Number(printed), decimal.Round(measure.Value!.Value, 6));
    }

    [Fact]
    public void Exact_terms_are_the_converted_sums_to_the_fen()
    {
        var pool = Pool(On(2024, 12, 31), Rates, null, Currency.Cny, WorkedExample());

        var measure = MetricCatalog.Of("LV-1").Compute(pool);

        // S = 1,013.461653 million, printed.
        Assert.Equal(1_013_461_653m, decimal.Round((decimal)measure.Numerator!.Value / 100));
        Assert.Equal((Int128)20_000_000_000, measure.Denominator);
        Assert.Equal(4, measure.Rates.Count);
        Assert.Equal(["FX_MONTHLY_AVERAGE"], measure.Flags);
    }

    [Theory] // domain.md 3.3, currency: if no rate for a day, last available earlier rate, max age parameter, and a flag. There are averages of 2021-12, 2022-12 and 2024-12.
    [InlineData(31, "FX_MONTHLY_AVERAGE")]
    [InlineData(41, "FX_EARLIER_RATE,FX_MONTHLY_AVERAGE")] // 10 January
    public void The_average_of_an_earlier_month_is_flagged(int day, string flags) => Assert.Equal(
        flags, string.Join(',', MetricCatalog.Of("LV-1").Compute(Pool(On(2024, 12, 1).PlusDays(day - 1), Rates, FxBasis.AsOf, Currency.Cny, WorkedExample())).Flags));

    [Theory]
    [InlineData(6, "")]
    [InlineData(8, "FX_EARLIER_RATE")]
    public void So_is_the_rate_of_an_earlier_day(int day, string flags)
    {
        var fund = Fund(Currency.Cny).Commits(Guidance, 100, On(2024, 9, 1)).Commits(HongKongPrivate, 100, On(2024, 9, 1), Currency.Hkd);
        var rates = FxTable.KnownAt([Daily(Currency.Cny, On(2024, 9, 6), 7m), Daily(Currency.Hkd, On(2024, 9, 6), 7.8m)], Ever);

        Assert.Equal(flags, string.Join(',', MetricCatalog.Of("LV-1").Compute(Pool(On(2024, 9, day), rates, FxBasis.AsOf, Currency.Cny, fund)).Flags));
    }

    [Theory]
    [InlineData(null, "108.296973")]
    [InlineData(FxBasis.AsOf, "116.181031")]
    public void Attributed_mobilisation_of_the_worked_example_holds_on_both_bases(FxBasis? basis, string printedMillions)
    {
        var measure = MetricCatalog.Of("LV-5").Compute(Pool(On(2024, 12, 31), Rates, basis, Currency.Cny, WorkedExample()));

        Assert.Equal(Oracle.Number(printedMillions), decimal.Round(measure.Value!.Value / 1_000_000, 6));
        Assert.Equal("OECD@1", measure.Mapping);
        Assert.Null(measure.Denominator);
    }

    [Theory]
    [InlineData(null, "232.150282")]
    [InlineData(FxBasis.AsOf, "250.484577")]
    public void Guidance_alone_in_the_riskiest_tranche_is_credited_with_half_and_its_share_of_the_other(FxBasis? basis, string printedMillions)
    {
        var pool = Pool(On(2024, 12, 31), Rates, basis, Currency.Cny, WorkedExample(riskiest: true));

        Assert.Equal(Oracle.Number(printedMillions), decimal.Round(MetricCatalog.Of("OECD_MPF_CIV").Compute(pool).Value!.Value / 1_000_000, 6));
        Assert.Equal(MetricCatalog.Of("LV-4-OECD").Compute(pool).Numerator, AttributedMobilisation.Credits(pool).Value.Sum(credit => credit.Attributed.Minor));
    }

    [Theory]
    [InlineData(null, "556.003590")]
    [InlineData(FxBasis.AsOf, "584.788124")]
    public void State_owned_money_is_private_under_the_MDB_mapping(FxBasis? basis, string printedMillions)
    {
        var measure = MetricCatalog.Of("LV-4-MDB").Compute(Pool(On(2024, 12, 31), Rates, basis, Currency.Cny, WorkedExample()));

        Assert.Equal(Oracle.Number(printedMillions), decimal.Round((decimal)measure.Numerator!.Value / 100_000_000, 6));
        Assert.Equal("MDB@1", measure.Mapping);
    }

    [Fact]
    public void Five_Shanghai_funds_of_2011_give_their_social_money_per_public_money()
    {
        // domain.md 3.4: total 2.2 bn; central 0.25, Shanghai 0.25, social 1.7; social per public 3.4.
        var closed = On(2011, 12, 31);
        var funds = Fund(Currency.Cny).Commits(Guidance, 250_000_000, closed).Commits(LocalGovernment, 250_000_000, closed)
            .Commits(MainlandPrivate, 1_700_000_000, closed);

        var measure = MetricCatalog.Of("LV-4-CN").Compute(Pool(closed, Rates, null, Currency.Cny, funds));

        Assert.Equal(3.4m, measure.Value);
        // ... and the whole per central money 8.8: 2.2 / 0.25.
        Assert.Equal(8.8m, MetricCatalog.Of("LV-1").Compute(Pool(closed, Rates, null, Currency.Cny, funds)).Value);
    }

    [Fact]
    public void Credits_of_all_officials_add_up_to_the_private_money_to_the_fen() => Gen.Select(
        Gen.Long[1, 10_000_000].Array[2, 6], Gen.Long[1, 10_000_000].Array[1, 6]).Sample((officials, privates) =>
    {
        var closed = On(2020, 1, 1);
        var fund = Fund(Currency.Cny);
        foreach (var (minor, at) in officials.Select((minor, at) => (minor, at)))
            fund.Commits(new InvestorClass($"OFFICIAL_{at}", at == 0, false, false, true), minor / 100m, closed);
        foreach (var (minor, at) in privates.Select((minor, at) => (minor, at)))
            fund.Commits(new InvestorClass($"PRIVATE_{at}", false, false, true, true), minor / 100m, closed);
        var mapping = new ClassMapping("OECD", 1, Enumerable.Range(0, 6).SelectMany(at => new[]
        {
            KeyValuePair.Create($"OFFICIAL_{at}", ContributorSide.Public), KeyValuePair.Create($"PRIVATE_{at}", ContributorSide.Private),
        }).ToDictionary());
        var pool = new PortfolioHistory
        {
            AsOf = closed, Funds = [fund.Cut(closed)], ReportCurrency = Currency.Cny, Fx = Rates, Mappings = [mapping],
        };

        var credits = AttributedMobilisation.Credits(pool).Value;

        return credits.Count == officials.Length && credits.Sum(credit => credit.Attributed.Minor) == privates.Sum();
    });

    [Theory]
    [InlineData("LV-4-OECD")]
    [InlineData("LV-5")]
    public void Money_that_the_method_does_not_place_makes_the_figure_absent(string key)
    {
        var closed = On(2020, 1, 1);
        var fund = Fund(Currency.Cny).Commits(Guidance, 100, closed).Commits(Undisclosed, 400, closed);

        var measure = MetricCatalog.Of(key).Compute(Pool(closed, Rates, null, Currency.Cny, fund));

        Assert.Equal("CLASS_UNDISCLOSED", measure.Absent?.Why);
    }

    internal static FundBuilder WorkedExample(bool riskiest = false)
    {
        var firstClose = On(2021, 12, 31);
        return Fund(Currency.Cny)
            .Commits(Guidance, 200_000_000, firstClose, riskiest: riskiest)
            .Commits(LocalGovernment, 150_000_000, firstClose)
            .Commits(StateOwned, 200_000_000, firstClose)
            .Commits(MainlandPrivate, 150_000_000, firstClose)
            .Commits(FundManager, 10_000_000, firstClose)
            .Commits(HongKongPrivate, 240_000_000, firstClose, Currency.Hkd)
            .Commits(HongKongPublic, 120_000_000, On(2022, 12, 31), Currency.Hkd);
    }
}
