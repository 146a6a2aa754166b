using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What a walk along one fund's ledger found.</summary>
/// <param name="FundCode">The fund's code.</param>
/// <param name="Entries">How many entries there are.</param>
/// <param name="BrokenAt">Sequence of the first entry that is out of order, altered or not chained to the one before; null: none.</param>
/// <param name="IsHeadLast">Whether the head names the last entry: false when entries at the end are gone.</param>
public sealed record LedgerChain(string FundCode, long Entries, long? BrokenAt, bool IsHeadLast)
{
    // The hashes are computed again from the rows. That nobody replaced rows, hashes and head together is not seen here:
    // that takes heads kept outside the database.
    private const string Walk = """
        with entry as (
            select c.sub_fund_id, c.seq, c.hash,
                c.seq <> row_number() over chain
                    or c.prev_hash <> coalesce(lag(c.hash) over chain, sha256(convert_to(c.sub_fund_id::text, 'UTF8')))
                    or c.hash <> app.cash_flow_hash(c) as is_broken
            from cash_flow c
            window chain as (partition by c.sub_fund_id order by c.seq)
        )
        select f.code,
            count(e.seq),
            min(e.seq) filter (where e.is_broken),
            coalesce(max(e.seq), 0) = coalesce(max(h.seq), 0)
                and coalesce(bool_or(e.seq = h.seq and e.hash = h.hash), max(e.seq) is null)
        from sub_fund f
        left join ledger_head h on h.sub_fund_id = f.id
        left join entry e on e.sub_fund_id = f.id
        group by f.code
        order by f.code
        """;

    public bool IsIntact => BrokenAt is null && IsHeadLast;

    /// <summary>Walks every fund's ledger, by fund code.</summary>
    /// <param name="job">The job sees all rows.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<IReadOnlyList<LedgerChain>> WalkAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(job);
        await using var command = job.CreateCommand(Walk);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<LedgerChain> chains = [];
        while (await reader.ReadAsync(cancel))
        {
            chains.Add(new LedgerChain(
                reader.GetString(0), reader.GetInt64(1), await reader.IsDBNullAsync(2, cancel) ? null : reader.GetInt64(2), reader.GetBoolean(3)));
        }

        return chains;
    }
}
