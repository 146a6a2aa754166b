using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What the database says of time and of the nights so far. Its clock is the only one the night reads.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="ClosedHorizon">Nothing recorded before it can still appear.</param>
/// <param name="Nights">Every nightly row.</param>
public sealed record RunTableState(Instant Now, Instant ClosedHorizon, IReadOnlyList<PlannedNight> Nights);

/// <summary>
/// The authority on what ran. Every statement is a transaction of its own; every write of a run names the epoch it was
/// claimed under, so that a runner that lost its claim writes nothing.
/// </summary>
public sealed class RunTable(DatabaseLogins logins)
{
    /// <summary>Why a run failed that was stopped with its program: it is no failure of its own.</summary>
    public const string Stopped = "Stopped with the program; the next alarm takes it up.";

    /// <summary>A claim dies after so long without a heartbeat; shorter only where a proof waits for it.</summary>
    public TimeSpan ClaimLife { get; init; } = CrashPoint.ClaimLife ?? TimeSpan.FromSeconds(45);

    /// <summary>Between two heartbeats, each with a line for those who watch.</summary>
    public TimeSpan Beat { get; init; } = CrashPoint.ClaimLife / 4 ?? TimeSpan.FromSeconds(5);

    public async Task<RunTableState> ReadAsync(CancellationToken cancel)
    {
        // The horizon is asked in a statement of its own, before anything is read as of it.
        await using var clock = logins.Job.CreateCommand("select clock_timestamp(), app.closed_horizon()");
        await using var time = await clock.ExecuteReaderAsync(cancel);
        await time.ReadAsync(cancel);
        var (now, horizon) = (time.GetFieldValue<Instant>(0), time.GetFieldValue<Instant>(1));

        await using var command = logins.Job.CreateCommand(
            "select business_date, known_at, state = 'PUBLISHED' from metric_run where kind = 'NIGHTLY'");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var nights = new List<PlannedNight>();
        while (await reader.ReadAsync(cancel))
        {
            nights.Add(new(reader.GetFieldValue<LocalDate>(0), reader.GetFieldValue<Instant>(1), reader.GetBoolean(2)));
        }

        return new(now, horizon, nights);
    }

    public async Task<Instant> ClosedHorizonAsync(CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand("select app.closed_horizon()");
        return (Instant)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Whether there is anything a figure could be about.</summary>
    public async Task<bool> HasSubjectsAsync(CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand(
            "select exists (select from sub_fund) or exists (select from support_transaction)");
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>
    /// Writes the row of a night, unless it stands already: then that one, with its own knownAt, is the night.
    /// </summary>
    public async Task<(Guid Run, DueNight Night)> PlanNightAsync(DueNight night, CancellationToken cancel)
    {
        // Looked for first: the insert would wait for whoever publishes that very night, for ever if they stand still.
        if (await FindNightAsync(night, cancel) is { } planned)
        {
            return planned;
        }

        await using var insert = logins.Job.CreateCommand(
            """
            insert into metric_run (id, kind, business_date, known_at, state)
            values ($1, 'NIGHTLY', $2, $3, 'PLANNED')
            on conflict (business_date) where kind = 'NIGHTLY' do nothing
            """);
        insert.Parameters.AddRange(Values(Guid.CreateVersion7(), night.BusinessDate, night.KnownAt));
        await insert.ExecuteNonQueryAsync(cancel);
        return (await FindNightAsync(night, cancel))!.Value;
    }

    public Task<Guid> PlanByHandAsync(DueNight night, CancellationToken cancel) => PlanAsync("BY_HAND", night, cancel);

    /// <summary>As if policy staff had asked for it: a serving program takes it up within seconds.</summary>
    public Task<Guid> PlanRequestedAsync(DueNight night, CancellationToken cancel) => PlanAsync("REQUESTED", night, cancel);

    private async Task<Guid> PlanAsync(string kind, DueNight night, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        await using var insert = logins.Job.CreateCommand(
            "insert into metric_run (id, kind, business_date, known_at, state) values ($1, $4, $2, $3, 'PLANNED')");
        insert.Parameters.AddRange(Values(id, night.BusinessDate, night.KnownAt, kind));
        await insert.ExecuteNonQueryAsync(cancel);
        return id;
    }

    /// <summary>Runs that people asked for and nobody has done, oldest first; those that failed by themselves are not tried again.</summary>
    public async Task<IReadOnlyList<(Guid Run, DueNight Pair)>> RequestedAsync(CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand(
            """
            select id, business_date, known_at
            from metric_run
            where kind = 'REQUESTED' and (state in ('PLANNED', 'RUNNING') or state = 'FAILED' and failure = $1)
            order by planned_at, id
            """);
        command.Parameters.AddRange(Values(Stopped));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var requested = new List<(Guid, DueNight)>();
        while (await reader.ReadAsync(cancel))
        {
            requested.Add((reader.GetGuid(0), new(reader.GetFieldValue<LocalDate>(1), reader.GetFieldValue<Instant>(2))));
        }

        return requested;
    }

    /// <summary>What a connection that publishes a run calls itself, so that whoever takes the run over finds it.</summary>
    public static string PublisherOf(Guid run) => $"vp-night-{run:D}";

    /// <summary>The epoch of the claim, or null while it is published or somebody else's claim is alive.</summary>
    public async Task<int?> ClaimAsync(Guid run, string claimedBy, CancellationToken cancel)
    {
        // A node that froze while it published keeps its transaction, the row's lock and the closed horizon for as long as it is frozen.
        await using var end = logins.Job.CreateCommand(
            """
            select pg_terminate_backend(a.pid, 5000)
            from metric_run r, pg_stat_activity a
            where r.id = $1
              and r.state <> 'PUBLISHED'
              and r.heartbeat_at < clock_timestamp() - $3
              and a.usename = current_user
              and a.application_name = $2
            """);
        end.Parameters.AddRange(Values(run, PublisherOf(run), ClaimLife));
        await end.ExecuteNonQueryAsync(cancel);

        await using var command = logins.Job.CreateCommand(
            """
            update metric_run
            set epoch = epoch + 1,
                state = 'RUNNING',
                claimed_by = $2,
                failure = null,
                started_at = clock_timestamp(),
                heartbeat_at = clock_timestamp()
            where id = $1
              and state not in ('PUBLISHED', 'CANCELLED')
              and (heartbeat_at is null or heartbeat_at < clock_timestamp() - $3)
            returning epoch
            """);
        command.Parameters.AddRange(Values(run, claimedBy, ClaimLife));
        return (int?)await command.ExecuteScalarAsync(cancel);
    }

    /// <summary>False when the claim was lost.</summary>
    public async Task<bool> HeartbeatAsync(Guid run, int epoch, CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand(
            "update metric_run set heartbeat_at = clock_timestamp() where id = $1 and epoch = $2 and state = 'RUNNING'");
        command.Parameters.AddRange(Values(run, epoch));
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>A line for those who watch the run. False when the claim was lost.</summary>
    public async Task<bool> TellAsync(Guid run, int epoch, string message, CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand(
            """
            insert into metric_run_event (run_id, message)
            select id, $3 from metric_run where id = $1 and epoch = $2 and state = 'RUNNING'
            """);
        command.Parameters.AddRange(Values(run, epoch, Short(message)));
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Gives the claim back with a plain reason; the sweeper tries again. Says nothing when it was lost already.</summary>
    public async Task FailAsync(Guid run, int epoch, string reason, CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand(
            """
            update metric_run
            set state = 'FAILED', failure = $3, heartbeat_at = null
            where id = $1 and epoch = $2 and state = 'RUNNING'
            """);
        command.Parameters.AddRange(Values(run, epoch, Short(reason)));
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Lets go of the figures of single startups of days before this one, but for month ends. What a reader holds goes another night.</summary>
    public async Task DropDaysAsync(LocalDate before, CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand("select app.drop_days($1)");
        command.Parameters.AddRange(Values(before));
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<(Guid Run, DueNight Night)?> FindNightAsync(DueNight night, CancellationToken cancel)
    {
        await using var find = logins.Job.CreateCommand("select id, known_at from metric_run where kind = 'NIGHTLY' and business_date = $1");
        find.Parameters.AddRange(Values(night.BusinessDate));
        await using var reader = await find.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? (reader.GetGuid(0), night with { KnownAt = reader.GetFieldValue<Instant>(1) })
            : null;
    }

    /// <summary>The table's limit for notes.</summary>
    private static string Short(string text) => text.Length switch
    {
        0 => "no reason given",
        > 1900 => text[..1900],
        _ => text,
    };

    private static NpgsqlParameter[] Values(params ReadOnlySpan<object> values)
    {
        var parameters = new NpgsqlParameter[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            parameters[i] = new NpgsqlParameter { Value = values[i] };
        }

        return parameters;
    }
}
