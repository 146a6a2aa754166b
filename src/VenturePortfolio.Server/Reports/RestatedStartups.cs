namespace VenturePortfolio.Server;

/// <summary>
/// The restatement of a figure of milestones: of one startup, of an incubator or of those it admitted in one year, or of all startups together. Whoever gets
/// the figure from <see cref="PullIncubationReport"/> is told why it changed.
/// </summary>
internal static class RestatedStartups
{
    /// <summary>Figures of groups whose denominator does not count startups, but stays or milestones.</summary>
    private static readonly HashSet<Metric> OfOtherThings = [GraduationShare.Rate, Punctuality.OnTime, Punctuality.Slippage];

    internal static bool Covers(Metric metric) =>
        metric.Subject is MetricSubject.Startup or MetricSubject.Incubator or MetricSubject.StartupOrIncubator;

    /// <summary>What is missing, or asked of funds. Fund managers are told of single startups only.</summary>
    internal static IEnumerable<Error> Refusals(Role role, RestatementQuery query)
    {
        var metric = MetricCatalog.Of(query.Definition);
        var figure = query.Figure;
        List<(string Path, bool IsGiven)> unexpected =
        [
            ("programme", figure.Programme is not null), ("subFund", figure.SubFund is not null), ("group", query.Group is not null), ("fxBasis", figure.Basis is not null),
            ("currency", figure.Currency is not null),
            ("startupId", query.Startup is not null && (query.Incubator is not null || metric.Subject == MetricSubject.Incubator)),
            ("cohort", query.Startup is not null && query.Cohort is not null),
        ];
        List<(string Path, bool IsMissing)> missing =
        [
            ("startupId", query.Startup is null && (metric.Subject == MetricSubject.Startup || role == Role.FundManager)),
            ("incubatorId", query.Cohort is not null && query.Startup is null && query.Incubator is null),
        ];
        return [.. missing.Where(of => of.IsMissing).Select(of => TypedText.Missing(of.Path)), .. unexpected.Where(of => of.IsGiven).Select(of => NotExpected(of.Path))];
    }

    /// <summary>A figure of funds is asked for by nothing of these.</summary>
    internal static IEnumerable<Error> Misplaced(RestatementQuery query) =>
        new[] { ("incubatorId", query.Incubator is not null), ("startupId", query.Startup is not null), ("cohort", query.Cohort is not null) }
            .Where(of => of.Item2).Select(of => NotExpected(of.Item1));

    /// <summary>Errors: NOT_FOUND (startupId, incubatorId), REQUIRED (incubatorId: the reader has several), NOTHING_RECORDED, TOO_MANY_STARTUPS.</summary>
    internal static async Task<Result<RestatementReport>> ReadAsync(FactSnapshot snapshot, Role role, RestatementQuery query, bool isWaitedFor, CancellationToken cancel)
    {
        var (metric, asOf) = (MetricCatalog.Of(query.Definition), query.AsOf);
        var own = await IncubationSubjects.ReadAsync(
            snapshot, role, new IncubationQuery { AsOf = asOf, Incubator = query.Incubator, Startup = query.Startup, Cohort = query.Cohort }, cancel);
        if (own is null)
        {
            return NotFound.At(query.Startup is null ? "incubatorId" : "startupId");
        }

        if (own is { Scope: not null, Only: null })
        {
            return TypedText.Missing("incubatorId");
        }

        if (isWaitedFor && await InlineSize.TooManyStartupsAsync(snapshot, own.Scope, pairs: 2, cancel) is { } tooMany)
        {
            return tooMany;
        }

        var (first, last) = (KnownAt.Truncate(query.KnownAt1), KnownAt.Truncate(query.KnownAt2));
        var known = new KnownTwice(
            asOf, first, last, await PortfolioFactsLoad.FxAsync(snapshot, asOf, first, cancel), await PortfolioFactsLoad.FxAsync(snapshot, asOf, last, cancel));
        var facts = await StartupFactsLoad.EachUncutAsync(snapshot, asOf, last, own.Scope, cancel).ToListAsync(cancel);
        var told = StartupRestatement.Of(facts, known, Pool, (pool, rates) => Measured(metric, pool, rates, asOf, isHidden: role == Role.FundManager));
        if (told.First.Members.Count == 0 && told.Last.Members.Count == 0)
        {
            return QueryErrors.NothingRecorded(asOf, last);
        }

        var published = await PublishedFigure.OfStartupsAsync(snapshot, query, own.Scope is null ? null : own.Only, cancel);
        var rates = told.Told.Moving.Contains(Restatement.FxRows) ? await RestatedTables.RatesAsync(snapshot, query, cancel) : [];
        return new RestatementReport(query, metric, told.Told.After.Currency ?? Currency.Cny, Revised(told.Told, published) with { Rows = [.. told.Told.Rows, .. rates] })
        {
            First = Covered(metric, told.Told.Before, told.First), Last = Covered(metric, told.Told.After, told.Last),
        };

        StartupPool Pool(IEnumerable<StartupHistory> startups)
        {
            if (query.Startup is not null)
            {
                return StartupPool.Of(startups.First(startup => startup.Startup.Value == own.Only));
            }

            var admitted = own.Scope is null ? StartupPool.Whole(startups) : StartupPool.Of(new IncubatorId(own.Only!.Value), startups);
            return query.Cohort is null ? admitted : admitted.Cohorts().FirstOrDefault(cohort => cohort.CohortYear == query.Cohort) ?? StartupPool.Whole([]);
        }
    }

    private static Measure Measured(Metric metric, StartupPool pool, FxTable rates, NodaTime.LocalDate asOf, bool isHidden) =>
        isHidden && PullIncubationReport.OfStays.Contains(metric) ? PullIncubationReport.Hidden(metric) : metric.Compute(new PortfolioHistory
        {
            AsOf = asOf, Startups = pool, ReportCurrency = Currency.Cny, Fx = rates, KeepsTrail = false,
        });

    /// <summary>What people read then was made by another revision of the definition.</summary>
    private static Restatement Revised(Restatement told, decimal? published) =>
        published is { } read && told.Before.Value is { } computed && told.After.Value is not null && read != computed
            ? told with { Before = told.Before with { Value = read }, Steps = [new(RestatementCause.Definition, computed - read), .. told.Steps] }
            : told;

    private static RestatedFigure Covered(Metric metric, Measure measure, StartupPool pool) => new(
        new Figure(metric, measure, measure.Absent is not null ? 0 : !pool.IsGroup || OfOtherThings.Contains(metric) ? pool.Members.Count : (int)measure.Denominator!.Value, []),
        pool.Members.Count);

    private static Error NotExpected(string path) => new("NOT_EXPECTED", path, "This must be left empty here.");
}
