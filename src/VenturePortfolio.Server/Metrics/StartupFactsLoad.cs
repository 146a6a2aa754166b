using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Reads what figures of startups and incubators are made of, through one snapshot.</summary>
public static class StartupFactsLoad
{
    /// <summary>
    /// Every startup there is a card of, by id. The two dates are applied here only to save rows; <see cref="StartupHistory.Cut"/>
    /// applies them again. Reports of days to come are read too: one may correct what came before.
    /// </summary>
    public static async Task<IReadOnlyList<StartupHistory>> ReadAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        string Seen(string table) => FactSnapshot.Seen(asOf, knownAt, table);
        string Recorded(string table) => FactSnapshot.Recorded(knownAt, table);
        var cards = await snapshot.CopyAsync(
            "select s.id, s.sector_code, p.founded_on from startup s left join startup_private p on p.startup_id = s.id order by s.id",
            row => (Id: new StartupId(row.Uuid()), Sector: row.Text(), FoundedOn: row.DateOrNull()),
            cancel);
        var stays = await ReadAsync(
            $"select startup_id, id, incubator_id, kind, effective_on, recorded_at, reverses_id from incubation where {Seen("incubation")}",
            row => new IncubationEvent(row.Uuid(), new(row.Uuid()), KindOf(row.Text()), row.Date(), row.At(), row.UuidOrNull()));
        var milestones = await ReadAsync(
            $"select startup_id, id, kind, due_on, recorded_at from milestone where {Recorded("milestone")}",
            row => new PlannedMilestone(row.Uuid(), row.Text(), row.DateOrNull(), row.At()));
        var reports = await ReadAsync(
            $"select startup_id, id, milestone_id, effective_on, recorded_at, supersedes_id from milestone_report where {Recorded("milestone_report")}",
            row => new ReachedMilestone(row.Uuid(), row.Uuid(), row.Date(), row.At(), row.UuidOrNull()));
        var rounds = (await snapshot.CopyAsync(
            $"""
            select id, startup_id, stage = 'IPO', total_minor, currency, effective_on, reverses_id, recorded_at
            from financing_round
            where {Seen("financing_round")}
            """,
            row => new FinancingRound
            {
                Id = new(row.Uuid()),
                Startup = new(row.Uuid()),
                IsListing = row.Flag(),
                Total = row.Money(),
                EffectiveOn = row.Date(),
                ReversesId = row.UuidOrNull() is { } entry ? new FinancingRoundId(entry) : null,
                RecordedAt = row.At(),
            },
            cancel)).ToLookup(round => round.Startup);
        var revenues = await ReadAsync(
            $"""
            select startup_id, id, period_start, effective_on, value, currency, recorded_at
            from outcome_fact
            where measure = 'REVENUE' and startup_id is not null and {Seen("outcome_fact")}
            """,
            row => new RevenueFact(row.Uuid(), row.Date(), row.Date(), row.Number(), Currency.Of(row.Text()), row.At()));
        var conversions = await ReadAsync(
            $"""
            select startup_id, id, achievement_id, effective_on, recorded_at, reverses_id
            from achievement_conversion
            where {Seen("achievement_conversion")}
            """,
            row => new AchievementConversion(row.Uuid(), new(row.Uuid()), row.Date(), row.At(), row.UuidOrNull()));
        return [.. cards.Select(card => StartupHistory.Cut(
            new StartupFacts
            {
                Startup = card.Id,
                Sector = card.Sector,
                FoundedOn = card.FoundedOn,
                Incubations = [.. stays[card.Id]],
                Milestones = [.. milestones[card.Id]],
                Reports = [.. reports[card.Id]],
                Rounds = [.. rounds[card.Id]],
                Revenues = [.. revenues[card.Id]],
                Conversions = [.. conversions[card.Id]],
            },
            asOf,
            knownAt))];

        async Task<ILookup<StartupId, T>> ReadAsync<T>(string query, Func<Npgsql.NpgsqlBinaryExporter, T> read) =>
            (await snapshot.CopyAsync(query, row => (Startup: new StartupId(row.Uuid()), Row: read(row)), cancel))
            .ToLookup(row => row.Startup, row => row.Row);
    }

    private static IncubationKind KindOf(string stored) => stored switch
    {
        "ADMITTED" => IncubationKind.Admitted,
        "GRADUATED" => IncubationKind.Graduated,
        _ => IncubationKind.Left,
    };
}
