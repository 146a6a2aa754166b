using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// A report straight from what a published run stored: no fact is read and nothing is reckoned, and the answer is the one that reckoning
/// gives, word for word.
/// </summary>
public static class PublishedReport
{
    /// <summary>What can be asked for that only rows answer.</summary>
    public static bool Answers(LeverageQuery query) => query is { AsksForRows: false, BridgeTo: null, CompareTo: null, Group: null };

    /// <summary>The groups; null where one of the figures asked for was not stored, or under another mapping than today's.</summary>
    /// <param name="snapshot">As the reader: row security decides.</param>
    /// <param name="groups">Of the run.</param>
    /// <param name="query">One that <see cref="Answers"/>.</param>
    /// <param name="knownAt">Of the run.</param>
    /// <param name="programmes">All cards; read only where a scope or supported transactions are asked for.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<IReadOnlyList<LeverageGroup>?> GroupsAsync(
        FactSnapshot snapshot, IReadOnlyList<PublishedGroup> groups, LeverageQuery query, Instant knownAt,
        IReadOnlyList<ProgrammeCard> programmes, CancellationToken cancel)
    {
        if (groups.Count == 0)
        {
            return null;
        }

        var nothing = new PortfolioFacts
        {
            AsOf = query.AsOf,
            KnownAt = knownAt,
            Programmes = programmes,
            Funds = [],
            Support = query.AsksForSupport && groups.Any(group => group.Has(MetricSubject.SupportProgramme))
                ? await PortfolioFactsLoad.SupportAsync(snapshot, query.AsOf, knownAt, cancel)
                : [],
            Fx = FxTable.KnownAt([], knownAt),
            Mappings = await PortfolioFactsLoad.MappingsAsync(snapshot, knownAt, cancel),
        };
        if (query.AsksForTargets)
        {
            nothing = await nothing.WithTargetsAsync(snapshot, cancel);
        }

        return Groups(groups, query, nothing);
    }

    /// <param name="groups">Of the run, in the order of a report.</param>
    /// <param name="query">One that <see cref="Answers"/>.</param>
    /// <param name="nothing">Without funds: mappings, and what else than funds is asked for.</param>
    internal static IReadOnlyList<LeverageGroup>? Groups(IReadOnlyList<PublishedGroup> groups, LeverageQuery query, PortfolioFacts nothing)
    {
        var told = new List<LeverageGroup>();
        List<Asked> all = [.. (query.Definitions?.Select(MetricCatalog.Of) ?? MetricCatalog.All.Where(query.IsShown)).Select(metric => new Asked(
            MetricDefinition.InForce(metric, query.Language), metric.Mapping is { } method ? nothing.Mappings.FirstOrDefault(mapping => mapping.Method == method) : null))];
        foreach (var group in groups)
        {
            var figures = new List<LeverageFigure>(all.Count);
            foreach (var asked in all)
            {
                // Named ones are told of every group, the others where they apply.
                if (query.Definitions is null && !Applies(asked.Metric, group))
                {
                    continue;
                }

                if (Of(asked, group, query, nothing) is not { } figure)
                {
                    return null;
                }

                figures.Add(figure);
            }

            told.Add(new LeverageGroup(group.Key, Title(group, query), figures, LeverageFigures.Outcome(Support(group, query, nothing))));
        }

        return told;
    }

    private static bool Applies(Metric metric, PublishedGroup group) =>
        metric.Subject is MetricSubject.SubFund or MetricSubject.SupportProgramme && group.Has(metric.Subject);

    private static LeverageFigure? Of(Asked asked, PublishedGroup group, LeverageQuery query, PortfolioFacts nothing)
    {
        var (metric, mapping) = (asked.Metric, asked.Mapping);
        if (!Applies(metric, group))
        {
            return OfNothing(metric, group, query, nothing);
        }

        return group.Values.TryGetValue(metric.Key, out var stored) && stored is { Covered: not null, Funds: not null } && IsCounted() && stored.Mapping == mapping?.Identity
            ? LeverageFigures.OfPublished(asked.Definition, stored, mapping, query.AsksForTargets ? TargetCard.Of(nothing.Targets, SubjectOf(group, query), metric.Key, query.AsOf) : null, query)
            : null;

        // Nights before 2026-12 counted sub-funds for figures over supported transactions, of which there are none.
        bool IsCounted() => metric.Subject != MetricSubject.SupportProgramme || stored.Covered > 0;
    }

    /// <summary>
    /// A definition that does not apply to the group, asked for by name: absent for a reason that no row changes. Null where an index is asked
    /// for first, which is not read here: whether there is one decides on the reason.
    /// </summary>
    private static LeverageFigure? OfNothing(Metric metric, PublishedGroup group, LeverageQuery query, PortfolioFacts nothing)
    {
        var subject = new FigureSubject([], null, group.Currency ?? Currency.Cny);
        var figure = Figure.Of(metric, subject, nothing, basis: null, (_, _) => { });
        if (figure.Measure.Absent?.Why == AbsentCode.NoIndex)
        {
            return null;
        }

        var funds = group.Values.Values.Max(value => value.Funds) ?? 0;
        var context = new FigureContext(figure, subject, nothing, null, query) { TargetSubject = SubjectOf(group, query) };
        return LeverageFigures.Of(context, stored: null, bridge: null) with
        {
            Covered = metric.Subject == MetricSubject.SupportProgramme || Figure.IsUnknown(figure.Measure) ? 0 : funds,
            Funds = metric.Subject == MetricSubject.SupportProgramme ? 0 : funds,
        };
    }

    /// <summary>What a night keeps of groups that are no subject of their own is told to readers of everything.</summary>
    private static string? SubjectOf(PublishedGroup group, LeverageQuery query) => TargetSubject.Of(query, group.Key, group.Subject, startup: null, isWhole: true);

    private static string Title(PublishedGroup group, LeverageQuery query) =>
        group.Name?.In(query.Language)
        ?? (query.GroupBy == LeverageGroupBy.Total ? Messages.Text("REPORT_TOTAL", query.Language) : group.Key);

    private static SupportCard? Support(PublishedGroup group, LeverageQuery query, PortfolioFacts facts)
    {
        var within = group.Subject is { } programme && query.GroupBy != LeverageGroupBy.SubFund ? facts.Within(new(programme)) : null;
        return query.GroupBy is LeverageGroupBy.Programme or LeverageGroupBy.Total
            ? SupportSum.Of(facts.Support.Where(card => within is null || within.Contains(card.Programme)))
            : null;
    }

    /// <param name="Mapping">Today's of the method it counts by; null where it counts by none.</param>
    private sealed record Asked(MetricDefinition Definition, ClassMapping? Mapping)
    {
        public Metric Metric => Definition.Metric;
    }
}
