using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// Figures of one group over many days: read where a night keeps them, reckoned where it does not, so that there is a chart of everything a report
/// of funds tells; what is of startups and incubators has its series in the lists that nights fill (NOT_OF_FUNDS names them). For whom and with what errors <see cref="PullLeverageReport"/> says; and FROM_AFTER_TO, GROUP_NOT_NAMED, TOO_MANY_POINTS, NOTHING_PUBLISHED.
/// </summary>
public sealed class PullFigureSeries(DatabaseLogins logins, PullLeverageReport report, IClock clock)
{
    /// <summary>Each may have to be reckoned, at some tens of milliseconds.</summary>
    public const int MostPoints = 62;

    // A day of which nothing is known yet is a gap in the series; anything else is wrong on every day.
    private static readonly HashSet<string> Gaps = new(StringComparer.Ordinal) { "NOTHING_RECORDED", "GROUP_UNKNOWN" };

    /// <param name="work">Counts what it takes.</param>
    /// <exception cref="AccessDeniedException">Incubators and administrators see no figures of sub-funds.</exception>
    public async Task<Result<FigureSeries>> RunAsync(Actor actor, FigureSeriesQuery query, string requestId, Work work, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        actor.Require(Role.Policy, Role.FundManager);
        if (Refusals(query) is { Count: > 0 } refusals)
        {
            return refusals;
        }

        var days = await DaysAsync(actor, query, requestId, cancel);
        if (!days.IsOk)
        {
            return days.Errors.ToList();
        }

        var points = new List<SeriesPoint>();
        IReadOnlyList<Error>? gap = null;
        foreach (var (asOf, knownAt) in days.Value)
        {
            var told = await report.RunAsync(actor, query.Figure with { AsOf = asOf, KnownAt = knownAt }, requestId, work, cancel);
            if (!told.IsOk && !told.Errors.All(error => Gaps.Contains(error.Code)))
            {
                return told.Errors.ToList();
            }

            gap ??= told.IsOk ? null : told.Errors;
            points.Add(new(asOf, told.IsOk ? told.Value.KnownAt : knownAt, told.IsOk ? told.Value : null, told.IsOk ? null : UserErrors.Of(told.Errors[0], query.Figure.Language).Message));
        }

        return points.TrueForAll(point => point.Report is null) && gap is not null ? gap.ToList() : new FigureSeries(query, points);
    }

    private async Task<Result<List<(LocalDate AsOf, Instant KnownAt)>>> DaysAsync(Actor actor, FigureSeriesQuery query, string requestId, CancellationToken cancel)
    {
        if (query.KnownAt is { } knownAt)
        {
            return SeriesDays.Ends(query.From, query.To, query.Every).Take(MostPoints + 1).Select(day => (day, knownAt)).ToList() is { Count: <= MostPoints } ends ? ends : TooMany();
        }

        await using var snapshot = await FactSnapshot.OpenAsync(logins, actor, requestId, cancel);
        return await SeriesDays.PublishedAsync(snapshot, query, MostPoints, cancel) switch
        {
            { Count: > MostPoints } => TooMany(),
            { Count: 0 } => new Error("NOTHING_PUBLISHED", "from", "No run was published of a day in this span. Name knownAt to have the figures reckoned."),
            var published => published,
        };

        static Error TooMany() => new Error("TOO_MANY_POINTS", "every", $"More than {MostPoints} points. Ask for a shorter span, or for points further apart.").With("limit", MostPoints);
    }

    private List<Error> Refusals(FigureSeriesQuery query) =>
    [
        .. new[]
        {
            QueryErrors.InFuture(query.To, HongKong.Today(clock), "to"),
            query.From > query.To ? new Error("FROM_AFTER_TO", "from", "The first day must not lie after the last one.") : null,
            query.From < KnownAt.FirstFact ? QueryErrors.NothingRecorded(query.From, query.KnownAt ?? KnownAt.FirstRecord) : null,
            query.Figure.Group is null && query.Figure.GroupBy != LeverageGroupBy.Total
                ? new Error("GROUP_NOT_NAMED", "group", $"A series is of one group: name which of {query.Figure.GroupBy.Print()}. leverageReport lists their keys.").With("groupBy", query.Figure.GroupBy.Print())
                : null,
        }.OfType<Error>(),
        .. query.Figure.Asked.Select(metric => QueryErrors.NotOfFundsInSeries("definitions", metric)).OfType<Error>(),
    ];
}
