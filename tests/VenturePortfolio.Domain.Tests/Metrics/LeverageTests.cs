using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>T-LEV-1 of domain.md 3.4; rates are the US Federal Reserve's monthly averages.</summary>
public class LeverageTests
{
    private static readonly InvestorClass StateOwned = new("STATE_OWNED_ENTERPRISE", false, false, null, true);
    private static readonly InvestorClass FundManager = new("FUND_MANAGER", false, false, true, true);

    private static readonly FxTable Rates = FxTable.KnownAt(
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

    private static FundBuilder WorkedExample()
    {
        var firstClose = On(2021, 12, 31);
        return Fund(Currency.Cny)
            .Commits(Guidance, 200_000_000, firstClose)
            .Commits(LocalGovernment, 150_000_000, firstClose)
            .Commits(StateOwned, 200_000_000, firstClose)
            .Commits(MainlandPrivate, 150_000_000, firstClose)
            .Commits(FundManager, 10_000_000, firstClose)
            .Commits(HongKongPrivate, 240_000_000, firstClose, Currency.Hkd)
            .Commits(HongKongPublic, 120_000_000, On(2022, 12, 31), Currency.Hkd);
    }
}
