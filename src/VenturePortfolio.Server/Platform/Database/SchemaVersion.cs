using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Is the database at the schema this program was written for? Asked by readiness.</summary>
public static class SchemaVersion
{
    /// <summary>The newest numbered script applied, or null on an empty database.</summary>
    public static async Task<string?> InstalledAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        await using var command = job.CreateCommand("select max(scriptname collate \"C\") from migration.applied_script");
        command.CommandTimeout = 5; // The job's connections have none: asked on a dead one, readiness would never know again.
        try
        {
            return await command.ExecuteScalarAsync(cancel) as string;
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    /// <summary>True also when a newer program has already migrated: migrations only add.</summary>
    public static async Task<bool> IsCurrentAsync(NpgsqlDataSource job, CancellationToken cancel) =>
        string.CompareOrdinal(await InstalledAsync(job, cancel), Migrations.Newest) >= 0;
}
