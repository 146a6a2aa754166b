using System.Numerics;
using Npgsql;
using NpgsqlTypes;

namespace VenturePortfolio.Server;

/// <summary>
/// Makes a run's values visible, all at once or not at all, in the one transaction that also says PUBLISHED and asks
/// whether the claim still stands.
/// </summary>
public static class NightPublish
{
    private const string Stage =
        """
        create temporary table staged_value (
            programme_id uuid, sub_fund_id uuid, incubator_id uuid, cohort_year smallint, startup_id uuid, metric_key text, revision integer, unit text, fx_basis text, currency text,
            value numeric, numerator numeric, denominator numeric, status text, absent_why text,
            mapping text
        ) on commit drop
        """;

    private const string Publish =
        """
        update metric_run
        set state = 'PUBLISHED', published_at = clock_timestamp(), heartbeat_at = clock_timestamp(), failure = null
        where id = $1 and epoch = $2 and state <> 'PUBLISHED'
        """;

    // COPY into a table under row security is refused by PostgreSQL: staged first, then on by insert.
    private const string Insert =
        """
        insert into metric_value (id, run_id, programme_id, sub_fund_id, incubator_id, cohort_year, metric_key, revision, as_of, known_at,
                                  unit, fx_basis, currency, value, numerator, denominator, status, absent_why, mapping)
        select gen_random_uuid(), r.id, s.programme_id, s.sub_fund_id, s.incubator_id, s.cohort_year, s.metric_key, s.revision,
               r.business_date, r.known_at, s.unit, s.fx_basis, s.currency, s.value, s.numerator, s.denominator, s.status, s.absent_why, s.mapping
        from staged_value s, metric_run r
        where r.id = $1 and s.startup_id is null
        """;

    private const string InsertDetails =
        """
        insert into metric_detail (run_id, startup_id, metric_key, revision, as_of, known_at,
                                   unit, fx_basis, currency, value, numerator, denominator, status, absent_why)
        select r.id, s.startup_id, s.metric_key, s.revision, r.business_date, r.known_at,
               s.unit, s.fx_basis, s.currency, s.value, s.numerator, s.denominator, s.status, s.absent_why
        from staged_value s, metric_run r
        where r.id = $1 and s.startup_id is not null
        """;

    /// <exception cref="FencedException">The claim was lost; nothing was written.</exception>
    /// <param name="staged">Told how many figures there are and how many of them have no value, before anything is published.</param>
    /// <returns>The same two numbers.</returns>
    public static async Task<(int Values, int Absent)> RunAsync(
        DatabaseLogins logins, RunClaim claim, IEnumerable<NightValue> values, IEnumerable<FundVerdict> verdicts, Func<int, int, Task> staged,
        CancellationToken cancel)
    {
        await using var connection = await logins.Job.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(Stage);
        var counts = await StageAsync(connection, values, cancel);
        await staged(counts.Values, counts.Absent);
        if (await ExecuteAsync(Publish, claim.Run, claim.Epoch) != 1)
        {
            throw claim.Fence();
        }

        await ExecuteAsync(Insert, claim.Run);
        await ExecuteAsync("select app.open_day(business_date) from metric_run where id = $1", claim.Run);
        await ExecuteAsync(InsertDetails, claim.Run);
        await NightVerdicts.WriteAsync(connection, claim.Run, verdicts, cancel);
        CrashPoint.Pass(CrashPoint.NightStaged);
        await transaction.CommitAsync(cancel);
        return counts;

        async Task<int> ExecuteAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
            return await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private static async Task<(int Values, int Absent)> StageAsync(
        NpgsqlConnection connection, IEnumerable<NightValue> values, CancellationToken cancel)
    {
        var (count, absent) = (0, 0);
        await using var import = await connection.BeginBinaryImportAsync("copy staged_value from stdin (format binary)", cancel);
        foreach (var value in values)
        {
            var (subject, figure, measure) = (value.Subject, value.Figure, value.Figure.Measure);
            (count, absent) = (count + 1, absent + (measure.Absent is null ? 0 : 1));
            await import.StartRowAsync(cancel);
            await WriteAsync(subject.Programme?.Value, NpgsqlDbType.Uuid);
            await WriteAsync(subject.SubFund?.Value, NpgsqlDbType.Uuid);
            await WriteAsync(subject.Incubator?.Value, NpgsqlDbType.Uuid);
            await WriteAsync((short?)subject.CohortYear, NpgsqlDbType.Smallint);
            await WriteAsync(subject.Startup?.Value, NpgsqlDbType.Uuid);
            await WriteAsync(figure.Metric.Key, NpgsqlDbType.Text);
            await WriteAsync(figure.Metric.Revision, NpgsqlDbType.Integer);
            await WriteAsync(figure.Metric.Unit.Key(), NpgsqlDbType.Text);
            await WriteAsync(figure.Metric.Unit == MetricUnit.Count ? "none" : measure.FxBasis.Print(), NpgsqlDbType.Text);
            await WriteAsync(measure.Currency?.Code, NpgsqlDbType.Text);
            await WriteAsync(measure.Value, NpgsqlDbType.Numeric);
            await WriteAsync(Whole(measure.Numerator), NpgsqlDbType.Numeric);
            await WriteAsync(Whole(measure.Denominator), NpgsqlDbType.Numeric);
            await WriteAsync(figure.Status, NpgsqlDbType.Text);
            await WriteAsync(figure.Note is { Length: > 1900 } note ? note[..1900] : figure.Note, NpgsqlDbType.Text);
            await WriteAsync(measure.Mapping, NpgsqlDbType.Text);
        }

        await import.CompleteAsync(cancel);
        return (count, absent);

        Task WriteAsync(object? value, NpgsqlDbType type) =>
            value is null ? import.WriteNullAsync(cancel) : import.WriteAsync(value, type, cancel);
    }

    // Most are no wider than a decimal, which ends at 7.9e28 and goes out faster.
    private static object? Whole(Int128? number) => number switch
    {
        null => null,
        { } whole when whole >= long.MinValue && whole <= long.MaxValue => (decimal)(long)whole,
        { } whole => (BigInteger)whole,
    };
}
