using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Which nights are owed. Instants are UTC: 02:30 in Hong Kong is 18:30 UTC of the day before.</summary>
public sealed class NightPlanTests
{
    private static readonly LocalDate First = new(2026, 11, 20);

    [Fact]
    public void A_night_is_scheduled_at_half_past_two_the_next_morning_in_Hong_Kong() =>
        Assert.Equal(Instant.FromUtc(2026, 11, 20, 18, 30), NightPlan.ScheduledAt(First));

    [Fact]
    public void The_alarm_in_UTC_rings_at_the_scheduled_instant() =>
        Assert.Equal(
            NightPlan.ScheduledAt(First).ToDateTimeOffset(),
            new Quartz.CronExpression(NightAlarm.DailyCronUtc, TimeZoneInfo.Utc)
                .GetNextValidTimeAfter(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Nothing_is_owed_before_the_first_night_was_planned() =>
        Assert.Empty(NightPlan.Due(Instant.FromUtc(2026, 11, 24, 0, 0), []));

    [Fact]
    public void The_first_night_is_of_yesterday_and_known_at_the_closed_horizon()
    {
        // 17:00 UTC is already the 24th in Hong Kong.
        var now = Instant.FromUtc(2026, 11, 23, 17, 0);
        var horizon = now - Duration.FromSeconds(3);
        Assert.Equal(new DueNight(new LocalDate(2026, 11, 23), horizon), NightPlan.First(now, horizon));
    }

    [Fact]
    public void The_first_night_is_owed_at_once_although_its_scheduled_instant_is_still_to_come()
    {
        var now = Instant.FromUtc(2026, 11, 23, 17, 0);
        var first = NightPlan.First(now, now);
        Assert.Equal([first], NightPlan.Due(now, [new PlannedNight(first.BusinessDate, first.KnownAt, IsPublished: false)]));
    }

    [Fact]
    public void Three_nights_of_downtime_are_owed_once_each_as_they_were_known_then()
    {
        Assert.Equal(
            [
                new DueNight(new LocalDate(2026, 11, 21), Instant.FromUtc(2026, 11, 21, 18, 30)),
                new DueNight(new LocalDate(2026, 11, 22), Instant.FromUtc(2026, 11, 22, 18, 30)),
                new DueNight(new LocalDate(2026, 11, 23), Instant.FromUtc(2026, 11, 23, 18, 30)),
            ],
            NightPlan.Due(Instant.FromUtc(2026, 11, 24, 3, 0), [Published(First)]));
    }

    [Fact]
    public void A_night_is_not_owed_before_half_past_two()
    {
        Assert.Empty(NightPlan.Due(Instant.FromUtc(2026, 11, 21, 18, 29, 59), [Published(First)]));
        Assert.Single(NightPlan.Due(Instant.FromUtc(2026, 11, 21, 18, 30), [Published(First)]));
    }

    [Fact]
    public void A_second_alarm_owes_nothing_once_the_night_is_published() =>
        Assert.Empty(NightPlan.Due(Instant.FromUtc(2026, 11, 20, 18, 30, 1), [Published(First)]));

    [Fact]
    public void A_failed_night_between_published_ones_stays_owed_with_its_own_known_at()
    {
        var failed = new PlannedNight(First.PlusDays(1), Instant.FromUtc(2026, 11, 21, 18, 30), IsPublished: false);
        Assert.Equal(
            [new DueNight(failed.BusinessDate, failed.KnownAt)],
            NightPlan.Due(Instant.FromUtc(2026, 11, 22, 20, 0), [Published(First), failed, Published(First.PlusDays(2))]));
    }

    [Fact]
    public void A_clock_stepped_back_owes_nothing_and_one_stepped_forward_and_back_owes_nothing_twice()
    {
        PlannedNight[] nights = [Published(First), Published(First.PlusDays(1))];
        Assert.Empty(NightPlan.Due(Instant.FromUtc(2026, 11, 19, 0, 0), nights));
        Assert.Empty(NightPlan.Due(Instant.FromUtc(2026, 11, 21, 18, 30), nights));
    }

    [Fact]
    public void The_29th_of_February_is_a_night_like_any_other()
    {
        var due = NightPlan.Due(Instant.FromUtc(2028, 3, 1, 19, 0), [Published(new LocalDate(2028, 2, 27))]);
        Assert.Equal(
            [new LocalDate(2028, 2, 28), new LocalDate(2028, 2, 29), new LocalDate(2028, 3, 1)],
            due.Select(night => night.BusinessDate));
        Assert.Equal(Instant.FromUtc(2028, 2, 29, 18, 30), due[1].KnownAt);
    }

    private static PlannedNight Published(LocalDate date) => new(date, NightPlan.ScheduledAt(date), IsPublished: true);
}
