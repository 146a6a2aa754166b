using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

public class FundHistoryTests
{
    private static readonly LocalDate Called = On(2024, 3, 1);

    [Fact]
    public void The_day_itself_and_the_instant_itself_count()
    {
        var fund = Fund(Currency.Cny).Calls(10, Called);

        Assert.Single(fund.Cut(Called, Noon(Called)).CashFlows);
        Assert.Empty(fund.Cut(Called.PlusDays(-1), Ever).CashFlows);
        Assert.Empty(fund.Cut(Called, Noon(Called) - Duration.Epsilon).CashFlows);
    }

    [Fact]
    public void A_late_posting_appears_only_once_known()
    {
        var fund = Fund(Currency.Cny).Calls(10, Called)
            .Flow(CashFlowKind.CapitalCall, 5, Called, null, recordedAt: Noon(Called.PlusDays(90)));

        Assert.Single(fund.Cut(Called.PlusDays(30), Noon(Called.PlusDays(30))).CashFlows);
        Assert.Equal(2, fund.Cut(Called.PlusDays(30), Ever).CashFlows.Count);
    }

    [Fact]
    public void A_reversal_takes_its_entry_with_it_from_the_instant_it_is_known()
    {
        var fund = Fund(Currency.Cny).Calls(10, Called).Calls(20, Called).Reverses(1, Noon(Called.PlusDays(5)));

        Assert.Equal([1L, 2L], fund.Cut(Called, Noon(Called.PlusDays(4))).CashFlows.Select(flow => flow.Seq));
        Assert.Equal([2L], fund.Cut(Called, Noon(Called.PlusDays(5))).CashFlows.Select(flow => flow.Seq));
    }

    [Fact]
    public void A_second_reversal_of_an_entry_stays_and_counts_as_the_ledger_does()
    {
        var fund = Fund(Currency.Cny).Calls(10, Called)
            .Reverses(1, Noon(Called)).Reverses(1, Noon(Called));

        var left = Assert.Single(fund.Cut(Called).CashFlows);
        Assert.Equal(-1, left.Effect);
    }

    [Fact]
    public void A_reversed_commitment_is_gone()
    {
        var fund = Fund(Currency.Cny).Commits(Guidance, 10, Called).Facts;
        var reversed = fund with
        {
            Commitments =
            [
                .. fund.Commitments,
                fund.Commitments[0] with { Id = new(Guid.NewGuid()), ReversesId = fund.Commitments[0].Id },
            ],
        };

        Assert.Empty(FundHistory.Cut(reversed, Called, Ever).Commitments);
    }

    [Fact]
    public void The_class_is_the_one_of_the_as_of_date()
    {
        var fund = Fund(Currency.Cny);
        var investor = fund.InvestorOf(MainlandPrivate);
        var facts = fund.Facts with
        {
            InvestorClasses =
            [
                .. fund.Facts.InvestorClasses,
                new(Guid.NewGuid(), investor, HongKongPrivate, On(2025, 1, 1), Noon(On(2025, 6, 1))),
            ],
        };

        Assert.Equal(MainlandPrivate, FundHistory.Cut(facts, On(2024, 12, 31), Ever).ClassOf(investor));
        Assert.Equal(HongKongPrivate, FundHistory.Cut(facts, On(2025, 1, 1), Ever).ClassOf(investor));
        Assert.Equal(MainlandPrivate, FundHistory.Cut(facts, On(2025, 1, 1), Noon(On(2025, 5, 1))).ClassOf(investor));
    }

    [Fact]
    public void Nobody_and_the_unclassified_are_undisclosed()
    {
        var history = Fund(Currency.Cny).Cut(Called);

        Assert.False(history.ClassOf(null).IsDisclosed);
        Assert.False(history.ClassOf(new InvestorId(Guid.NewGuid())).IsDisclosed);
    }

    [Fact]
    public void The_latest_correction_of_the_latest_value_wins()
    {
        var fund = Fund(Currency.Cny)
            .ReportsNav(300, On(2024, 6, 30), Noon(On(2024, 9, 1)))
            .ReportsNav(100, On(2024, 9, 30), Noon(On(2024, 10, 15)))
            .ReportsNav(110, On(2024, 9, 30), Noon(On(2024, 11, 15)))
            .ReportsNav(999, On(2024, 3, 31), Noon(On(2024, 12, 1)));

        Assert.Equal("110.00", fund.Cut(On(2024, 12, 31)).Nav!.Amount.Amount);
        Assert.Equal("100.00", fund.Cut(On(2024, 12, 31), Noon(On(2024, 11, 1))).Nav!.Amount.Amount);
        Assert.Equal("300.00", fund.Cut(On(2024, 9, 29)).Nav!.Amount.Amount);
        Assert.Null(fund.Cut(On(2024, 3, 30)).Nav);
    }

    [Fact]
    public void Equal_dates_and_instants_are_decided_by_the_id()
    {
        var low = new ReportedNav(
            new Guid("00000000-0000-0000-0000-000000000001"), Money(1, Currency.Cny), Called, Noon(Called));
        var high = low with { Id = new Guid("00000000-0000-0000-0000-000000000002"), Amount = Money(2, Currency.Cny) };
        var facts = Fund(Currency.Cny).Facts;

        Assert.Equal(high, FundHistory.Cut(facts with { Navs = [low, high] }, Called, Ever).Nav);
        Assert.Equal(high, FundHistory.Cut(facts with { Navs = [high, low] }, Called, Ever).Nav);
    }

    [Theory]
    [InlineData("2024-09-30", "2024-12-31", false)]
    [InlineData("2024-09-30", "2025-01-01", true)]
    [InlineData("2024-06-30", "2024-09-30", false)]
    [InlineData("2024-11-30", "2025-02-28", false)]
    [InlineData("2024-09-15", "2024-12-15", false)]
    [InlineData("2024-09-15", "2024-12-16", true)]
    public void A_value_is_stale_after_more_than_one_quarter(string valued, string asOf, bool stale)
    {
        var pattern = NodaTime.Text.LocalDatePattern.Iso;
        var nav = new ReportedNav(Guid.Empty, Money(1, Currency.Cny), pattern.Parse(valued).Value, Ever);

        Assert.Equal(stale, nav.IsStaleOn(pattern.Parse(asOf).Value));
    }

    [Fact]
    public void Terms_are_those_in_force()
    {
        var first = new FundTerms
        {
            Id = Guid.NewGuid(), EffectiveOn = Called, RecordedAt = Noon(Called), Currency = Currency.Cny,
            TermEndOn = On(2029, 3, 1),
        };
        var extended = first with { Id = Guid.NewGuid(), EffectiveOn = On(2026, 1, 1), TermEndOn = On(2031, 3, 1) };
        var facts = Fund(Currency.Cny).Facts with { Terms = [extended, first] };

        Assert.Equal(first, FundHistory.Cut(facts, On(2025, 12, 31), Ever).Terms);
        Assert.Equal(extended, FundHistory.Cut(facts, On(2026, 1, 1), Ever).Terms);
    }
}
