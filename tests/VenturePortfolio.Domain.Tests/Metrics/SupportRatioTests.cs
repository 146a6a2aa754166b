using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// Sums of the US Treasury's published SSBCI transactions 2010-2017, public funds rounded per row to cents.
/// </summary>
public class SupportRatioTests
{
    private static readonly SupportTotals Treasury = new()
    {
        Currency = Currency.Usd,
        PublicFundsMinor = 115_931_819_579,
        LoanOrInvestmentMinor = 737_090_196_026,
        ConcurrentPrivateMinor = 96_381_313_228,
        SubsequentPrivateMinor = 240_591_037_222,
        JobsCreatedE4 = 791_925_500,
        JobsRetainedE4 = 1_614_757_000,
    };

    [Theory]
    [InlineData("US_SSBCI_LOAN_OR_INVESTMENT", "6.36")]
    [InlineData("US_SSBCI_PLUS_CONCURRENT", "7.19")]
    [InlineData("US_SSBCI_NEW_FINANCING", "9.26")]
    public void Ratios_by_definition_are_the_published_ones(string key, string published)
    {
        var measure = MetricCatalog.Of(key).Compute(History(Treasury));

        Assert.Equal(Oracle.Number(published), decimal.Round(measure.Value!.Value, 2));
        Assert.Equal((Currency.Usd, FxBasis.None), (measure.Currency, measure.FxBasis));
    }

    /// <summary>Two transactions of 100 dollars of public funds each: a loan of 300 at 6 yuan, one of 100 at 7; 8 on the day of the figure.</summary>
    [Theory]
    [InlineData(null, "2", 1)]
    [InlineData(FxBasis.AsOf, "2", 1)]
    [InlineData(FxBasis.TransactionDate, "1.9230769231", 2)] // (1,800 + 700) / (600 + 700)
    [InlineData(FxBasis.CommitmentDate, null, 0)] // Nobody's commitment.
    public void In_a_currency_that_was_asked_for_each_transaction_is_converted(FxBasis? basis, string? value, int rates)
    {
        FxQuote[] quotes = [Daily(Currency.Cny, On(2012, 3, 1), 6m), Daily(Currency.Cny, On(2016, 3, 1), 7m), Daily(Currency.Cny, On(2017, 12, 31), 8m)];
        var measure = MetricCatalog.Of("US_SSBCI_LOAN_OR_INVESTMENT").Compute(InRenminbi(FxTable.KnownAt(quotes, Ever), basis));

        Assert.Equal(value is null ? null : Oracle.Number(value), measure.Value);
        if (measure.Value is not null)
        {
            Assert.Equal((Currency.Cny, basis ?? FxBasis.AsOf), (measure.Currency, measure.FxBasis));
            Assert.Equal(measure.Numerator, measure.Trail.Aggregate(Int128.Zero, (sum, row) => sum + row.NumeratorMinor));
            Assert.Equal(measure.Denominator, measure.Parts.Aggregate(Int128.Zero, (sum, part) => sum + part.DenominatorMinor));
            Assert.Equal(rates, measure.Rates.Count);
        }
    }

    [Fact]
    public void Without_a_rate_there_is_no_figure_in_that_currency() => Assert.Equal(
        "FX_MISSING",
        MetricCatalog.Of("US_SSBCI_LOAN_OR_INVESTMENT").Compute(InRenminbi(FxTable.Empty, null)).Absent!.Why);

    private static PortfolioHistory InRenminbi(FxTable fx, FxBasis? basis)
    {
        var rows = new[] { (On(2012, 3, 1), 30_000L), (On(2016, 3, 1), 10_000L) }
            .Select(row => new SupportTransaction(Guid.NewGuid(), row.Item1, Noon(row.Item1), 10_000, row.Item2, 0, 0, 0, 0)).ToList();
        return new PortfolioHistory
        {
            AsOf = On(2017, 12, 31), ReportCurrency = Currency.Cny, ConvertsSupport = true, Fx = fx, FxBasisOverride = basis,
            Support = new SupportTotals
            {
                Currency = Currency.Usd, Count = 2, Transactions = rows, PublicFundsMinor = 20_000, LoanOrInvestmentMinor = 40_000, ConcurrentPrivateMinor = 0,
                SubsequentPrivateMinor = 0, JobsCreatedE4 = 0, JobsRetainedE4 = 0,
            },
        };
    }

    [Fact]
    public void New_financing_is_exact_to_the_cent() => Assert.Equal(
        (Int128)1_074_062_546_476,
        MetricCatalog.Of("US_SSBCI_NEW_FINANCING").Compute(History(Treasury)).Numerator);

    [Fact]
    public void Jobs_are_exact_to_four_decimals()
    {
        var measure = MetricCatalog.Of("JOBS").Compute(History(Treasury));

        // 79,192.55 created + 161,475.70 retained; published: more than 240,000.
        Assert.Equal(240_668.25m, measure.Value);
        Assert.Null(measure.Currency);
    }

    [Fact]
    public void A_programme_without_public_funds_has_no_ratio()
    {
        var measure = MetricCatalog.Of("US_SSBCI_NEW_FINANCING")
            .Compute(History(Treasury with { PublicFundsMinor = 0 }));

        Assert.Equal(("NO_PUBLIC_FUNDS", null), (measure.Absent!.Why, measure.Value));
    }

    [Fact]
    public void Programme_metrics_are_listed_apart_from_fund_metrics() => Assert.Equal(
        ["US_SSBCI_LOAN_OR_INVESTMENT", "US_SSBCI_PLUS_CONCURRENT", "US_SSBCI_NEW_FINANCING", "JOBS"],
        MetricCatalog.For(MetricSubject.SupportProgramme).Select(metric => metric.Key));

    private static PortfolioHistory History(SupportTotals totals) => new()
    {
        AsOf = On(2017, 12, 31), Support = totals, ReportCurrency = Currency.Usd, Fx = FxTable.Empty,
    };
}
