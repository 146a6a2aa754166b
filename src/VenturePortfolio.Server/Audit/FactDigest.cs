using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>All rows of an append-only table recorded before an instant: how many, and a sum over a hash of each.</summary>
public sealed record FactDigest(string Table, long Rows, string Digest)
{
    // Ledgers and security events have chains of their own.
    private const string Tables =
        """
        select c.relname::text, a.attname::text
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname in ('recorded_at', 'at')
        where c.relnamespace = 'portfolio'::regnamespace and c.relname not in ('cash_flow', 'security_event')
          and exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'append_only')
        order by 1
        """;

    /// <summary>One list per instant. Every table is read once, however many instants there are.</summary>
    /// <param name="snapshot">Everything is read through it.</param>
    /// <param name="before">Ascending. Rows recorded at these instants or later do not count.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<IReadOnlyList<IReadOnlyList<FactDigest>>> ReadAsync(
        FactSnapshot snapshot, IReadOnlyList<Instant> before, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(before);
        var digests = before.Select(_ => new List<FactDigest>()).ToList();
        var instants = string.Join(',', before.Select(instant => $"'{InstantPattern.ExtendedIso.Format(instant)}'"));
        foreach (var (table, recorded) in await snapshot.QueryAsync(Tables, row => (row.GetString(0), row.GetString(1)), cancel))
        {
            // A column added later and null in old rows leaves their hash as it was.
            var buckets = (await snapshot.QueryAsync(
                $"""
                select width_bucket({recorded}::timestamptz, array[{instants}]::timestamptz[]), count(*),
                       sum(('x' || left(md5(jsonb_strip_nulls(to_jsonb(t))::text), 16))::bit(64)::bigint::numeric)
                from {table} t
                where {recorded} < timestamptz '{InstantPattern.ExtendedIso.Format(before[^1])}'
                group by 1
                """,
                row => (Bucket: row.GetInt32(0), Rows: row.GetInt64(1), Sum: row.GetDecimal(2)),
                cancel)).ToDictionary(bucket => bucket.Bucket);
            var (rows, sum) = (0L, 0m);
            for (var i = 0; i < before.Count; i++)
            {
                buckets.TryGetValue(i, out var bucket);
                (rows, sum) = (rows + bucket.Rows, sum + bucket.Sum);
                digests[i].Add(new(table, rows, sum.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        return digests;
    }
}
