using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>IN-09 and the cohort figures: domain.md 2.1 with its edge cases, and 2.3 (T12).</summary>
public sealed class IncubationFiguresTests
{
    private static readonly LocalDate AsOf = On(2026, 6, 30);

    [Theory]
    [InlineData(2025, 1, 31, "WITHIN_LIMIT")] // founded 2023-01-31, entry 2025-01-31: exactly 24 months passes (不超過)
    [InlineData(2025, 2, 1, "OVER_LIMIT")]
    public void Exactly_24_months_at_entry_pass(int year, int month, int day, string status)
    {
        var startup = new StartupBuilder().Founded(On(2023, 1, 31)).Admitted(On(year, month, day));

        Assert.Equal(status, startup.Measure("ENTRY-AGE", AsOf).StatusKey);
        Assert.Equal(731, startup.Measure("ENTRY-AGE", AsOf).Denominator);
    }

    [Fact]
    public void A_limit_past_the_end_of_a_month_is_its_last_day() // month-end arithmetic: 2022-02-29 does not exist
    {
        Assert.Equal("WITHIN_LIMIT", new StartupBuilder().Founded(On(2020, 2, 29)).Admitted(On(2022, 2, 28)).Measure("ENTRY-AGE", AsOf).StatusKey);
        Assert.Equal("OVER_LIMIT", new StartupBuilder().Founded(On(2020, 2, 29)).Admitted(On(2022, 3, 1)).Measure("ENTRY-AGE", AsOf).StatusKey);
    }

    [Theory]
    [InlineData("ELECTRONICS", 2026, 1, 1, "WITHIN_LIMIT")] // 48 months
    [InlineData("ELECTRONICS", 2026, 1, 2, "OVER_LIMIT")]
    [InlineData("BIOMEDICINE", 2026, 1, 2, "WITHIN_LIMIT")] // 60 months
    [InlineData("BIOMEDICINE", 2027, 1, 2, "OVER_LIMIT")]
    public void A_stay_lasts_48_months_or_60_in_biomedicine(string sector, int year, int month, int day, string status) =>
        Assert.Equal(status, new StartupBuilder { Sector = sector }.Admitted(On(2022, 1, 1)).Measure("STAY-LENGTH", On(year, month, day)).StatusKey);

    [Fact]
    public void What_is_not_known_is_absent_with_its_reason()
    {
        Assert.Equal("FOUNDING_UNKNOWN", new StartupBuilder().Admitted(On(2025, 1, 1)).Measure("ENTRY-AGE", AsOf).StatusKey);
        Assert.Equal("NOT_ADMITTED", new StartupBuilder().Measure("STAY-LENGTH", AsOf).StatusKey);
        Assert.Equal("NO_MILESTONE_DUE", new StartupBuilder().Milestone("PRD-MVP", On(2026, 7, 1), null).Measure("ON-TIME", AsOf).StatusKey);
    }

    [Fact]
    public void Due_milestones_are_the_denominator_and_what_is_overdue_slips_on()
    {
        var startup = new StartupBuilder()
            .Milestone("A", On(2026, 1, 10), On(2026, 1, 10)) // on the day
            .Milestone("B", On(2026, 1, 10), On(2026, 1, 5))  // 5 days early
            .Milestone("C", On(2026, 1, 10), On(2026, 1, 31)) // 21 late
            .Milestone("D", On(2026, 6, 26), null)            // 4 overdue so far
            .Milestone("E", On(2026, 7, 1), On(2026, 6, 1))   // not due yet
            .Milestone("F", null, On(2026, 1, 1));            // no date was promised

        Assert.Equal((2, 4), ((int)startup.Measure("ON-TIME", AsOf).Numerator!, (int)startup.Measure("ON-TIME", AsOf).Denominator!));
        var slippage = startup.Measure("SLIPPAGE-DAYS", AsOf);
        Assert.Equal(5m, slippage.Value); // (0 - 5 + 21 + 4) / 4
        Assert.Equal([-5, 0, 4, 21], slippage.Evidence.Select(row => row.Days!.Value).Order());
        Assert.Equal("3 of 4 due reached", slippage.Outcome!.Detail);
    }

    [Fact]
    public void A_corrected_report_no_longer_counts_even_when_the_true_day_is_to_come()
    {
        var startup = new StartupBuilder().Milestone("A", On(2026, 1, 10), On(2026, 1, 9)).Corrects(On(2026, 8, 1), Noon(On(2026, 2, 1)));

        Assert.Equal(0m, startup.Measure("ON-TIME", AsOf).Value);
        Assert.Equal(1m, startup.Measure("ON-TIME", AsOf, knownAt: Noon(On(2026, 1, 31))).Value);
    }

    [Fact]
    public void Survival_counts_those_old_enough_and_a_young_cohort_is_absent()
    {
        StartupBuilder Admitted(int year) => new StartupBuilder().Admitted(On(year, 3, 1));
        StartupBuilder[] all =
        [
            Admitted(2022), Admitted(2022).Milestone("EXIT-CLOSE", null, On(2023, 2, 1)), Admitted(2022).Milestone("EXIT-CLOSE", null, On(2024, 2, 1)),
            Admitted(2022).Milestone("EXIT-MA", null, On(2022, 9, 1)), Admitted(2025),
        ];

        var one = StartupBuilder.AtPark("SURVIVAL-1Y", AsOf, null, all);
        Assert.Equal((4, 5), ((int)one.Numerator!, (int)one.Denominator!));
        var three = StartupBuilder.AtPark("SURVIVAL-3Y", AsOf, 2022, all);
        Assert.Equal((2, 4), ((int)three.Numerator!, (int)three.Denominator!));
        Assert.Equal("COHORT_TOO_YOUNG", StartupBuilder.AtPark("SURVIVAL-1Y", AsOf, 2025, all).StatusKey);
        Assert.Equal("COHORT_TOO_YOUNG", StartupBuilder.AtPark("SURVIVAL-5Y", AsOf, null, all).StatusKey);
    }

    [Fact] // T12 asks who survived: who left and was never heard of again is neither alive nor closed
    public void Silence_is_no_proof_of_life_and_is_told_beside_the_figure()
    {
        StartupBuilder Left() => new StartupBuilder().Admitted(On(2022, 3, 1)).Stays(IncubationKind.Left, On(2022, 9, 1));
        StartupBuilder[] all =
        [
            Left(), Left().Milestone("EXIT-CLOSE", null, On(2022, 12, 1)), Left().Raises(1m, On(2023, 3, 1)), Left().Raises(1m, On(2023, 2, 28)),
            Left().EarnsIn(2024, 1m), Left().Milestone("EXIT-IPO", null, On(2022, 10, 1)), Left().Milestone("EXIT-CLOSE", null, On(2023, 3, 2)), Left().Converts(On(2024, 1, 1)),
        ];

        var one = StartupBuilder.AtPark("SURVIVAL-1Y", AsOf, null, all);

        Assert.Equal((5, 6, "PARTIAL"), ((int)one.Numerator!, (int)one.Denominator!, one.StatusKey));
        Assert.Equal("5 alive, 1 closed, 2 unknown of 8 admitted at least 1 years before", one.Outcome!.Detail);
        Assert.Equal(6, one.Evidence.Sum(row => (int)row.Denominator));
        Assert.Equal("NO_SIGN_OF_LIFE", StartupBuilder.AtPark("SURVIVAL-1Y", AsOf, null, Left()).StatusKey);
    }

    [Fact]
    public void Time_to_the_first_round_begins_with_admission()
    {
        var raised = new StartupBuilder().Raises(1m, On(2024, 1, 1)).Admitted(On(2025, 1, 1)).Raises(1m, On(2025, 4, 11));
        var none = new StartupBuilder().Admitted(On(2025, 1, 1));

        Assert.Equal(100m, raised.Measure("FIRST-ROUND-DAYS", AsOf).Value); // 2025-01-01 to 04-11
        Assert.Equal("NO_ROUND", none.Measure("FIRST-ROUND-DAYS", AsOf).StatusKey);
        Assert.Equal("1 of 2 admitted had a round", StartupBuilder.AtPark("FIRST-ROUND-DAYS", AsOf, null, raised, none).Outcome!.Detail);
    }

    [Fact]
    public void A_conversion_taken_back_counts_no_more()
    {
        var (first, achievement) = (Guid.NewGuid(), new AchievementId(Guid.NewGuid()));
        var startup = new StartupBuilder().Admitted(On(2025, 1, 1)).Converts(On(2025, 2, 1), id: first, achievement: achievement).Converts(On(2025, 3, 1));
        Assert.Equal(2m, startup.Measure("CONVERSIONS", AsOf).Value);

        startup.Converts(On(2025, 2, 1), reverses: first, achievement: achievement);
        Assert.Equal(1m, startup.Measure("CONVERSIONS", AsOf).Value);
        Assert.Equal(0.5m, StartupBuilder.AtPark("CONVERSION-SHARE", AsOf, null, startup, new StartupBuilder().Admitted(On(2025, 1, 1))).Value);
    }

    [Fact]
    public void A_stay_taken_back_never_was()
    {
        var mistake = Guid.NewGuid();
        var startup = new StartupBuilder().Stays(IncubationKind.Admitted, On(2025, 1, 1), id: mistake).Stays(IncubationKind.Admitted, On(2025, 1, 1), mistake);

        Assert.Equal("NOT_ADMITTED", startup.Measure("STAY-LENGTH", AsOf).StatusKey);
    }
}
