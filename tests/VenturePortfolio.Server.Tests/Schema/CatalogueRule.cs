using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>One rule about the database's own catalogue: a query that names what breaks it, and returns nothing when all is well.</summary>
public sealed record CatalogueRule(string Name, string Sql)
{
    /// <summary>
    /// Schemas whose tables the rules leave alone: Quartz makes its own, the migrator's journal is read by nobody but programs.
    /// </summary>
    internal const string Exempt = "('quartz', 'migration', 'pg_catalog', 'information_schema', 'pg_toast')";

    public static IReadOnlyList<CatalogueRule> All { get; } = [.. AccessRules.All, .. StorageRules.All];

    public async Task<IReadOnlyList<string>> OffendersAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var offenders = new List<string>();
        while (await reader.ReadAsync(cancel))
            offenders.Add(reader.GetString(0));
        return offenders;
    }

    public override string ToString() => Name;

    internal static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
