using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Figures of milestones at any pair of dates: policy staff of everything, incubators of their own and their startups, fund managers of one startup their funds
/// hold or held. Of groups of a published pair what the run stored is given, unless something beside the values is asked for; else they are computed now. Errors: AS_OF_IN_FUTURE, KNOWN_AT_NOT_CLOSED, UNKNOWN_DEFINITION, NOT_OF_STARTUPS, NOT_EARLIER,
/// NOT_EXPECTED (startupId, cohort), REQUIRED (startupId), DEFINITIONS_EMPTY, OF_ONE_STARTUP, OF_MANY_STARTUPS, COHORT_EMPTY, NOT_FOUND (incubatorId, startupId), NOTHING_RECORDED,
/// TOO_MANY_STARTUPS (persons only: whoever sits at the server may wait).
/// </summary>
public sealed partial class PullIncubationReport(DatabaseLogins logins, IClock clock, ILogger<PullIncubationReport> log)
{
    /// <summary>Reason of absence where a figure stands on stays, which fund managers do not see.</summary>
    public const string NotVisible = "NOT_VISIBLE";

    /// <summary>Told of one startup, and made of its stays.</summary>
    internal static readonly HashSet<Metric> OfStays = [IncubationLimits.Entry, IncubationLimits.Length, TimeToFirstRound.Metric];

    /// <exception cref="AccessDeniedException">Administrators see no figures.</exception>
    public Task<Result<IncubationReport>> RunAsync(Actor actor, IncubationQuery query, string requestId, CancellationToken cancel) =>
        RunAsync(actor, query, requestId, new Work(), cancel);

    /// <param name="work">Counts what it takes.</param>
    /// <exception cref="AccessDeniedException">Administrators see no figures.</exception>
    public async Task<Result<IncubationReport>> RunAsync(Actor actor, IncubationQuery query, string requestId, Work work, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        actor.Require(Role.Policy, Role.Incubator, Role.FundManager);
        return await RunAsync(
            actor.Role, query, logins.DataSourceOf(actor.Role), async () => (await FactSnapshot.OpenAsync(logins, actor, requestId, cancel)).CountedBy(work), isWaitedFor: true, work, cancel);
    }

    /// <summary>For whoever sits at the terminal of the server: everything.</summary>
    public Task<Result<IncubationReport>> RunAsync(IncubationQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        return RunAsync(Role.Policy, query, logins.Job, () => FactSnapshot.OpenAsync(logins, cancel), isWaitedFor: false, new Work(), cancel);
    }

    private async Task<Result<IncubationReport>> RunAsync(
        Role role, IncubationQuery query, NpgsqlDataSource source, Func<Task<FactSnapshot>> openAsync, bool isWaitedFor, Work work, CancellationToken cancel)
    {
        var horizon = await KnownAt.ClosedHorizonAsync(source, cancel);
        if (Refusals(role, query, horizon) is { Count: > 0 } refusals)
        {
            return refusals;
        }

        var knownAt = KnownAt.Truncate(query.KnownAt ?? horizon);
        if (query.AsOf < KnownAt.FirstFact || knownAt < KnownAt.FirstRecord)
        {
            return QueryErrors.NothingRecorded(query.AsOf, knownAt);
        }

        await using var snapshot = await openAsync();
        var own = await IncubationSubjects.ReadAsync(snapshot, role, query, cancel);
        if (own is null)
        {
            return NotFound.At(query.Startup is null ? "incubatorId" : "startupId");
        }

        var facts = await new PortfolioFacts
        {
            AsOf = query.AsOf, KnownAt = knownAt, Programmes = [], Funds = [], Support = [], Mappings = [], Fx = FxTable.Empty,
        }.WithTargetsAsync(snapshot, cancel);
        if (PublishedIncubation.Answers(query)
            && await PublishedValues.RunAsync(snapshot, query.AsOf, knownAt, cancel) is { } run
            && await PublishedIncubation.GroupsAsync(snapshot, run, own, query, facts.Targets, cancel) is { } stored)
        {
            work.Reads(stored.Sum(group => group.Figures.Count));
            return new IncubationReport(query.AsOf, knownAt, run, stored);
        }

        if (isWaitedFor && await InlineSize.TooManyStartupsAsync(snapshot, own.Scope, query.CompareTo is null ? 1 : 2, cancel) is { } tooMany)
        {
            return tooMany;
        }

        var groups = await own.GroupsAsync(snapshot, query.AsOf, knownAt, cancel);
        if (groups.Count == 0)
        {
            return query.Cohort is { } year
                ? new Error("COHORT_EMPTY", "cohort", $"Nobody was first admitted in {year}.").With("cohort", year)
                : QueryErrors.NothingRecorded(query.AsOf, knownAt);
        }

        // Rates alone: figures of startups are made of nothing else that funds have.
        facts = facts with { Fx = await PortfolioFactsLoad.FxAsync(snapshot, query.AsOf, knownAt, cancel) };
        var before = query.CompareTo is { } day
            ? (Groups: (await own.GroupsAsync(snapshot, day, knownAt, cancel)).ToDictionary(group => group.Of.Key, group => group.Pool, StringComparer.Ordinal),
                Facts: facts with { AsOf = day, Fx = await PortfolioFactsLoad.FxAsync(snapshot, day, knownAt, cancel) })
            : ([], facts);
        return new IncubationReport(query.AsOf, knownAt, null, [.. groups.Select(group => new IncubationGroup(
            group.Of.Key, group.Of.Title, group.Of.Incubator, group.Of.Startup, group.Of.Cohort, group.Pool.Members.Count,
            [.. Metrics(query, group.Pool).Select(metric => Of(metric, group.Of, group.Pool, before.Groups.GetValueOrDefault(group.Of.Key)))]))]);

        IncubationFigure Of(Metric metric, IncubationSubject group, StartupPool pool, StartupPool? earlier)
        {
            cancel.ThrowIfCancellationRequested();
            var subject = FigureSubject.Of(pool);
            work.Does(ReportPrice.Of(metric, subject) * (earlier is null ? 1 : 2) * (query.Explains ? 3 : 1));
            var figure = Told(metric, subject, facts, group.Key);
            return new(
                figure,
                () => IsHidden(metric) ? figure.Measure : Figure.Measured(metric, subject, [], facts, basis: null, keepsTrail: true),
                earlier is null ? null : Told(metric, FigureSubject.Of(earlier), before.Facts, group.Key),
                earlier is null ? null : query.CompareTo,
                TargetCard.Of(facts.Targets, group.TargetSubject, metric.Key, query.AsOf));
        }

        Figure Told(Metric metric, FigureSubject subject, PortfolioFacts of, string group) => IsHidden(metric)
            ? new Figure(metric, Hidden(metric), 0, [])
            : Figure.Of(metric, subject, of, basis: null, (which, error) => LogFigureFailed(group, which.Key, error));

        bool IsHidden(Metric metric) => role == Role.FundManager && OfStays.Contains(metric);
    }

    internal static Measure Hidden(Metric metric) =>
        new() { Absent = new Absent(NotVisible, "incubation stays are not shown to fund managers"), FxBasis = metric.DefaultFxBasis };

    private static IEnumerable<Metric> Metrics(IncubationQuery query, StartupPool pool)
    {
        var applying = Figure.MetricsOf(FigureSubject.Of(pool));
        return query.Definitions is { } keys ? applying.Where(metric => keys.Contains(metric.Key, StringComparer.Ordinal)) : applying;
    }

    private List<Error> Refusals(Role role, IncubationQuery query, Instant horizon)
    {
        List<Error> errors = [.. new[]
        {
            QueryErrors.InFuture(query.AsOf, HongKong.Today(clock)),
            query.KnownAt is { } knownAt ? QueryErrors.NotClosed("knownAt", knownAt, horizon) : null,
            QueryErrors.NoDefinition(query.Definitions),
        }.OfType<Error>()];
        errors.AddRange((query.Definitions ?? []).Select(key => QueryErrors.UnknownDefinition("definitions", key) ?? QueryErrors.NotOfStartups("definitions", key)).OfType<Error>());
        if (query.CompareTo >= query.AsOf)
        {
            errors.Add(new Error("NOT_EARLIER", "compareTo", "The day to compare with must lie before asOf."));
        }

        if (query.Startup is not null && query.Incubator is not null)
        {
            errors.Add(new Error("NOT_EXPECTED", "startupId", "A report is of an incubator or of a startup, not of both."));
        }

        if (query.Startup is not null && query.Cohort is not null)
        {
            errors.Add(new Error("NOT_EXPECTED", "cohort", "One startup has no years of admission to choose from."));
        }

        // Of the other kind: the report has no group to tell it of, and must not answer as if it had not been asked.
        var named = errors.Count == 0 ? (query.Definitions ?? []).Select(MetricCatalog.Of).ToList() : [];
        var other = query.Startup is null ? MetricSubject.Startup : MetricSubject.Incubator;
        if (named.Find(metric => metric.Subject == other) is { } stray)
        {
            errors.Add(QueryErrors.OfOtherStartups(stray));
        }

        if (role == Role.FundManager && query.Startup is null)
        {
            errors.Add(TypedText.Missing("startupId"));
        }

        return errors;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Metric} of {Group} failed and is absent.")]
    private partial void LogFigureFailed(string group, string metric, Exception error);
}
