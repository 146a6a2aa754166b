using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Why a figure of one day reads otherwise when it is told later: figures computed by hand.</summary>
public sealed class RestatementTests
{
    private static readonly LocalDate AsOf = On(2024, 12, 31);
    private static readonly Instant First = Noon(On(2025, 1, 31));
    private static readonly Instant Later = Noon(On(2025, 6, 30));

    [Fact]
    public void A_reversal_and_its_reentry_are_one_correction()
    {
        var fund = Fund(Currency.Cny).Calls(100, On(2024, 1, 1), Guidance).Distributes(50, On(2024, 6, 1), Guidance);
        var before = fund.Facts with { CashFlows = [.. fund.Flows] };
        fund.Reverses(2, Noon(On(2025, 2, 1))).Flow(CashFlowKind.Distribution, 80, On(2024, 6, 1), Guidance, recordedAt: Noon(On(2025, 3, 1)));

        var restatement = Restated("DPI", before, fund.Facts, FxTable.Empty, FxTable.Empty);

        Assert.Equal((0.5m, 0.8m), (restatement.Before.Value, restatement.After.Value));
        // Once told as -0.5 corrected and +0.8 late. The 50 of that day were 80.
        Assert.Equal([new(RestatementCause.Correction, 0.3m)], restatement.Steps);
        Assert.Equal([RestatementCause.Correction, RestatementCause.Correction], restatement.Rows.Select(row => row.Cause));
    }

    [Fact]
    public void What_is_new_beside_a_correction_is_late_and_a_second_thought_belongs_to_it()
    {
        var fund = Fund(Currency.Cny).Calls(100, On(2024, 1, 1), Guidance).Distributes(50, On(2024, 6, 1), Guidance);
        var before = fund.Facts with { CashFlows = [.. fund.Flows] };
        fund.Reverses(2, Noon(On(2025, 2, 1)))
            .Flow(CashFlowKind.Distribution, 80, On(2024, 6, 1), Guidance, recordedAt: Noon(On(2025, 2, 2)))
            .Reverses(4, Noon(On(2025, 2, 3)))
            .Flow(CashFlowKind.Distribution, 60, On(2024, 6, 1), Guidance, recordedAt: Noon(On(2025, 2, 4)))
            .Flow(CashFlowKind.Distribution, 10, On(2024, 6, 1), Guidance, recordedAt: Noon(On(2025, 2, 5)))
            .Calls(900, On(2025, 3, 1), Guidance);

        var restatement = Restated("DPI", before, fund.Facts, FxTable.Empty, FxTable.Empty);

        // 50 of that day were 80, no, 60: +0.1. Another 10 of it were told last: late, +0.1. The call of 2025 is after the day.
        Assert.Equal([new(RestatementCause.Correction, 0.1m), new(RestatementCause.LatePosting, 0.1m)], restatement.Steps);
        Assert.Equal(4, restatement.Rows.Count(row => row.Cause == RestatementCause.Correction));
        Assert.Single(restatement.Rows, row => row.Cause == RestatementCause.LatePosting);
    }

    [Theory] // By hand: 50 came back on 1 July and not on 1 June, at another rate of exchange: (40 + 50 x 0.8) of 100 for (40 + 50)
    [InlineData(31, "CORRECTION -0.1")]
    [InlineData(32, "CORRECTION -0.5, LATE_POSTING 0.4")] // Too far away to be the same money
    public void An_entry_of_another_day_in_the_place_of_a_wrong_one_is_its_correction(int days, string steps)
    {
        var (wrong, right) = (On(2024, 6, 1), On(2024, 6, 1).PlusDays(days));
        var fund = Fund(Currency.Cny).Calls(100, On(2024, 1, 1), Guidance).Distributes(40, On(2024, 2, 1), Guidance)
            .Flow(CashFlowKind.Distribution, 50, wrong, Guidance, Currency.Hkd);
        var before = fund.Facts with { CashFlows = [.. fund.Flows] };
        fund.Reverses(3, Noon(On(2025, 2, 1))).Flow(CashFlowKind.Distribution, 50, right, Guidance, Currency.Hkd, recordedAt: Noon(On(2025, 2, 2)))
            .Flow(CashFlowKind.Distribution, 50, On(2024, 12, 31).PlusDays(1), Guidance, Currency.Hkd, recordedAt: Noon(On(2025, 2, 3)));
        var fx = FxTable.KnownAt(
            [Daily(Currency.Cny, wrong, 7m, First), Daily(Currency.Hkd, wrong, 7m, First), Daily(Currency.Cny, right, 7m, First), Daily(Currency.Hkd, right, 8.75m, First)], Later);

        var restatement = Restated("DPI", before, fund.Facts, fx, fx);

        Assert.Equal((0.9m, 0.8m), (restatement.Before.Value, restatement.After.Value));
        Assert.Equal(steps, string.Join(", ", restatement.Steps.Select(step => $"{(step.Cause == RestatementCause.Correction ? "CORRECTION" : "LATE_POSTING")} {step.Effect.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)}")));
    }

    [Fact]
    public void An_entry_under_another_name_in_the_place_of_a_wrong_one_is_its_correction()
    {
        var fund = Fund(Currency.Cny).Calls(100, On(2024, 1, 1), Guidance).Calls(100, On(2024, 1, 1), MainlandPrivate).Calls(100, On(2024, 6, 1), Guidance);
        var before = fund.Facts with { CashFlows = [.. fund.Flows], InvestorClasses = [.. fund.Facts.InvestorClasses] };
        fund.Reverses(3, Noon(On(2025, 2, 1))).Flow(CashFlowKind.CapitalCall, 100, On(2024, 6, 1), MainlandPrivate, recordedAt: Noon(On(2025, 2, 2)));

        // LV-6: 300 of 200 were guidance money; it was 100. Once told as +0.5 corrected and +1 late.
        Assert.Equal([new(RestatementCause.Correction, 1.5m)], Restated("LV-6", before, fund.Facts, FxTable.Empty, FxTable.Empty).Steps);
    }

    [Fact]
    public void Rows_that_do_not_move_the_figure_are_not_listed()
    {
        var fund = Fund(Currency.Cny).Commits(Guidance, 100, On(2024, 1, 1)).Commits(MainlandPrivate, 100, On(2024, 1, 1));
        var before = fund.Facts with { CashFlows = [.. fund.Flows], Commitments = [.. fund.Facts.Commitments], InvestorClasses = [.. fund.Facts.InvestorClasses] };
        fund.Commits(MainlandPrivate, 50, On(2024, 2, 1)).Calls(10, On(2024, 3, 1), Guidance);

        // LV-1 is made of pledges: 200/100, then 250/100. The call was told late too, and has no part in it.
        var restatement = Restated("LV-1", before, fund.Facts, FxTable.Empty, FxTable.Empty);

        Assert.Equal([new(RestatementCause.LatePosting, 0.5m)], restatement.Steps);
        Assert.Equal(["Commitment"], restatement.Rows.Select(row => row.Source).Where(source => source != "InvestorClassAssignment"));
    }

    [Fact]
    public void A_rate_and_a_class_told_later_have_steps_of_their_own()
    {
        var on = On(2024, 3, 1);
        var fund = Fund(Currency.Cny).Commits(Guidance, 100, on).Commits(HongKongPrivate, 100, on, Currency.Hkd).Commits(MainlandPrivate, 100, on);
        var before = fund.Facts with { InvestorClasses = [.. fund.Facts.InvestorClasses] };
        var private3 = before.Commitments[2].Investor;
        var after = fund.Facts with { InvestorClasses = [.. before.InvestorClasses, new(Guid.NewGuid(), private3, HongKongPublic, on, Noon(On(2025, 2, 1)))] };
        FxQuote[] rates = [Daily(Currency.Cny, on, 7m, First), Daily(Currency.Hkd, on, 7m, First)];

        // LV-3, Hong Kong capital to guidance money: 1.0; the dollar turns out to be worth half; then 0.5 + 1.0.
        var restatement = Restated(
            "LV-3", before, after, FxTable.KnownAt(rates, First), FxTable.KnownAt([.. rates, Daily(Currency.Hkd, on, 14m, Noon(On(2025, 2, 1)))], Later));

        Assert.Equal([new(RestatementCause.Fx, -0.5m), new(RestatementCause.Reclassification, 1m)], restatement.Steps);
        Assert.Equal((1m, 1.5m), (restatement.Before.Value, restatement.After.Value));
    }

    [Fact]
    public void A_class_that_a_method_came_to_count_as_private_is_a_reclassification()
    {
        var on = On(2024, 3, 1);
        var fund = Fund(Currency.Cny).Commits(Guidance, 100, on).Commits(LocalGovernment, 50, on).Commits(MainlandPrivate, 150, on).Facts;
        KnownState State(int version, ContributorSide local) => new([fund], FxTable.Empty)
        {
            Mappings = [new("OECD", version, new Dictionary<string, ContributorSide>
            {
                ["GUIDANCE_FUND"] = ContributorSide.Public, ["LOCAL_GOVERNMENT_FUND"] = local, ["MAINLAND_PRIVATE"] = ContributorSide.Private,
            })],
        };

        // LV-4: 150 private to 150 public; then 200 to 100.
        var restatement = Restatement.Of(State(1, ContributorSide.Public), State(2, ContributorSide.Private), AsOf, Later, Figure("LV-4-OECD"));

        Assert.Equal((1m, 2m), (restatement.Before.Value, restatement.After.Value));
        Assert.Equal([new(RestatementCause.Reclassification, 1m)], restatement.Steps);
    }

    [Fact]
    public void A_link_told_late_is_late_and_one_taken_back_is_a_correction()
    {
        var rounds = new[] { 60, 30, 20 }.Select(_ => Round(Startup(), 500, On(2024, 2, 1))).ToList();
        var (first, second, always) = (rounds[0], rounds[1], rounds[2].Startup);
        var fund = Fund(Currency.Cny).Commits(Guidance, 100, On(2024, 1, 1)).Commits(MainlandPrivate, 100, On(2024, 1, 1)).Buys(first, 60).Buys(second, 30).Buys(rounds[2], 20).Facts;
        KnownState State(params StartupId[] converting) => new([fund], FxTable.Empty) { Converting = converting.ToHashSet() };

        // Invested in conversion to guidance money: 60 and 20 of 100; the 60 taken back; the 30 told late.
        var restatement = Restatement.Of(State(first.Startup, always), State(second.Startup, always), AsOf, Later, Figure("CN_CONVERSION_MULTIPLE"));

        Assert.Equal((0.8m, 0.5m), (restatement.Before.Value, restatement.After.Value));
        Assert.Equal([new(RestatementCause.Correction, -0.6m), new(RestatementCause.LatePosting, 0.3m)], restatement.Steps);
    }

    [Fact]
    public void A_level_of_the_index_told_anew_is_a_correction()
    {
        var fund = Fund(Currency.Cny).Calls(100, On(2024, 1, 31), Guidance).Distributes(90, On(2024, 12, 31), Guidance).ReportsNav(0, On(2024, 12, 31)).Facts;
        IndexLevel[] levels = [Level(On(2024, 1, 31), 100m, First), Level(On(2024, 12, 31), 120m, First)];
        KnownState State(params IEnumerable<IndexLevel> told) => new([fund], FxTable.Empty) { Index = BenchmarkIndex.KnownAt("X", Currency.Cny, told, Later) };

        // KS-PME: 90 / (100 x 120/100) = 0.75; the start stood at 80, not 100: 90 / (100 x 120/80) = 0.6.
        var restatement = Restatement.Of(State(levels), State([.. levels, Level(On(2024, 1, 31), 80m, Noon(On(2025, 2, 1)))]), AsOf, Later, Figure("KS_PME"));

        Assert.Equal((0.75m, 0.6m), (restatement.Before.Value, restatement.After.Value));
        Assert.Equal([new(RestatementCause.Correction, -0.15m)], restatement.Steps);

        static IndexLevel Level(LocalDate on, decimal level, Instant told) => new(on, told, (long)(level * 100_000_000));
    }

    [Fact]
    public void Events_of_a_line_are_among_the_rows_and_parts_of_a_round_where_they_matter()
    {
        var told = Noon(On(2025, 2, 1));
        var round = Round(Startup(), 500, On(2024, 2, 1));
        var fund = Fund(Currency.Cny).Calls(100, On(2024, 7, 1), Guidance).ReportsNav(100, On(2024, 12, 31)).Buys(round, 60).Facts;
        var draw = new SubscriptionLineEvent(Guid.NewGuid(), LineEventKind.Draw, Money(20, Currency.Cny), On(2024, 6, 1), First);
        var before = fund with { LineEvents = [draw] };
        var part = new RoundPart(Guid.NewGuid(), MainlandPrivate, Money(440, Currency.Cny), told);
        var after = fund with
        {
            LineEvents = [draw, draw with { Id = Guid.NewGuid(), ReversesId = draw.Id, RecordedAt = told }, draw with { Id = Guid.NewGuid(), Amount = Money(10, Currency.Cny), RecordedAt = told }],
            Rounds = [round with { Parts = [part] }],
        };

        // Without the line: 120 paid in and worth 120; taken back, the figure has no value; then 110 and 110: nothing changed, and yet its terms did. Parts of rounds are none of its matter.
        var restatement = Restated("TVPI_EX_LINE", before, after, FxTable.Empty, FxTable.Empty);

        Assert.Equal((1m, 1m), (restatement.Before.Value, restatement.After.Value));
        Assert.Empty(restatement.Steps);
        Assert.Equal(
            ["SubscriptionLineEvent Correction", "SubscriptionLineEvent Correction"],
            restatement.Rows.Select(row => $"{row.Source} {row.Cause}"));
    }

    [Fact]
    public void A_figure_that_was_absent_has_no_steps()
    {
        var fund = Fund(Currency.Cny).Commits(MainlandPrivate, 100, On(2024, 1, 1));
        var before = fund.Facts with { Commitments = [.. fund.Facts.Commitments] };
        fund.Commits(Guidance, 50, On(2024, 2, 1));

        var restatement = Restated("LV-1", before, fund.Facts, FxTable.Empty, FxTable.Empty);

        Assert.Equal("NO_GUIDANCE_COMMITMENT", restatement.Before.StatusKey);
        Assert.Equal(3m, restatement.After.Value);
        Assert.Empty(restatement.Steps);
    }

    private static Restatement Restated(string key, FundFacts before, FundFacts after, FxTable fxBefore, FxTable fxAfter) => Restatement.Of(
        new([before], fxBefore), new([after], fxAfter), AsOf, Later,
        Figure(key));

    private static Func<IReadOnlyList<FundHistory>, KnownState, Measure> Figure(string key) => (funds, state) => MetricCatalog.Of(key).Compute(new PortfolioHistory
    {
        AsOf = AsOf, Funds = funds, ReportCurrency = Currency.Cny, Fx = state.Fx, Mappings = state.Mappings, Index = state.Index, Converting = state.Converting,
    });
}
