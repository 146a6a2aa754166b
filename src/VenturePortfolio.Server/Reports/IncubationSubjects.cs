using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Whom figures are told of, under a name: a startup, an incubator, those it admitted in one year, or all startups.</summary>
internal sealed record IncubationSubject(string Key, string Title, Guid? Incubator, Guid? Startup, int? Cohort)
{
    /// <summary>What its targets are found by; null for the admissions of one year, which have none.</summary>
    internal string? TargetSubject => Cohort is not null ? null
        : (Startup ?? Incubator) is { } one ? VenturePortfolio.Server.TargetSubject.Of(one) : VenturePortfolio.Server.TargetSubject.Total;
}

/// <summary>
/// Whom a reader may be told of. Cards of startups and incubators are everybody's, the facts behind figures are not: a figure over facts that row
/// security hides would be wrong and look right, so who asks for others' is told that there is nothing.
/// </summary>
internal sealed class IncubationSubjects
{
    private readonly IncubationQuery query;
    private readonly IReadOnlyList<(Guid Id, string Code, CardName Name)> cards;
    private readonly bool isWhole;

    private IncubationSubjects(IncubationQuery query, IReadOnlyList<(Guid Id, string Code, CardName Name)> cards, bool isWhole) =>
        (this.query, this.cards, this.isWhole) = (query, cards, isWhole);

    /// <summary>Null where the one asked for is not there, or not the reader's.</summary>
    public static async Task<IncubationSubjects?> ReadAsync(FactSnapshot snapshot, Role role, IncubationQuery query, CancellationToken cancel)
    {
        var (table, mine) = query.Startup is null
            ? ("incubator", role == Role.Policy ? "true" : "id = any ((select app.my_incubators())::uuid[])")
            : ("startup", role switch
            {
                Role.Policy => "true",
                Role.Incubator => "id = any ((select app.my_startups())::uuid[])",
                _ => "id = any ((select app.my_linked_startups())::uuid[])",
            });
        var asked = query.Startup ?? query.Incubator;
        var key = GlobalId.KeyOf(asked, query.Startup is null ? "Incubator" : "Startup");
        if (asked is not null && key is null)
        {
            return null;
        }

        var found = await snapshot.QueryAsync(
            $"select id, code, name_en, name_zh_hant, name_zh_hans from {table} where {mine}{(key is { } id ? $" and id = '{id:D}'" : "")} order by code",
            row => (Id: row.GetGuid(0), Code: row.GetString(1), Name: new CardName(
                row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4))),
            cancel);
        return found.Count == 0 && asked is not null ? null : new(query, found, isWhole: role == Role.Policy && asked is null);
    }

    /// <summary>Whose rows are to be read; null for everybody's.</summary>
    internal StartupScope? Scope
    {
        get
        {
            List<Guid> ids = [.. cards.Select(card => card.Id)];
            return isWhole ? null : query.Startup is null ? StartupScope.Of([], ids) : StartupScope.Of(ids, []);
        }
    }

    /// <summary>The one startup or incubator found; null where they are several or none.</summary>
    internal Guid? Only => cards.Count == 1 ? cards[0].Id : null;

    /// <summary>At a pair of dates: the startup; or each incubator with each year of its admissions, and for policy staff all together.</summary>
    public async Task<List<(IncubationSubject Of, StartupPool Pool)>> GroupsAsync(FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel)
    {
        var startups = await StartupFactsLoad.ReadAsync(snapshot, asOf, knownAt, cancel, Scope);
        if (query.Startup is not null)
        {
            return [.. cards.SelectMany(card => startups.Where(startup => startup.Startup.Value == card.Id)
                .Select(startup => (new IncubationSubject(card.Code, card.Name.In(query.Language), null, card.Id, null), StartupPool.Of(startup))))];
        }

        var pools = cards.SelectMany(card => PoolsOf(card.Id)).Append((Of: ((Guid?)null, (int?)null), Pool: StartupPool.Whole(startups)))
            .Where(pool => pool.Pool.Members.Count > 0).ToDictionary(pool => pool.Of, pool => pool.Pool);
        return [.. Among(pools.Keys).Select(of => (of, pools[(of.Incubator, of.Cohort)]))];

        IEnumerable<((Guid?, int?) Of, StartupPool Pool)> PoolsOf(Guid incubator)
        {
            var pool = StartupPool.Of(new IncubatorId(incubator), startups);
            return pool.Cohorts().Prepend(pool).Select(some => (((Guid?)incubator, some.CohortYear), some));
        }
    }

    /// <summary>Those of the groups that are told to this reader, in the order of a report.</summary>
    /// <param name="groups">Incubators, and years of their admissions; neither: all startups together.</param>
    public IEnumerable<IncubationSubject> Among(IEnumerable<(Guid? Incubator, int? Cohort)> groups)
    {
        var there = groups.Where(group => query.Cohort is null || group.Cohort == query.Cohort).ToLookup(group => group.Incubator, group => group.Cohort);
        foreach (var (id, code, name) in cards)
        {
            var title = name.In(query.Language);
            foreach (var year in there[id].Order())
            {
                yield return year is null ? new(code, title, id, null, null) : new($"{code}/{year}", $"{title} {year}", id, null, year);
            }
        }

        if (isWhole && there[null].Any())
        {
            yield return new("TOTAL", Messages.Text("REPORT_TOTAL", query.Language), null, null, null);
        }
    }
}
