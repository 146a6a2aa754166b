using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Whoever had figures the night before has them again. An incubator all of whose admissions were taken back by rows recorded since is not
/// lost: it has nobody any more.
/// </summary>
public static class LostSubjects
{
    private const string Before =
        """
        from metric_run b, metric_run r
        where r.id = $1 and r.kind = 'NIGHTLY' and b.state = 'PUBLISHED' and b.kind = 'NIGHTLY' and b.business_date < r.business_date
        order by b.business_date desc
        limit 1
        """;

    /// <summary>Sub-funds, programmes and incubators of a run, and the startups by a figure that each of them has.</summary>
    private const string Sql =
        """
        with had as (
            select distinct coalesce(sub_fund_id, programme_id, incubator_id) as id
            from metric_value
            where run_id = $1 and num_nonnulls(sub_fund_id, programme_id, incubator_id) = 1
            union
            select startup_id from metric_detail where run_id = $1 and as_of = $2 and metric_key = $5
        ), has as (
            select coalesce(sub_fund_id, programme_id, incubator_id, startup_id) as id
            from staged_value
            where startup_id is null or sub_fund_id is null and metric_key = $5
        ), lost as (
            select id from had where id is not null except select id from has
        )
        select (select count(*) from had), min(l.id::text), min(coalesce(f.code, p.code, n.code, s.code))
        from lost l
        left join sub_fund f on f.id = l.id
        left join programme p on p.id = l.id
        left join incubator n on n.id = l.id
        left join startup s on s.id = l.id
        where not (
            exists (select from incubation k where k.incubator_id = l.id and k.reverses_id is not null and k.recorded_at > $3 and k.recorded_at <= $4)
            and not exists (
                select from incubation a
                where a.incubator_id = l.id and a.kind = 'ADMITTED' and a.reverses_id is null and a.recorded_at <= $4
                    and not exists (select from incubation k where k.incubator_id = a.incubator_id and k.reverses_id = a.id and k.recorded_at <= $4)))
        """;

    /// <summary>In the transaction that publishes the run, once its figures are staged. A run by hand has no night before it.</summary>
    /// <returns>How many had figures the night before.</returns>
    /// <exception cref="InvariantBrokenException">Names one that has none now.</exception>
    public static async Task<Invariant> CheckAsync(NpgsqlConnection connection, Guid run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var subjects = 0;
        if (await BeforeAsync(connection, run, cancel) is { } before)
        {
            await using var command = new NpgsqlCommand(Sql, connection)
            {
                Parameters =
                {
                    new() { Value = before.Run }, new() { Value = before.On }, new() { Value = before.KnownAt }, new() { Value = before.KnownNow },
                    new() { Value = MetricCatalog.For(MetricSubject.Startup).First().Key },
                },
            };
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            subjects = (int)reader.GetInt64(0);
            if (!reader.IsDBNull(1))
            {
                var name = reader.IsDBNull(2) ? reader.GetString(1) : reader.GetString(2);
                throw new InvariantBrokenException($"NO_SUBJECT_LOST: {name} had figures the night before and has none now; nothing is published.");
            }
        }

        return new("NO_SUBJECT_LOST", subjects);
    }

    private static async Task<(Guid Run, LocalDate On, Instant KnownAt, Instant KnownNow)?> BeforeAsync(
        NpgsqlConnection connection, Guid run, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select b.id, b.business_date, b.known_at, r.known_at {Before}", connection) { Parameters = { new() { Value = run } } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? (reader.GetGuid(0), reader.GetFieldValue<LocalDate>(1), reader.GetFieldValue<Instant>(2), reader.GetFieldValue<Instant>(3))
            : null;
    }
}
