using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Makes a run's values visible, all at once or not at all, in the one transaction that also says PUBLISHED and asks
/// whether the claim still stands.
/// </summary>
public static class NightPublish
{
    /// <summary>The claim stands: what decides at the end, and what is asked before much is written in vain.</summary>
    private const string Stands = "id = $1 and epoch = $2 and state = 'RUNNING'";

    private const string Publish =
        $"""
        update metric_run
        set state = 'PUBLISHED', published_at = clock_timestamp(), heartbeat_at = clock_timestamp(), failure = null, definitions = $3
        where {Stands}
        """;

    // COPY into a table under row security is refused by PostgreSQL: staged first, then on by insert.
    private const string Insert =
        """
        insert into metric_value (id, run_id, programme_id, sub_fund_id, incubator_id, cohort_year, metric_key, revision, as_of, known_at,
                                  unit, fx_basis, currency, value, numerator, denominator, status, absent_why, mapping, flags, roots, rates,
                                  group_by, group_key, nav_as_of, covered, funds, startups, left_out, rounds_covered, rounds, rounds_left_out)
        select gen_random_uuid(), r.id, s.programme_id, s.sub_fund_id, s.incubator_id, s.cohort_year, s.metric_key, s.revision,
               r.business_date, r.known_at, s.unit, s.fx_basis, s.currency, s.value, s.numerator, s.denominator, s.status, s.absent_why, s.mapping, s.flags, s.roots, s.rates::jsonb,
               s.group_by, s.group_key, s.nav_as_of, s.covered, s.funds, s.startups, s.left_out::name_text[],
               s.rounds_covered, s.rounds, s.rounds_left_out::name_text[]
        from staged_value s, metric_run r
        where r.id = $1 and s.startup_id is null and s.investor_id is null
        """;

    private const string InsertSubjects = $"{Insert} and s.group_by is null";

    // They lie as reports read them, definition by definition: else each of a report's rows is on a page of its own.
    private const string InsertGroups = $"{Insert} and s.group_by is not null order by s.group_by, s.metric_key";

    private const string InsertDetails =
        """
        insert into metric_detail (run_id, startup_id, metric_key, revision, as_of, known_at,
                                   unit, fx_basis, currency, value, numerator, denominator, status, absent_why, flags, roots, rates)
        select r.id, s.startup_id, s.metric_key, s.revision, r.business_date, r.known_at,
               s.unit, s.fx_basis, s.currency, s.value, s.numerator, s.denominator, s.status, s.absent_why, s.flags, s.roots, s.rates::jsonb
        from staged_value s, metric_run r
        where r.id = $1 and s.startup_id is not null and s.sub_fund_id is null
        """;

    private const string InsertParts =
        """
        insert into metric_part (run_id, sub_fund_id, investor_id, startup_id, metric_key, revision, as_of, known_at,
                                 unit, fx_basis, currency, value, numerator, denominator, status, absent_why, nav_as_of, covered, flags, roots, rates)
        select r.id, s.sub_fund_id, s.investor_id, s.startup_id, s.metric_key, s.revision, r.business_date, r.known_at,
               s.unit, s.fx_basis, s.currency, s.value, s.numerator, s.denominator, s.status, s.absent_why, s.nav_as_of, s.covered, s.flags, s.roots, s.rates::jsonb
        from staged_value s, metric_run r
        where r.id = $1 and s.sub_fund_id is not null and num_nonnulls(s.startup_id, s.investor_id) = 1
        """;

    private const string InsertPeers =
        """
        insert into peer_figure (run_id, group_by, group_key, metric_key, revision, as_of, known_at, unit, fx_basis, currency, value, contributors, withheld_why, flags)
        select r.id, s.group_by, s.group_key, s.metric_key, s.revision, r.business_date, r.known_at, s.unit, s.fx_basis, s.currency, s.value, s.contributors, s.withheld_why, s.flags
        from staged_peer s, metric_run r
        where r.id = $1
        """;

    /// <summary>What is at hand as a whole; see the other overload.</summary>
    public static Task RunAsync(
        DatabaseLogins logins, RunClaim claim, IEnumerable<NightValue> values, IEnumerable<FundVerdict> verdicts, RunReport report,
        Func<Task> staged, CancellationToken cancel) => RunAsync(
            logins,
            claim,
            async stage =>
            {
                await stage.ValuesAsync(values);
                await stage.VerdictsAsync(verdicts);
            },
            report,
            staged,
            cancel);

    /// <param name="fill">Stages figures and verdicts, in whatever portions fit into memory.</param>
    /// <param name="report">Told of every figure; written with them.</param>
    /// <param name="staged">Called when all are ready, before anything is published.</param>
    /// <exception cref="FencedException">The claim was lost; nothing was written.</exception>
    /// <exception cref="InvariantBrokenException">A subject of the night before is missing.</exception>
    public static async Task RunAsync(
        DatabaseLogins logins, RunClaim claim, Func<NightStage, Task> fill, RunReport report, Func<Task> staged, CancellationToken cancel)
    {
        await OpenDayAsync(logins, claim.Run, cancel);
        await using var connection = await logins.Job.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync("select set_config('application_name', $1, true)", RunTable.PublisherOf(claim.Run));
        var stage = await NightStage.CreateAsync(connection, report, cancel);
        await fill(stage);
        report.Holds(await LostSubjects.CheckAsync(connection, claim.Run, cancel));
        await staged();
        if (!await StandsAsync())
        {
            throw claim.Fence();
        }

        await ExecuteAsync(InsertSubjects, claim.Run);
        await ExecuteAsync(InsertGroups, claim.Run);
        await ExecuteAsync(InsertDetails, claim.Run);
        await ExecuteAsync(InsertParts, claim.Run);
        await ExecuteAsync(InsertPeers, claim.Run);
        await NightVerdicts.InsertAsync(connection, claim.Run, cancel);
        report.Ends("store");
        await report.WriteAsync(connection, claim.Run, cancel);
        // Last: it locks the run's row, and heartbeats must get past while much is being written.
        await claim.RestAsync();
        if (await ExecuteAsync(Publish, claim.Run, claim.Epoch, Definitions.Identity) != 1)
        {
            throw claim.Fence();
        }

        CrashPoint.Pass(CrashPoint.NightStaged);
        await transaction.CommitAsync(cancel);

        // Asked without a lock before much is written in vain; the update at the end decides.
        async Task<bool> StandsAsync()
        {
            await using var command = new NpgsqlCommand(
                $"select exists (select from metric_run where {Stands})", connection, transaction)
            {
                Parameters = { new() { Value = claim.Run }, new() { Value = claim.Epoch } },
            };
            return (bool)(await command.ExecuteScalarAsync(cancel))!;
        }

        async Task<int> ExecuteAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
            return await command.ExecuteNonQueryAsync(cancel);
        }
    }

    // By itself: a new partition locks the table of runs, and in the long transaction that publishes it would hold up every other node's heartbeats.
    private static async Task OpenDayAsync(DatabaseLogins logins, Guid run, CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand("select app.open_day(business_date) from metric_run where id = $1");
        command.Parameters.Add(new() { Value = run });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
