using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Thresholds and edge cases: domain.md 2.1, IN-10 and the list of edge cases below the table.</summary>
public sealed class GraduationTests
{
    private static readonly LocalDate AsOf = On(2026, 6, 30);

    [Theory]
    [InlineData(5_000_000, "NOT_MET")] // exactly 5,000,000 fails for 超過
    [InlineData(5_000_000.01, "MET")]
    public void Financing_must_be_over_five_million(double total, string status)
    {
        var measure = new StartupBuilder().Raises(2_000_000m, On(2024, 1, 10)).Raises((decimal)total - 2_000_000m, On(2025, 3, 2))
            .Measure("GRAD-FINANCING", AsOf);

        Assert.Equal(status, measure.StatusKey);
        Assert.Equal(500_000_000, measure.Denominator);
        Assert.Equal((Int128)((decimal)total * 100), measure.Numerator);
        Assert.Equal(status == "MET" ? On(2025, 3, 2) : null, measure.Outcome!.On);
        Assert.Equal(measure.Numerator, measure.Evidence.Aggregate((Int128)0, (sum, row) => sum + row.AmountMinor!.Value));
    }

    [Theory]
    [InlineData(10_000_000, "NOT_MET")] // exactly 10,000,000 fails for 超過
    [InlineData(10_000_000.01, "MET")]
    public void Revenue_of_two_consecutive_years_must_be_over_ten_million(double total, string status)
    {
        var measure = new StartupBuilder().EarnsIn(2023, 4_000_000m).EarnsIn(2024, (decimal)total - 4_000_000m).EarnsIn(2025, 1m)
            .Measure("GRAD-REVENUE", AsOf);

        Assert.Equal(status, measure.StatusKey);
        Assert.Equal((Int128)((decimal)total * 100), measure.Numerator);
        Assert.Equal(1_000_000_000, measure.Denominator);
        Assert.Equal(status == "MET" ? On(2024, 12, 31) : null, measure.Outcome!.On);
    }

    [Fact]
    public void Years_apart_are_not_added_and_halves_of_a_counted_year_count_once()
    {
        var measure = new StartupBuilder().EarnsIn(2021, 9_000_000m).EarnsIn(2023, 6_000_000m)
            .Earns(3_000_000m, On(2023, 1, 1), On(2023, 6, 30))
            .Measure("GRAD-REVENUE", AsOf);

        Assert.Equal(0.9m, measure.Value);
        Assert.Equal("NOT_MET", measure.StatusKey);
    }

    [Fact]
    public void Hong_Kong_dollars_are_converted_at_the_rates_of_the_days_own_date_which_are_shown()
    {
        var on = On(2025, 3, 3);
        var fx = FxTable.KnownAt([Daily(Currency.Cny, on, 7m), Daily(Currency.Hkd, on, 7.8m)], Ever);

        var measure = new StartupBuilder().Raises(7_800_000m, on, Currency.Hkd).Measure("GRAD-FINANCING", AsOf, fx);

        Assert.Equal(700_000_000, measure.Numerator); // 7.8 M HKD x 7 / 7.8
        Assert.Equal("MET", measure.StatusKey);
        Assert.Equal([(Currency.Cny, on), (Currency.Hkd, on)], measure.Rates.Select(rate => (rate.Currency, rate.EffectiveOn)));
        Assert.Equal(FxBasis.TransactionDate, measure.FxBasis);
    }

    [Fact]
    public void A_missing_rate_matters_only_while_the_rest_is_not_enough()
    {
        var startup = new StartupBuilder().Raises(1_000_000m, On(2025, 3, 3), Currency.Hkd);
        Assert.Equal("FX_MISSING", startup.Measure("GRAD-FINANCING", AsOf).StatusKey);
        Assert.Equal("FX_MISSING", startup.Measure("GRADUATION", AsOf).StatusKey);

        startup.Raises(6_000_000m, On(2025, 4, 3));
        Assert.Equal("MET", startup.Measure("GRAD-FINANCING", AsOf).StatusKey);
    }

    [Fact]
    public void Money_of_a_listing_is_not_venture_capital() =>
        Assert.Equal(0m, new StartupBuilder().Lists(90_000_000m, On(2025, 1, 1)).Measure("GRAD-FINANCING", AsOf).Value);

    [Fact]
    public void Certificate_and_exit_are_met_on_the_day_they_happened_as_far_as_was_known()
    {
        var startup = new StartupBuilder().Milestone("CERT-HNTE", null, On(2025, 5, 1), Noon(On(2025, 7, 1))).Milestone("EXIT-MA", null, On(2026, 1, 1));

        Assert.Equal(On(2025, 5, 1), startup.Measure("GRAD-HNTE", AsOf).Outcome!.On);
        Assert.Equal("NOT_MET", startup.Measure("GRAD-HNTE", AsOf, knownAt: Noon(On(2025, 6, 30))).StatusKey);
        Assert.Equal("NOT_MET", startup.Measure("GRAD-EXIT", On(2025, 12, 31)).StatusKey);
        Assert.Equal(On(2025, 5, 1), startup.Measure("GRADUATION", AsOf).Outcome!.On);
        Assert.Equal(0m, new StartupBuilder().Measure("GRADUATION", AsOf).Value);
    }

    // IN-10 asks for "recognised" and "merged or listed" and for no level of 5.1; V0 is what somebody says. So it is met, and the level is told.
    [Theory]
    [InlineData(Verification.SelfReported, "met on 2025-05-01, V0", "SELF_REPORTED")]
    [InlineData(Verification.DocumentChecked, "met on 2025-05-01, V1", "")]
    [InlineData(Verification.ThirdPartyConfirmed, "met on 2025-05-01, V2", "")]
    public void A_ground_tells_how_far_it_was_checked(Verification level, string detail, string flags)
    {
        var startup = new StartupBuilder().Admitted(On(2024, 1, 1)).Milestone("CERT-HNTE", null, On(2025, 5, 1), level: level);

        Assert.All(["GRAD-HNTE", "GRADUATION"], key =>
        {
            var measure = startup.Measure(key, AsOf);
            Assert.Equal(("MET", detail, flags), (measure.StatusKey, measure.Outcome!.Detail, string.Join(' ', measure.Flags)));
        });
        Assert.Equal(flags, string.Join(' ', StartupBuilder.AtPark("GRAD-HNTE-SHARE", AsOf, null, startup).Flags));
    }

    [Fact]
    public void A_better_proven_ground_stands_in_for_a_self_report()
    {
        var startup = new StartupBuilder().Admitted(On(2024, 1, 1)).Milestone("EXIT-MA", null, On(2025, 5, 1), level: Verification.SelfReported);
        Assert.Equal("1 of 1 startups ever admitted; self-reported only: 1", StartupBuilder.AtPark("GRADUATION-SHARE", AsOf, null, startup).Outcome!.Detail);

        startup.Milestone("EXIT-IPO", null, On(2025, 9, 1), level: Verification.ThirdPartyConfirmed);
        Assert.Equal("met on 2025-05-01, V2", startup.Measure("GRAD-EXIT", AsOf).Outcome!.Detail);
        Assert.Empty(startup.Measure("GRADUATION", AsOf).Flags);
    }

    [Fact]
    public void A_park_says_of_how_many_and_who_could_not_be_judged()
    {
        StartupBuilder Member() => new StartupBuilder().Admitted(On(2024, 1, 1));
        var measure = StartupBuilder.AtPark(
            "GRAD-FINANCING-SHARE", AsOf, null,
            Member().Raises(6_000_000m, On(2025, 1, 1)), Member(), Member().Raises(1m, On(2025, 1, 1), Currency.Hkd), new StartupBuilder());

        Assert.Equal(0.5m, measure.Value);
        Assert.Equal((1, 2), ((int)measure.Numerator!, (int)measure.Denominator!));
        Assert.Equal("PARTIAL", measure.StatusKey);
        Assert.Equal("1 of 2 startups ever admitted; not judged: 1 (FX_MISSING)", measure.Outcome!.Detail);
    }

    [Fact]
    public void The_rate_of_a_year_states_its_denominator() // T02 of domain.md 2.3
    {
        var measure = StartupBuilder.AtPark(
            "GRADUATION-RATE", AsOf, null,
            new StartupBuilder().Admitted(On(2023, 1, 1)).Stays(IncubationKind.Graduated, On(2026, 2, 1)),
            new StartupBuilder().Admitted(On(2023, 1, 1)),
            new StartupBuilder().Admitted(On(2026, 3, 1)),
            new StartupBuilder().Admitted(On(2022, 1, 1)).Stays(IncubationKind.Graduated, On(2025, 12, 31)));

        Assert.Equal((1, 3), ((int)measure.Numerator!, (int)measure.Denominator!));
        Assert.Equal("1 of 2 at the start of 2026 and 1 new in it", measure.Outcome!.Detail);
        Assert.Equal(["YEAR_TO_DATE"], measure.Flags); // T02 is of graduates in a year: 2026 is half over
        Assert.Empty(StartupBuilder.AtPark("GRADUATION-RATE", On(2026, 12, 31), null, new StartupBuilder().Admitted(On(2023, 1, 1))).Flags);
    }
}
