using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What a walk along one fund's ledger found.</summary>
/// <param name="FundCode">The fund's code; its key where there are entries of a fund that is gone.</param>
/// <param name="Entries">How many entries there are.</param>
/// <param name="Findings">What does not hold, in the order of the entries; empty when all is well.</param>
public sealed record LedgerChain(string FundCode, long Entries, IReadOnlyList<LedgerFinding> Findings)
{
    private const string Heads =
        """
        select coalesce(f.id, h.sub_fund_id), f.code, h.seq, h.hash
        from sub_fund f
        full join ledger_head h on h.sub_fund_id = f.id
        """;

    private const string Sums =
        """
        select sub_fund_id, kind, currency, sum(case when reverses_seq is null then amount_minor else -amount_minor end)
        from cash_flow
        group by 1, 2, 3
        """;

    public bool IsIntact => Findings.Count == 0;

    /// <summary>Walks every fund's ledger, by fund code, in one snapshot. The hashes are computed anew from the rows.</summary>
    /// <remarks>That somebody rebuilt a whole chain, head and all, is not seen here but by the anchor outside the database.</remarks>
    /// <param name="logins">The job of them sees all rows.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<IReadOnlyList<LedgerChain>> WalkAsync(DatabaseLogins logins, CancellationToken cancel)
    {
        await using var snapshot = await FactSnapshot.OpenAsync(logins, cancel);
        return await WalkAsync(snapshot, _ => { }, cancel);
    }

    /// <param name="snapshot">What is read together with it is of the same moment.</param>
    /// <param name="seen">Told of every entry, once it was looked at.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<IReadOnlyList<LedgerChain>> WalkAsync(FactSnapshot snapshot, Action<LedgerEntry> seen, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var funds = await snapshot.QueryAsync(Heads, Fund.Read, cancel);
        var walks = funds.ToDictionary(fund => fund.Id, fund => new LedgerWalk(fund.Id));
        await snapshot.EachAsync(LedgerEntry.Sql, row =>
        {
            var entry = LedgerEntry.Read(row);
            if (!walks.TryGetValue(entry.SubFundId, out var walk))
            {
                funds.Add(new(entry.SubFundId, null, null));
                walks[entry.SubFundId] = walk = new(entry.SubFundId);
            }

            walk.Take(entry);
            seen(entry);
        }, cancel);

        var sums = (await snapshot.QueryAsync(Sums, row => (Fund: row.GetGuid(0), Of: (row.GetString(1), row.GetString(2)), Minor: (Int128)row.GetDecimal(3)), cancel))
            .ToLookup(sum => sum.Fund);
        foreach (var fund in funds)
        {
            walks[fund.Id].EndAt(fund.Head);
            walks[fund.Id].CompareSums(sums[fund.Id].ToDictionary(sum => sum.Of, sum => sum.Minor));
        }

        return [.. funds
            .Select(fund => new LedgerChain(fund.Code ?? fund.Id.ToString("D"), walks[fund.Id].Entries, walks[fund.Id].Findings))
            .OrderBy(chain => chain.FundCode, StringComparer.Ordinal)];
    }

    private sealed record Fund(Guid Id, string? Code, (long Seq, byte[] Hash)? Head)
    {
        public static Fund Read(NpgsqlDataReader row) => new(
            row.GetGuid(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetFieldValue<long?>(2) is { } seq ? (seq, row.GetFieldValue<byte[]>(3)) : null);
    }
}
