using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>One value, asked of the database in hand-written SQL.</summary>
public static class Ask
{
    public static async Task<T> ValueAsync<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The rows of every table of the schema together: equal before and after means nothing was added or removed.</summary>
    public static async Task<long> RowsOfAllTablesAsync(NpgsqlDataSource job)
    {
        var tables = await ValueAsync<string[]>(job, "select array_agg(tablename::text) from pg_tables where schemaname = 'portfolio'");
        return await ValueAsync<long>(job, string.Join(" + ", tables.Select(table => $"(select count(*) from portfolio.{table})")).Insert(0, "select "));
    }
}
