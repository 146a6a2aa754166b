namespace VenturePortfolio.Server;

/// <summary>Where a chain ends: with this everything before it is fixed.</summary>
/// <param name="Chain">The key of the sub-fund, or "security".</param>
/// <param name="Name">For people: the fund's code, or the day of the last security event.</param>
/// <param name="Seq">Of the last entry.</param>
/// <param name="Hash">Of the last entry, lower-case hex.</param>
public sealed record ChainHead(string Chain, string Name, long Seq, string Hash)
{
    public const string Security = "security";

    /// <summary>Of every ledger, by code, and of the security events at the end.</summary>
    public static Task<List<ChainHead>> ReadAllAsync(FactSnapshot snapshot, CancellationToken cancel) => snapshot.QueryAsync(
        $"""
        select chain, name, seq, encode(hash, 'hex')
        from (
            select h.sub_fund_id::text, coalesce(f.code::text, h.sub_fund_id::text), h.seq, h.hash
            from ledger_head h
            left join sub_fund f on f.id = h.sub_fund_id
            union all
            select '{Security}', h.day::text, h.seq, h.hash
            from security_head h
        ) head (chain, name, seq, hash)
        order by chain = '{Security}', name collate "C", chain
        """,
        row => new ChainHead(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3)),
        cancel);
}
