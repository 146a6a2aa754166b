using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>All figures of a published run as one hash: equal when every figure is, digit for digit.</summary>
/// <param name="Run">Key of the run.</param>
/// <param name="BusinessDate">asOf of its figures, ISO.</param>
/// <param name="KnownAt">ISO, UTC, to the microsecond.</param>
/// <param name="Values">How many figures.</param>
/// <param name="Digest">SHA-256 over the figures in a fixed order, lower-case hex.</param>
public sealed record RunDigest(Guid Run, string BusinessDate, string KnownAt, long Values, string Digest)
{
    /// <remarks>A column added later and null in old figures leaves their digest as it was: anchors stay comparable.</remarks>
    /// <param name="snapshot">Everything is read through it.</param>
    /// <param name="runs">A condition on <c>r</c>, a published run; names and literals of our own code only.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static Task<List<RunDigest>> ReadAsync(FactSnapshot snapshot, string runs, CancellationToken cancel) => snapshot.QueryAsync(
        $"""
        select r.id, r.business_date::text, to_char(r.known_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), count(v.id),
               encode(sha256(convert_to(coalesce(string_agg(v.figure, E'\n' order by v.figure collate "C"), ''), 'UTF8')), 'hex')
        from metric_run r
        left join (select id, run_id, jsonb_strip_nulls(to_jsonb(m) - 'id' - 'run_id' - 'known_at')::text from metric_value m) v (id, run_id, figure)
          on v.run_id = r.id
        where r.state = 'PUBLISHED' and ({runs})
        group by r.id
        order by r.business_date, r.known_at, r.id
        """,
        Read,
        cancel);

    private static RunDigest Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4));
}
