using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>One night owed: the figures of a business date as they were known at an instant.</summary>
/// <param name="BusinessDate">asOf of every figure in it.</param>
/// <param name="KnownAt">Rows recorded later do not count, however late the night is made up.</param>
public readonly record struct DueNight(LocalDate BusinessDate, Instant KnownAt);

/// <summary>A nightly row of the run table, as far as planning asks.</summary>
public readonly record struct PlannedNight(LocalDate BusinessDate, Instant KnownAt, bool IsPublished);

/// <summary>
/// Which business dates lack a published run: a pure function of now and the run table. Misfires, downtime, clock steps
/// and double alarms all collapse into this one question.
/// </summary>
public static class NightPlan
{
    /// <summary>Hong Kong keeps UTC+8 all year (since 1979); its days are the product's days.</summary>
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Hong_Kong"];

    /// <summary>When the night of a business date is due on the next morning, local time.</summary>
    public static readonly LocalTime AlarmTime = new(2, 30);

    /// <summary>The instant at which the night of a business date is due; also its knownAt.</summary>
    public static Instant ScheduledAt(LocalDate businessDate) =>
        Zone.AtLeniently(businessDate.PlusDays(1).At(AlarmTime)).ToInstant();

    public static LocalDate Today(Instant now) => now.InZone(Zone).Date;

    public static LocalDate Yesterday(Instant now) => Today(now).PlusDays(-1);

    /// <summary>
    /// The first night of a database. Its facts were recorded after the scheduled instant, so it is dated by what is known
    /// by now instead.
    /// </summary>
    /// <param name="now">The database's clock.</param>
    /// <param name="closedHorizon">Nothing recorded before it can still appear.</param>
    public static DueNight First(Instant now, Instant closedHorizon) => new(Yesterday(now), closedHorizon);

    /// <summary>
    /// The nights owed now, oldest first: every date from the first planned night up to yesterday that has no published
    /// run and whose time has come. Nothing is owed before the first night was planned.
    /// </summary>
    /// <param name="now">The database's clock; a step backwards owes less, never twice.</param>
    /// <param name="nights">Every nightly row, published or not, at most one per date.</param>
    public static IReadOnlyList<DueNight> Due(Instant now, IReadOnlyCollection<PlannedNight> nights)
    {
        if (nights.Count == 0)
        {
            return [];
        }

        var byDate = nights.ToDictionary(night => night.BusinessDate);
        var due = new List<DueNight>();
        for (var date = byDate.Keys.Min(); date <= Yesterday(now); date = date.PlusDays(1))
        {
            var night = byDate.TryGetValue(date, out var planned)
                ? planned
                : new PlannedNight(date, ScheduledAt(date), IsPublished: false);
            if (!night.IsPublished && night.KnownAt <= now)
            {
                due.Add(new DueNight(date, night.KnownAt));
            }
        }

        return due;
    }
}
