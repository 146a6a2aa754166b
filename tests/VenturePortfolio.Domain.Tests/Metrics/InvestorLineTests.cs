using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>With and without the line, of one investor. domain.md 4.4, subscription line: deal -100 on 2022-01-01, +130 on 2024-01-01, a line at 5 % for a year.</summary>
public sealed class InvestorLineTests
{
    private static readonly LocalDate End = On(2024, 1, 1);

    [Fact]
    public void Each_investor_of_the_published_example_has_its_returns_with_and_without()
    {
        foreach (var (of, fund) in Investors(Example()))
        {
            Assert.Equal((of, 0.238095m), (of, Math.Round(Of("NET_IRR", fund).Value!.Value, 6)));
            Assert.Equal((of, 1.2381m), (of, Math.Round(Of("TVPI", fund).Value!.Value, 4)));
            Assert.Equal((of, 0.140175m), (of, Math.Round(Of("NET_IRR_EX_LINE", fund).Value!.Value, 6)));
            Assert.Equal((of, 1.300m), (of, Of("TVPI_EX_LINE", fund).Value));
        }
    }

    [Fact]
    public void Their_terms_and_their_parts_of_every_event_sum_to_those_of_the_fund()
    {
        // Thirds, so that a cent is over.
        var facts = Example(first: 100, second: 50) with { LineEvents = [Line(LineEventKind.Draw, 100, On(2022, 1, 1)), Line(LineEventKind.Repayment, 40, On(2023, 1, 1)), Line(LineEventKind.Interest, 5, On(2023, 1, 1))] };
        var whole = FundHistory.Cut(facts, End, Ever);
        var parts = Investors(facts).ToList();

        Assert.Equal(whole.LineEvents.Select(row => row.Amount.Minor), whole.LineEvents.Select((_, at) => parts.Sum(part => part.Fund.LineEvents[at].Amount.Minor)));
        Assert.Equal([6_667, 3_333], parts.Select(part => part.Fund.LineEvents[0].Amount.Minor));
        var (told, sums) = (Of("TVPI_EX_LINE", whole), parts.ConvertAll(part => Of("TVPI_EX_LINE", part.Fund)));
        Assert.Equal(
            (told.Numerator, told.Denominator),
            (sums.Aggregate((Int128)0, (sum, part) => sum + part.Numerator!.Value), sums.Aggregate((Int128)0, (sum, part) => sum + part.Denominator!.Value)));
        Assert.Equal(told.Denominator, told.Trail.Aggregate((Int128)0, (sum, row) => sum + row.DenominatorMinor));
    }

    [Fact] // 150 HKD at 1.5 to the yuan are 100 yuan, 50 yuan beside them: two thirds and one third
    public void A_pledge_in_another_currency_counts_at_the_rate_of_its_day()
    {
        var builder = Fund(Currency.Cny).Commits(HongKongPrivate, 150, On(2021, 6, 1), Currency.Hkd).Commits(Guidance, 50, On(2021, 6, 1));
        var facts = builder.Facts with { LineEvents = [Line(LineEventKind.Draw, 100, On(2022, 1, 1))] };
        var fx = FxTable.KnownAt([Daily(Currency.Cny, On(2021, 6, 1), 6m), Daily(Currency.Hkd, On(2021, 6, 1), 9m)], Ever);
        var whole = FundHistory.Cut(facts, End, Ever);

        Assert.Equal(6_667, whole.OfInvestor(builder.InvestorOf(HongKongPrivate), fx).LineEvents[0].Amount.Minor);
        Assert.Equal(3_333, whole.OfClass("GUIDANCE_FUND", fx).LineEvents[0].Amount.Minor);
        Assert.Equal("FX_MISSING", Of("TVPI_EX_LINE", whole.OfInvestor(builder.InvestorOf(Guidance), FxTable.Empty)).StatusKey);
    }

    [Fact]
    public void Without_a_line_both_are_the_same_and_without_pledges_nobody_has_a_part()
    {
        var none = Example() with { LineEvents = [] };
        Assert.Equal(["NO_SUBSCRIPTION_LINE", "NO_SUBSCRIPTION_LINE"], Investors(none).Select(part => Of("NET_IRR_EX_LINE", part.Fund).StatusKey));
        Assert.Equal(["NO_COMMITMENT", "NO_COMMITMENT"], Investors(Example() with { Commitments = [] }).Select(part => Of("NET_IRR_EX_LINE", part.Fund).StatusKey));
    }

    /// <summary>Two investors who pledged as they pay: three and two fifths, unless told otherwise.</summary>
    private static FundFacts Example(decimal first = 60, decimal second = 40)
    {
        var (called, back) = (105m / (first + second), 130m / (first + second));
        return Fund(Currency.Cny).Commits(Guidance, first, On(2021, 6, 1)).Commits(HongKongPrivate, second, On(2021, 6, 1))
            .Calls(called * first, On(2023, 1, 1), Guidance).Calls(called * second, On(2023, 1, 1), HongKongPrivate)
            .Distributes(back * first, End, Guidance).Distributes(back * second, End, HongKongPrivate).ReportsNav(0, End).Facts with
        {
            LineEvents = [Line(LineEventKind.Draw, 100, On(2022, 1, 1)), Line(LineEventKind.Repayment, 100, On(2023, 1, 1)), Line(LineEventKind.Interest, 5, On(2023, 1, 1))],
        };
    }

    private static IEnumerable<(string Of, FundHistory Fund)> Investors(FundFacts facts)
    {
        var whole = FundHistory.Cut(facts, End, Ever);
        return whole.Investors.Select(investor => (Of: whole.ClassOf(investor).Key, Fund: whole.OfInvestor(investor, FxTable.Empty))).OrderBy(part => part.Of, StringComparer.Ordinal);
    }

    private static SubscriptionLineEvent Line(LineEventKind kind, decimal amount, LocalDate on) => new(Guid.NewGuid(), kind, Money(amount, Currency.Cny), on, Noon(on));

    private static Measure Of(string key, FundHistory fund) =>
        MetricCatalog.Of(key).Compute(new PortfolioHistory { AsOf = End, Funds = [fund], ReportCurrency = Currency.Cny, Fx = FxTable.Empty });
}
