using Npgsql;

namespace VenturePortfolio.Server.Tests;

public static class Fingerprint
{
    /// <summary>
    /// Count and hash of every row of every table: what a refused act must not change. Without the log of refusals: it grows by them, a minute
    /// later.
    /// </summary>
    public static async Task<string> OfAsync(DatabaseLogins logins)
    {
        var cancel = TestContext.Current.CancellationToken;
        var parts = new List<string>();
        await using var connection = await logins.Job.OpenConnectionAsync(cancel);
        List<string> tables = [];
        await using (var command = new NpgsqlCommand("select tablename from pg_tables where schemaname = 'portfolio' and tablename not in ('security_event', 'security_head') order by 1", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
                tables.Add(reader.GetString(0));
        }

        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand(
                $"select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from portfolio.{table} t", connection);
            parts.Add($"{table}={await command.ExecuteScalarAsync(cancel)}");
        }

        return string.Join('\n', parts);
    }
}
