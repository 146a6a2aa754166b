using System.Security.Cryptography;
using System.Text;
using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using DbUp.Support;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What a migration did.</summary>
/// <param name="Applied">Names of the scripts that ran, in order; empty when all was up to date.</param>
/// <param name="Version">The newest numbered script, for example "0003_metrics".</param>
public sealed record MigrationOutcome(IReadOnlyList<string> Applied, string Version);

/// <summary>
/// Brings a database to this program's schema: numbered scripts once each, then, when one of them ran or their content
/// changed, all repeatable ones. Everything happens in one transaction, as the owner, under one advisory lock: of several
/// programs starting together one migrates and the others wait. No table is ever seen without its row security.
/// </summary>
public static class Migrations
{
    /// <summary>Held while the schema is made, by whatever means.</summary>
    internal const long Lock = 7216002;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "schema");

    /// <summary>The newest numbered script this program brings.</summary>
    public static string Newest { get; } = Numbered().Select(script => script.Name).LastOrDefault("none");

    /// <exception cref="PlainException">A script failed (nothing of it remains), or the database is newer than the program.</exception>
    public static async Task<MigrationOutcome> RunAsync(NpgsqlDataSource migrator, CancellationToken cancel)
    {
        await using var connection = await migrator.OpenConnectionAsync(cancel);
        await ExecuteAsync(connection, $"select pg_advisory_lock({Lock})", cancel);
        try
        {
            await ExecuteAsync(connection, Journal, cancel);
            var applied = await ReadAsync(connection, "select scriptname, '' from migration.applied_script", cancel);
            if (applied.Keys.Except(Numbered().Select(script => script.Name), StringComparer.Ordinal).Max(StringComparer.Ordinal) is { } unknown)
                throw new PlainException($"The database has been migrated by a newer program (script {unknown}; this one knows up to {Newest}). Start that one.");

            var due = Numbered().Where(script => !applied.ContainsKey(script.Name)).ToList();
            var repeatable = Repeatable();
            var known = await ReadAsync(connection, "select name, content_hash from migration.repeatable_script", cancel);
            if (due.Count > 0 || repeatable.Any(script => known.GetValueOrDefault(script.Name) != Hash(script)))
                Apply(migrator, due, repeatable);
            else
                repeatable = [];
            return new([.. due.Concat(repeatable).Select(script => script.Name)], Newest);
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private static void Apply(NpgsqlDataSource migrator, IReadOnlyList<SqlScript> due, IReadOnlyList<SqlScript> repeatable)
    {
        var engine = DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(migrator))
            .JournalToPostgresqlTable("migration", "applied_script")
            .WithScripts(due)
            .WithScripts(repeatable)
            .WithScript(new SqlScript("repeatable hashes", Remember(repeatable), Always(order: 3)))
            .WithVariablesDisabled()
            .WithTransaction()
            .WithExecutionTimeout(TimeSpan.FromMinutes(30))
            .LogToNowhere() // A failure comes back in the result; progress is ours to print.
            .Build();
        var result = engine.PerformUpgrade();
        if (!result.Successful)
            throw new PlainException($"Migration script {result.ErrorScript?.Name} failed; the database is as before. {result.Error.Message}", result.Error);
    }

    private static List<SqlScript> Numbered() => Scripts(Folder, "", new SqlScriptOptions { ScriptType = ScriptType.RunOnce, RunGroupOrder = 1 });

    // By name: functions before the row security that calls them, before the views.
    private static List<SqlScript> Repeatable() => Scripts(Path.Combine(Folder, "repeatable"), "repeatable/", Always(order: 2));

    private static List<SqlScript> Scripts(string folder, string prefix, SqlScriptOptions options) =>
        !Directory.Exists(folder)
            ? []
            : Directory.EnumerateFiles(folder, "*.sql")
                .Order(StringComparer.Ordinal)
                .Select(file => new SqlScript(prefix + Path.GetFileNameWithoutExtension(file), File.ReadAllText(file), options))
                .ToList();

    private static SqlScriptOptions Always(int order) => new() { ScriptType = ScriptType.RunAlways, RunGroupOrder = order };

    private static string Hash(SqlScript script) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script.Contents)));

    private static string Remember(IReadOnlyList<SqlScript> repeatable) =>
        "delete from migration.repeatable_script;\n" + string.Concat(repeatable.Select(script =>
            $"insert into migration.repeatable_script (name, content_hash) values ('{script.Name}', '{Hash(script)}');\n"));

    private const string Journal =
        $"""
        create schema if not exists migration;
        create table if not exists migration.applied_script (
          schemaversionsid serial primary key,
          scriptname character varying(255) not null unique,
          applied timestamp without time zone not null
        );
        create table if not exists migration.repeatable_script (
          name text primary key,
          content_hash text not null,
          applied_at timestamptz not null default clock_timestamp()
        );
        grant usage on schema migration to {DatabaseRoles.Job};
        grant select on all tables in schema migration to {DatabaseRoles.Job};
        grant select on all sequences in schema migration to {DatabaseRoles.Job};
        """;

    private static async Task<Dictionary<string, string>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            rows[reader.GetString(0)] = reader.GetString(1);
        return rows;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
