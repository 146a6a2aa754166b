using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// The leverage report: for policy staff over everything, for fund managers over their own sub-funds. Where a published
/// run of the same two dates keeps the groups asked for, and the reader sees all of them, its values are given, and no fact is read unless rows
/// are asked for; else they are computed now.
/// Errors: AS_OF_IN_FUTURE, KNOWN_AT_NOT_CLOSED, DEFINITIONS_EMPTY, PLACES_OUT_OF_RANGE, UNKNOWN_DEFINITION, NOT_TOLD_BY, NOT_TOLD_OF_DEALS, NOT_EARLIER, PERIOD_EMPTY, PERIOD_REQUIRED, PERIOD_NOT_READ, PAGE_OUT_OF_RANGE, UNKNOWN_PROGRAMME, UNKNOWN_SUB_FUND, UNKNOWN_INDEX, CURRENCY_UNKNOWN, RATES_MISSING, NOTHING_RECORDED,
/// GROUP_UNKNOWN, REPORT_TOO_LARGE, TOO_MANY_GROUPS (persons only: whoever sits at the server may wait).
/// </summary>
public sealed partial class PullLeverageReport(DatabaseLogins logins, IClock clock, ILogger<PullLeverageReport> log)
{
    /// <summary>What a report shows of each group unless told otherwise: those of them that apply to it.</summary>
    internal static readonly HashSet<Metric> Leverage =
    [
        FundSizeMultiple.Metric, CoFinanceRatio.Metric, HongKongCapitalRatio.Metric, HongKongShare.Metric, GuidanceShare.Metric,
        PrivateMobilisation.Oecd, PrivateMobilisation.Mdb, PrivateMobilisation.Chinese, AttributedMobilisation.Metric,
        DrawnLeverage.Metric, DrawParityGap.Metric, DeployedLeverage.Metric,
        DealCoInvestment.Metric, LookThroughMultiplier.Metric, FollowOn.Metric, ConversionCompliance.Progress, .. OfficialDefinitions.All, UsSsbciLoanOrInvestment.Metric,
        UsSsbciPlusConcurrent.Metric, UsSsbciNewFinancing.Metric, JobsCreatedOrRetained.Metric,
    ];

    /// <summary>Inputs of one figure in one answer.</summary>
    public const int MostInputs = FigureExplanation.PageSizeMax;

    /// <exception cref="AccessDeniedException">Incubators and administrators see no leverage report.</exception>
    public Task<Result<LeverageReport>> RunAsync(Actor actor, LeverageQuery query, string requestId, CancellationToken cancel) =>
        RunAsync(actor, query, requestId, new Work(), cancel);

    /// <param name="work">Counts what it takes.</param>
    /// <exception cref="AccessDeniedException">Incubators and administrators see no leverage report.</exception>
    public async Task<Result<LeverageReport>> RunAsync(Actor actor, LeverageQuery query, string requestId, Work work, CancellationToken cancel)
    {
        actor.Require(Role.Policy, Role.FundManager);
        return await RunAsync(
            query,
            isWhole: actor.Role == Role.Policy,
            logins.DataSourceOf(actor.Role),
            (actor.PersonId.ToString("D"), requestId),
            async () => (await FactSnapshot.OpenAsync(logins, actor, requestId, cancel)).CountedBy(work),
            isWaitedFor: true,
            work,
            cancel);
    }

    /// <summary>For whoever sits at the terminal of the server: everything.</summary>
    public Task<Result<LeverageReport>> RunAsync(LeverageQuery query, CancellationToken cancel) =>
        RunAsync(query, isWhole: true, logins.Job, ("", ""), () => FactSnapshot.OpenAsync(logins, cancel), isWaitedFor: false, new Work(), cancel);

    private async Task<Result<LeverageReport>> RunAsync(
        LeverageQuery query, bool isWhole, NpgsqlDataSource source, (string UserId, string RequestId) reader, Func<Task<FactSnapshot>> openAsync,
        bool isWaitedFor, Work work, CancellationToken cancel)
    {
        var atOnce = PublishedAtOnce.Fits(query, isWhole) && Refusals(query, Instant.MaxValue).Count == 0
            ? await PublishedAtOnce.ReadAsync(source, reader, query, cancel)
            : default;
        // Asked before the snapshot is taken: what is read as of it can no longer change then.
        var horizon = atOnce.Horizon != default ? atOnce.Horizon : await KnownAt.ClosedHorizonAsync(source, cancel);
        if (Refusals(query, horizon) is { Count: > 0 } refusals)
        {
            return refusals;
        }

        var knownAt = KnownAt.Truncate(query.KnownAt ?? horizon);
        if (query.AsOf < KnownAt.FirstFact || knownAt < KnownAt.FirstRecord)
        {
            return QueryErrors.NothingRecorded(query.AsOf, knownAt);
        }

        if (atOnce.Groups is { } stored)
        {
            work.Reads(stored.Sum(group => group.Figures.Count));
            return Report(atOnce.Run, stored);
        }

        await using var snapshot = await openAsync();
        var (run, published) = await PublishedAsync(snapshot, query, isWhole, knownAt, cancel);
        if (run is not null && PublishedReport.Answers(query)
            && await PublishedReport.GroupsAsync(snapshot, published.Groups, query, knownAt, published.Programmes, cancel) is { } told)
        {
            return Report(run, told);
        }

        query = query with { GroupFunds = await GroupFunds.OfAsync(snapshot, query.GroupBy, query.Group, cancel) };
        if (isWaitedFor && await InlineSize.TooLargeAsync(snapshot, query.Scope, query.Group is null ? query.GroupBy : null, query.CompareTo is null ? 1 : 2, cancel) is { } tooLarge)
        {
            return tooLarge;
        }

        var facts = await FactsAsync(snapshot, query, query.AsOf, knownAt, cancel);
        var scope = facts.Programmes.FirstOrDefault(card => string.Equals(card.Code, query.Programme, StringComparison.Ordinal));
        if (query.Programme is { } wanted && scope is null)
        {
            return UnknownScope.Programme(wanted);
        }

        if (query.Index is { } index && facts.Index is null)
        {
            var known = string.Join(", ", facts.IndexCodes);
            return new Error("UNKNOWN_INDEX", "index", $"No index {AsTyped.Shown(index)} with levels by then; known are {known}.").With("index", AsTyped.Shown(index)).With("known", known);
        }

        var within = scope is null ? facts : LeverageGroups.Within(facts, scope);
        if (within.Funds.Count == 0 && within.Support.Count == 0)
        {
            return await UnknownScope.OfAsync(snapshot, query, facts.Programmes, cancel) ?? UnknownScope.Group(query) ?? QueryErrors.NothingRecorded(query.AsOf, knownAt);
        }

        var groups = Groups(within);
        if (groups.Count == 0 && UnknownScope.Group(query) is { } none)
        {
            return none;
        }

        if (QueryErrors.RatesMissing(query.Currency, within, knownAt) is { } noRates)
        {
            return noRates;
        }

        work.Does(ReportPrice.OfCutting(query.GroupBy, within, groups.Select(group => group.Of.Subject)));
        var earlier = query.CompareTo is { } day ? Groups(await FactsAsync(snapshot, query, day, knownAt, cancel)) : [];
        return Report(run, [.. groups.Select(group =>
        {
            cancel.ThrowIfCancellationRequested();
            var told = Group(
                group.Of, group.Facts, query, isWhole,
                published.Groups.FirstOrDefault(other => string.Equals(other.Key, group.Of.Key, StringComparison.Ordinal)),
                earlier.Find(other => string.Equals(other.Of.Key, group.Of.Key, StringComparison.Ordinal)));
            work.Does(ReportPrice.Of(told, query));
            return told;
        })]);

        LeverageReport Report(PublishedRun? of, IReadOnlyList<LeverageGroup> groups) => new()
        {
            AsOf = query.AsOf,
            KnownAt = knownAt,
            From = query.From,
            GroupBy = query.GroupBy,
            Run = of,
            ComputedAt = clock.GetCurrentInstant(),
            IsWhole = isWhole,
            Mapping = Messages.Text("REPORT_MAPPING", query.Language),
            Groups = groups,
            Places = query.Places,
            TellsReadings = query.TellsReadings,
        };

        List<(ReportGroup Of, PortfolioFacts Facts)> Groups(PortfolioFacts all)
        {
            var scoped = scope is null ? all : LeverageGroups.Within(all, scope);
            return [.. LeverageGroups.Of(scoped, query, scope).Select(group => (group, scoped))];
        }
    }

    /// <summary>What the published run of the pair says of the groups asked for; no run where none does.</summary>
    private static async Task<(PublishedRun? Run, (IReadOnlyList<PublishedGroup> Groups, IReadOnlyList<ProgrammeCard> Programmes) Of)> PublishedAsync(
        FactSnapshot snapshot, LeverageQuery query, bool isWhole, Instant knownAt, CancellationToken cancel)
    {
        if (!PublishedValues.Keeps(query, isWhole) || await PublishedValues.RunAsync(snapshot, query.AsOf, knownAt, cancel) is not { } run)
        {
            return (null, ([], []));
        }

        IReadOnlyList<ProgrammeCard> programmes = query.Programme is not null || query.AsksForSupport
            ? await PortfolioFactsLoad.ProgrammesAsync(snapshot, cancel)
            : [];
        var scope = programmes.FirstOrDefault(card => string.Equals(card.Code, query.Programme, StringComparison.Ordinal));
        if (query.Programme is not null && scope is null)
        {
            return (null, ([], programmes));
        }

        List<ProgrammeId>? within = scope is null ? null : [scope.Id, .. ProgrammeCard.Within(programmes, scope.Id)];
        var groups = await PublishedValues.ReadAsync(snapshot, run, query, within, cancel);
        return groups.Count == 0 ? (null, ([], programmes)) : (run, (groups, programmes));
    }

    private static async Task<PortfolioFacts> FactsAsync(
        FactSnapshot snapshot, LeverageQuery query, LocalDate asOf, Instant knownAt, CancellationToken cancel)
    {
        var facts = await (await PortfolioFactsLoad.ReadAsync(snapshot, asOf, knownAt, cancel, query.Scope) with { ConstantOn = query.ConstantOn, From = query.From })
            .WithTargetsAsync(snapshot, cancel);
        facts = (query.Explains && facts.Support.Count > 0) || facts.ConvertsSupport(query) ? await facts.WithTransactionsAsync(snapshot, cancel) : facts;
        return query.GroupBy.IsOfDeals() ? await facts.WithStartupsAsync(snapshot, cancel)
            : query.GroupBy == LeverageGroupBy.Investor ? await facts.WithInvestorsAsync(snapshot, cancel)
            : query.GroupBy == LeverageGroupBy.InvestorClass ? await facts.WithClassesAsync(snapshot, cancel)
            : facts;
    }

    private LeverageGroup Group(
        ReportGroup group,
        PortfolioFacts facts,
        LeverageQuery query,
        bool isWhole,
        PublishedGroup? published,
        (ReportGroup Of, PortfolioFacts Facts) earlier)
    {
        var metrics = query.Definitions?.Select(MetricCatalog.Of) ?? Figure.MetricsOf(group.Subject).Where(query.IsShown);
        var basis = query.Basis;
        var target = query.BridgeTo is { } key ? Of(MetricCatalog.Of(key), group.Subject, facts) : null;
        var figures = metrics.Select(metric =>
        {
            var figure = Of(metric, group.Subject, facts);
            var bridge = target is null ? null : FigureBridge.Between(figure, target, group.Subject, facts, basis);
            var stored = published?.Values.GetValueOrDefault(metric.Key);
            var context = new FigureContext(figure, group.Subject, facts, basis, query)
            {
                TargetSubject = TargetSubject.Of(query, group.Key, group.Stored, group.Startup, isWhole),
                Earlier = earlier.Of is null ? null : new(Of(metric, earlier.Of.Subject, earlier.Facts), earlier.Of.Subject, earlier.Facts, basis, query),
            };
            // Published under an older mapping it is another figure.
            return LeverageFigures.Of(context, stored?.Mapping == figure.Measure.Mapping ? stored : null, bridge);
        });
        return new LeverageGroup(group.Key, group.Title, [.. figures], LeverageFigures.Outcome(group.Support));

        Figure Of(Metric metric, FigureSubject subject, PortfolioFacts of) =>
            Figure.Of(metric, subject, of, basis, (of, error) => LogFigureFailed(group.Key, of.Key, error));
    }

    private List<Error> Refusals(LeverageQuery query, Instant horizon)
    {
        List<Error> errors = [.. new[]
        {
            QueryErrors.InFuture(query.AsOf, HongKong.Today(clock)),
            query.ConstantOn is { } constant ? QueryErrors.InFuture(constant, HongKong.Today(clock)) : null,
            query.KnownAt is { } knownAt ? QueryErrors.NotClosed("knownAt", knownAt, horizon) : null,
            QueryErrors.NoDefinition(query.Definitions),
            UnknownScope.OfNoCode(query),
            UnknownScope.OfNoKey(query),
            ShownFigure.Check(query.Places),
            QueryErrors.Period(query),
        }.OfType<Error>()];
        var asked = (query.Definitions ?? []).Select(key => (Path: "definitions", Key: key));
        foreach (var (path, key) in query.BridgeTo is { } target ? asked.Append(("bridgeTo", target)) : asked)
        {
            if ((QueryErrors.UnknownDefinition(path, key) ?? QueryErrors.NotOfFunds(path, key)) is { } unknown)
            {
                errors.Add(unknown);
            }
            else if (QueryErrors.NotToldBy(path, query.GroupBy, MetricCatalog.Of(key)) is { } notTold)
            {
                errors.Add(notTold);
            }
        }

        if (query.CompareTo >= query.AsOf)
        {
            errors.Add(new Error("NOT_EARLIER", "compareTo", "The day to compare with must lie before asOf."));
        }

        if (FigureExplanation.OutOfRange("inputsFirst", query.InputsFirst, query.InputsAfter) is { } noPage)
        {
            errors.Add(noPage);
        }

        if (query.Currency is { } currency && !Currency.TryOf(currency, out _))
        {
            errors.Add(new Error("CURRENCY_UNKNOWN", "currency", $"No ISO 4217 currency '{currency}'.").With("currency", currency));
        }

        return errors;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Metric} of {Group} failed and is absent.")]
    private partial void LogFigureFailed(string group, string metric, Exception error);
}
