using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>The pairs of dates that the points of a series are of.</summary>
internal static class SeriesDays
{
    /// <summary>The last days of the periods, and the last day asked for. Pure.</summary>
    public static IEnumerable<LocalDate> Ends(LocalDate from, LocalDate to, SeriesEvery every)
    {
        for (var end = EndOf(from, every); ; end = EndOf(end.PlusDays(1), every))
        {
            if (end >= to)
            {
                yield return to;
                yield break;
            }

            yield return end;
        }
    }

    /// <summary>
    /// Of each period the last day of which a run was published, as that run knew it: the night's own, and of days without a night the first one by hand.
    /// </summary>
    /// <param name="snapshot">As the reader.</param>
    /// <param name="query">Without an instant of its own.</param>
    /// <param name="most">One more than this is read at most.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static Task<List<(LocalDate AsOf, Instant KnownAt)>> PublishedAsync(FactSnapshot snapshot, FigureSeriesQuery query, int most, CancellationToken cancel) =>
        snapshot.QueryAsync(
            $"""
            select distinct on ({Period(query.Every)}) business_date, known_at
            from metric_run
            where state = 'PUBLISHED' and business_date between $1 and $2
            order by {Period(query.Every)}, business_date desc, kind <> 'NIGHTLY', published_at
            limit {most + 1}
            """,
            row => (row.GetFieldValue<LocalDate>(0), row.GetFieldValue<Instant>(1)),
            cancel,
            query.From,
            query.To);

    private static string Period(SeriesEvery every) => every == SeriesEvery.Night ? "business_date" : $"date_trunc('{every.ToString().ToLowerInvariant()}', business_date)";

    private static LocalDate EndOf(LocalDate day, SeriesEvery every) => every switch
    {
        SeriesEvery.Month => DateAdjusters.EndOfMonth(day),
        SeriesEvery.Quarter => DateAdjusters.EndOfMonth(new LocalDate(day.Year, (day.Month + 2) / 3 * 3, 1)),
        SeriesEvery.Year => new LocalDate(day.Year, 12, 31),
        _ => day,
    };
}
