using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// In the demo, runs of the quarter ends before the first night, as known at that night: with one night alone no measure has a course and no rule
/// a history. They wait as requested runs (docs/decisions/0031), so nobody waits for them to listen. Elsewhere whoever wants them asks: the facts
/// of a new database are seldom all there, and a run stays as it was published.
/// </summary>
internal static class PastQuarters
{
    /// <summary>Two years.</summary>
    private const int Count = 8;

    /// <returns>How many were asked for: none but in the demo, and none beside a generated world, whose nights take minutes.</returns>
    internal static async Task<int> RequestAsync(StartContext context, DueNight first, CancellationToken cancel)
    {
        if (!SignInSettings.From(context.Configuration).IsDemo || await SeedScale.IsThereAsync(context.Logins.Job, cancel))
        {
            return 0;
        }

        var runs = new RunTable(context.Logins);
        foreach (var end in Before(first.BusinessDate))
        {
            await runs.PlanRequestedAsync(first with { BusinessDate = end }, cancel);
        }

        return Count;
    }

    /// <summary>The last eight quarter ends before a day, the newest first: that is the order in which they are done.</summary>
    internal static IEnumerable<LocalDate> Before(LocalDate day)
    {
        var quarter = new LocalDate(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1);
        return Enumerable.Range(0, Count).Select(back => quarter.PlusMonths(-3 * back).PlusDays(-1));
    }
}
