using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// The bases of domain.md 3.3 by choice. Rates of T-LEV-1 (3.4): 0.81668163 CNY/HKD in 2021-12, when all commit, 0.89548385 in 2022-12, when half is paid in.
/// </summary>
public class FxBasisTests
{
    private static readonly FxTable Rates = FxTable.KnownAt(
        [
            Monthly(Currency.Cny, On(2021, 12, 1), 6.3693m), Monthly(Currency.Hkd, On(2021, 12, 1), 7.7990m),
            Monthly(Currency.Cny, On(2022, 12, 1), 6.9717m), Monthly(Currency.Hkd, On(2022, 12, 1), 7.7854m),
        ],
        Ever);

    private static FundBuilder HalfPaidIn() => Fund(Currency.Cny)
        .Commits(Guidance, 100_000_000, On(2021, 12, 31)).Commits(HongKongPrivate, 100_000_000, On(2021, 12, 31), Currency.Hkd)
        .Flow(CashFlowKind.CapitalCall, 50_000_000, On(2022, 12, 15), Guidance).Flow(CashFlowKind.CapitalCall, 50_000_000, On(2022, 12, 15), HongKongPrivate, Currency.Hkd);

    [Theory]
    [InlineData("LV-6", null, "1.895484")]                      // (50 + 50 x 0.89548385) / 50
    [InlineData("LV-6", FxBasis.TransactionDate, "1.895484")]
    [InlineData("LV-6", FxBasis.CommitmentDate, "1.816682")]    // (50 + 50 x 0.81668163) / 50
    [InlineData("PIC", FxBasis.TransactionDate, "0.521689")]    // 94.7741925 / 181.668163
    [InlineData("PIC", FxBasis.CommitmentDate, "0.500000")]     // half of everything
    [InlineData("LV-6-PARITY", FxBasis.CommitmentDate, "0.000000")]
    [InlineData("LV-1", FxBasis.TransactionDate, "1.816682")]   // a commitment's own day is its close: 181.668163 / 100
    [InlineData("LV-1", FxBasis.CommitmentDate, "1.816682")]
    public void Each_basis_of_the_notes_can_be_chosen_for_any_figure(string key, FxBasis? basis, string printed)
    {
        var measure = Compute(key, basis, HalfPaidIn());

        Assert.Equal(Oracle.Number(printed), decimal.Round(measure.Value!.Value, 6));
        Assert.Equal((basis ?? MetricCatalog.Of(key).DefaultFxBasis).Print(), measure.FxBasis.Print());
    }

    [Theory]
    [InlineData("LV-1", "5.067308")]
    [InlineData("LV-3", "1.517308")]
    [InlineData("LV-4-OECD", "0.541485")]
    public void T_LEV_1_holds_by_choice_as_by_default(string key, string printed)
    {
        foreach (var basis in new[] { FxBasis.TransactionDate, FxBasis.CommitmentDate })
        {
            Assert.Equal(Oracle.Number(printed), decimal.Round(Compute(key, basis, LeverageTests.WorkedExample(), LeverageTests.Rates).Value!.Value, 6));
        }
    }

    [Fact]
    public void What_the_days_of_commitments_say_nothing_of_is_absent_for_that_reason()
    {
        var deal = HalfPaidIn().Flow(CashFlowKind.Investment, 10, On(2022, 12, 20), null, Currency.Hkd);
        // In the report's own currency nothing is to be converted.
        Assert.Equal(0.2m, Compute("LV-7", FxBasis.CommitmentDate, HalfPaidIn().Invests(10_000_000, On(2022, 12, 20))).Value);
        Assert.Equal("NO_COMMITMENT_DATE", Compute("LV-7", FxBasis.CommitmentDate, deal).Absent?.Why);
        Assert.True(Compute("LV-7", FxBasis.TransactionDate, deal).Value > 0);
    }

    [Fact]
    public void Without_a_commitment_or_a_rate_of_its_day_there_is_no_figure()
    {
        var uncommitted = Fund(Currency.Cny).Calls(50, On(2022, 12, 15), Guidance).Flow(CashFlowKind.CapitalCall, 50, On(2022, 12, 15), HongKongPrivate, Currency.Hkd);
        var early = Fund(Currency.Cny).Commits(Guidance, 100, On(2021, 12, 31)).Commits(HongKongPrivate, 100, On(2019, 6, 30), Currency.Hkd)
            .Calls(50, On(2022, 12, 15), Guidance).Flow(CashFlowKind.CapitalCall, 50, On(2022, 12, 15), HongKongPrivate, Currency.Hkd);

        Assert.Equal("FX_MISSING", Compute("LV-6", FxBasis.CommitmentDate, uncommitted).Absent?.Why);
        Assert.Equal("FX_MISSING", Compute("LV-6", FxBasis.CommitmentDate, early).Absent?.Why);
        Assert.NotNull(Compute("LV-6", FxBasis.TransactionDate, early).Value);
    }

    [Fact]
    public void A_residual_value_is_converted_at_the_as_of_date_on_either()
    {
        // 50 paid in at 0.81668163 (then 0.89548385); 60 left, at the rate of 2022-12: 53.729031 / 40.8340815, and 60 / 50.
        var fund = Fund(Currency.Hkd).Commits(HongKongPrivate, 100_000_000, On(2021, 12, 31)).Calls(50_000_000, On(2022, 12, 15), HongKongPrivate)
            .ReportsNav(60_000_000, On(2022, 12, 30));

        Assert.Equal(1.315789m, decimal.Round(Compute("RVPI", FxBasis.CommitmentDate, fund).Value!.Value, 6));
        Assert.Equal(1.2m, decimal.Round(Compute("RVPI", FxBasis.TransactionDate, fund).Value!.Value, 6));
    }

    private static Measure Compute(string key, FxBasis? basis, FundBuilder fund, FxTable? rates = null) =>
        MetricCatalog.Of(key).Compute(Pool(rates is null ? On(2022, 12, 31) : On(2024, 12, 31), rates ?? Rates, basis, Currency.Cny, fund));
}
