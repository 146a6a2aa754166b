using System.Runtime.CompilerServices;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Reads what figures of startups and incubators are made of, through one snapshot.</summary>
public static class StartupFactsLoad
{
    /// <summary>How many startups there are cards of.</summary>
    public static async Task<long> CountAsync(FactSnapshot snapshot, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return (await snapshot.QueryAsync("select count(*) from startup", row => row.GetInt64(0), cancel))[0];
    }

    /// <summary>The links to achievements that stand by the two dates.</summary>
    public static async Task<IReadOnlyList<ConversionLink>> ConversionsAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel) =>
        [.. (await ConversionRowsAsync(snapshot, asOf, knownAt, "", cancel)).SelectMany(rows => LinksOf(StartupHistory.Cut(
            new StartupFacts { Startup = rows.Key, Sector = "", Conversions = [.. rows] }, asOf, knownAt)))];

    /// <summary>Those of a startup.</summary>
    public static IEnumerable<ConversionLink> LinksOf(StartupHistory startup) =>
        startup.Conversions.Select(row => new ConversionLink(row.Id, startup.Startup, row.EffectiveOn, row.RecordedAt));

    /// <summary>All of <see cref="EachAsync"/> at once.</summary>
    public static async Task<IReadOnlyList<StartupHistory>> ReadAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel, StartupScope? scope = null) =>
        await EachAsync(snapshot, asOf, knownAt, scope, cancel).ToListAsync(cancel);

    /// <summary>
    /// Every startup there is a card of, one after the other, by id. The two dates are applied here only to save rows; <see cref="StartupHistory.Cut"/>
    /// applies them again. Reports of days to come are read too: one may correct what came before.
    /// </summary>
    /// <param name="scope">Null for all that are visible.</param>
    public static async IAsyncEnumerable<StartupHistory> EachAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, StartupScope? scope, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var facts in EachUncutAsync(snapshot, asOf, knownAt, scope, cancel))
        {
            yield return StartupHistory.Cut(facts, asOf, knownAt);
        }
    }

    /// <summary>Their rows, for who cuts them by more than one instant.</summary>
    internal static async IAsyncEnumerable<StartupFacts> EachUncutAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, StartupScope? scope, [EnumeratorCancellation] CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        string Seen(string table) => $"{FactSnapshot.Seen(asOf, knownAt, table)}{Of("startup_id")}";
        string Recorded(string table) => $"{FactSnapshot.Recorded(knownAt, table)}{Of("startup_id")}";
        string Of(string column) => scope is null ? "" : $" and {scope.Sql(column)}";
        var cards = await snapshot.CopyAsync(
            $"select s.id, s.sector_code, p.founded_on, s.invented from startup s left join startup_private p on p.startup_id = s.id where true{Of("s.id")} order by s.id",
            row => (Id: new StartupId(row.Uuid()), Sector: row.Code(), FoundedOn: row.DateOrNull(), IsInvented: row.Flag()),
            cancel);
        var stays = await ReadAsync(
            $"select startup_id, id, incubator_id, kind, effective_on, recorded_at, reverses_id from incubation where {Seen("incubation")}",
            row => new IncubationEvent(row.Uuid(), new(row.Uuid()), KindOf(row.Text()), row.Date(), row.At(), row.UuidOrNull()));
        var revenues = await ReadAsync(
            $"""
            select startup_id, id, period_start, effective_on, value, currency, recorded_at
            from outcome_fact
            where measure = 'REVENUE' and startup_id is not null and {Seen("outcome_fact")}
            """,
            row => new RevenueFact(row.Uuid(), row.Date(), row.Date(), row.Number(), Currency.Of(row.Text()), row.At()));
        var conversions = await ConversionRowsAsync(snapshot, asOf, knownAt, Of("startup_id"), cancel);

        // Many rows each, and none is needed once its startup is cut: side by side, one startup after the other.
        await using var second = await snapshot.BesideAsync(cancel);
        await using var third = await snapshot.BesideAsync(cancel);
        await using var milestones = await snapshot.StreamAsync(
            $"select startup_id, id, kind, due_on, recorded_at from milestone where {Recorded("milestone")} order by startup_id",
            row => (row.Uuid(), new PlannedMilestone(row.Uuid(), row.Code(), row.DateOrNull(), row.At())),
            cancel);
        await using var reports = await second.StreamAsync(
            $"select startup_id, id, milestone_id, effective_on, recorded_at, supersedes_id, verification from milestone_report where {Recorded("milestone_report")} order by startup_id",
            row => (row.Uuid(), new ReachedMilestone(row.Uuid(), row.Uuid(), row.Date(), row.At(), row.UuidOrNull()) { Verification = LevelOf(row.Code()) }),
            cancel);
        await using var rounds = await third.StreamAsync(
            $"""
            select startup_id, id, stage = 'IPO', total_minor, currency, effective_on, reverses_id, recorded_at
            from financing_round
            where {Seen("financing_round")}
            order by startup_id
            """,
            Round,
            cancel);
        foreach (var card in cards)
        {
            yield return new StartupFacts
            {
                Startup = card.Id,
                Sector = card.Sector,
                FoundedOn = card.FoundedOn,
                IsInvented = card.IsInvented,
                Incubations = [.. stays[card.Id]],
                Milestones = await milestones.OfAsync(card.Id.Value, cancel),
                Reports = await reports.OfAsync(card.Id.Value, cancel),
                Rounds = await rounds.OfAsync(card.Id.Value, cancel),
                Revenues = [.. revenues[card.Id]],
                Conversions = [.. conversions[card.Id]],
            };
        }

        async Task<ILookup<StartupId, T>> ReadAsync<T>(string query, Func<NpgsqlBinaryExporter, T> read) =>
            (await snapshot.CopyAsync(query, row => (Startup: new StartupId(row.Uuid()), Row: read(row)), cancel))
            .ToLookup(row => row.Startup, row => row.Row);
    }

    private static async Task<ILookup<StartupId, AchievementConversion>> ConversionRowsAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, string ofStartups, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return (await snapshot.CopyAsync(
            $"""
            select startup_id, id, achievement_id, effective_on, recorded_at, reverses_id
            from achievement_conversion
            where {FactSnapshot.Seen(asOf, knownAt, "achievement_conversion")}{ofStartups}
            """,
            row => (Of: new StartupId(row.Uuid()), Row: new AchievementConversion(row.Uuid(), new(row.Uuid()), row.Date(), row.At(), row.UuidOrNull())),
            cancel)).ToLookup(row => row.Of, row => row.Row);
    }

    // Columns are read in the order of the select list above.
    private static Verification LevelOf(string stored) => VerificationText.TryParse(stored, out var level)
        ? level
        : throw new InvalidOperationException($"milestone_report.verification {stored}");

    private static (Guid, FinancingRound) Round(NpgsqlBinaryExporter row)
    {
        var (startup, id) = (row.Uuid(), row.Uuid());
        return (startup, new FinancingRound
        {
            Id = new(id),
            Startup = new(startup),
            IsListing = row.Flag(),
            Total = row.Money(),
            EffectiveOn = row.Date(),
            ReversesId = row.UuidOrNull() is { } entry ? new FinancingRoundId(entry) : null,
            RecordedAt = row.At(),
        });
    }

    private static IncubationKind KindOf(string stored) => stored switch
    {
        "ADMITTED" => IncubationKind.Admitted,
        "GRADUATED" => IncubationKind.Graduated,
        _ => IncubationKind.Left,
    };
}
