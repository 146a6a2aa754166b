namespace VenturePortfolio.Server;

/// <summary>A quick look at every fund's ledger for the doctor: its head and its last entry only; <c>verify</c> walks it whole.</summary>
public static class LedgerCheck
{
    private const string Sql = """
        select f.code,
            coalesce(h.seq, 0) = coalesce((newest.entry).seq, 0)
                and (newest.entry is null or h.hash = (newest.entry).hash and h.hash = app.cash_flow_hash(newest.entry)),
            coalesce(h.recorded_at > clock_timestamp(), false)
        from sub_fund f
        left join ledger_head h on h.sub_fund_id = f.id
        left join lateral (select c as entry from cash_flow c where c.sub_fund_id = f.id order by c.seq desc limit 1) newest on true
        order by f.code
        """;

    public static async Task<IReadOnlyList<Diagnosis>> RunAsync(DatabaseLogins logins, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        var found = new List<Diagnosis>();
        var funds = 0;
        await using var command = logins.Job.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            funds++;
            var code = reader.GetString(0);
            if (!reader.GetBoolean(1))
            {
                found.Add(Diagnosis.Wrong("Ledgers", $"the ledger of {code} does not end where its head says", "stop writing, run verify, and compare with a backup"));
            }

            if (reader.GetBoolean(2))
            {
                found.Add(Diagnosis.Wrong(
                    "Clock", $"the newest entry of {code} was recorded later than it is now: the database's clock went back", "set the clock by NTP; figures as known now leave that entry out until the clock has caught up"));
            }
        }

        return found.Count > 0 ? found : [Diagnosis.Ok("Ledgers", $"{funds} end where their heads say")];
    }
}
