using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Rows on their way into one table, in bulk. PostgreSQL refuses COPY into a table under row security, so they go by binary
/// COPY to a temporary table and on by <c>insert … select</c>, in the order in which they were added. Rows whose key is
/// already there are left alone, before any trigger of the table sees them: loading twice changes nothing.
/// </summary>
/// <param name="name">A table of the schema <c>portfolio</c>; names come from our own code, never from input.</param>
/// <param name="key">The column, or several with commas between them, that tells whether a row is already there.</param>
public sealed class BulkTable(string name, string key, params string[] columns)
{
    private readonly List<object?[]> rows = [];

    public string Name => name;

    public int Count => rows.Count;

    /// <summary>One value per column, in their order. NodaTime's LocalDate and Instant for dates and times.</summary>
    public void Add(params object?[] values)
    {
        if (values.Length != columns.Length)
            throw new ArgumentException($"{name} takes {columns.Length} values, not {values.Length}.", nameof(values));
        rows.Add(values);
    }

    /// <summary>Returns how many rows were new. The caller's transaction decides whether they stay.</summary>
    public async Task<int> LoadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (rows.Count == 0)
            return 0;
        var list = string.Join(", ", columns);
        await ExecuteAsync(connection, $"create temporary table bulk_{name} on commit drop as select {list}, 0 as bulk_order from portfolio.{name} with no data", cancel);
        await CopyAsync(connection, await TypesAsync(connection, cancel), cancel);
        await ExecuteAsync(connection, $"analyze bulk_{name}", cancel);
        var same = string.Join(" and ", key.Split(", ").Select(part => $"t.{part} = b.{part}"));
        var inserted = await ExecuteAsync(connection, $"""
            insert into portfolio.{name} ({list})
            select {list}
            from bulk_{name} b
            where not exists (select from portfolio.{name} t where {same})
            order by bulk_order
            """, cancel);
        await ExecuteAsync(connection, $"drop table bulk_{name}", cancel);
        return inserted;
    }

    private async Task CopyAsync(NpgsqlConnection connection, Dictionary<string, string> types, CancellationToken cancel)
    {
        var order = columns.Select(column => types[column]).ToArray();
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy bulk_{name} ({string.Join(", ", columns)}, bulk_order) from stdin (format binary)", cancel);
        for (var i = 0; i < rows.Count; i++)
        {
            await copy.StartRowAsync(cancel);
            for (var column = 0; column < order.Length; column++)
            {
                if (rows[i][column] is { } value)
                    await copy.WriteAsync(value, order[column], cancel);
                else
                    await copy.WriteNullAsync(cancel);
            }

            await copy.WriteAsync(i, "integer", cancel);
        }

        await copy.CompleteAsync(cancel);
    }

    /// <summary>The base type of each column: domains travel as what they are made of.</summary>
    private async Task<Dictionary<string, string>> TypesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select a.attname, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null)
            from pg_attribute a join pg_type t on t.oid = a.atttypid
            where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped
            """, connection) { Parameters = { new() { Value = $"portfolio.{name}" } } };
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            types[reader.GetString(0)] = reader.GetString(1);
        return types;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
