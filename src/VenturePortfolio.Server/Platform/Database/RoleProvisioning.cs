using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Creates the owner and the logins, again and again with the same outcome. Roles belong to the whole cluster, so several
/// programs and databases may do it at once.
/// </summary>
public static class RoleProvisioning
{
    private const int Attempts = 10;

    /// <exception cref="PlainException">The login may not create roles: the message holds the SQL for whoever may.</exception>
    public static async Task RunAsync(string connectionString, DatabaseSecrets secrets, CancellationToken cancel)
    {
        var sql = Sql(secrets, new NpgsqlConnectionStringBuilder(connectionString).Username!);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(cancel);
                await using var command = new NpgsqlCommand("select pg_advisory_xact_lock(7216001);\n" + sql, connection);
                await command.ExecuteNonQueryAsync(cancel);
                return;
            }
            catch (PostgresException raced) when (attempt < Attempts && IsRace(raced))
            {
                // The lock is per database; from two databases of one cluster the catalogue itself decides. Try again.
            }
            catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new PlainException(
                    $"The migrator's login may not create roles ({denied.MessageText}). Let an administrator run this once in the same database " +
                    $"(it holds verifiers, no passwords), then start again:\n\n{sql}", denied);
            }
        }
    }

    /// <summary>Are the owner and every login there, and may this login act as the owner?</summary>
    public static async Task<bool> IsDoneAsync(string connectionString, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(
            """
            select count(*) = cardinality($1) and bool_or(rolname = $2 and pg_has_role(oid, 'member') and pg_has_role(oid, 'pg_read_all_stats', 'member'))
            from pg_roles
            where rolname = any ($1)
            """, connection);
        command.Parameters.Add(new() { Value = DatabaseRoles.Logins.Where(login => login != DatabaseRoles.Migrator).Append(DatabaseRoles.Owner).ToArray() });
        command.Parameters.Add(new() { Value = DatabaseRoles.Owner });
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>May this login create roles here?</summary>
    public static async Task<bool> MayCreateRolesAsync(string connectionString, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("select rolsuper or rolcreaterole from pg_roles where rolname = current_user", connection);
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>What <see cref="RunAsync"/> runs. Passwords appear as SCRAM verifiers only.</summary>
    /// <param name="secrets">Passwords of the logins.</param>
    /// <param name="migrator">The login that migrates, and so must be able to act as the owner.</param>
    public static string Sql(DatabaseSecrets secrets, string migrator)
    {
        var roles = DatabaseRoles.Logins.Select(login => Login(login, ScramVerifier.Of(secrets[login])));
        return $"""
            do $roles$
            declare
              migrator text;
            begin
              if not exists (select from pg_roles where rolname = '{DatabaseRoles.Owner}') then
                create role {DatabaseRoles.Owner} nologin nosuperuser nobypassrls nocreatedb nocreaterole;
              end if;
            {string.Concat(roles)}
              foreach migrator in array array['{DatabaseRoles.Migrator}', '{migrator.Replace("'", "''", StringComparison.Ordinal)}'] loop
                if not pg_has_role(migrator, '{DatabaseRoles.Owner}', case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) then
                  execute format('grant {DatabaseRoles.Owner} to %I', migrator);
                end if;
              end loop;
              if not pg_has_role('{DatabaseRoles.Owner}', 'pg_read_all_stats', 'member') then
                grant pg_read_all_stats to {DatabaseRoles.Owner}; -- app.closed_horizon() looks when open transactions began
              end if;
            {string.Concat(Settings().Select(setting => $"  {setting};\n"))}
            end
            $roles$;
            {GrantSql}
            """;
    }

    /// <summary>
    /// Rights on the database itself, for the database one is connected to: nobody but our logins, and temporary tables
    /// only where bulk writes need them. A database cloned from another does not take these along.
    /// </summary>
    public static string GrantSql { get; } =
        $"""
        do $grants$
        begin
          execute format('revoke all on database %I from public', current_database());
          execute format('grant connect on database %I to {string.Join(", ", DatabaseRoles.Logins)}', current_database());
          execute format('grant create, temporary on database %I to {DatabaseRoles.Owner}', current_database());
          execute format('grant temporary on database %I to {DatabaseRoles.Job}', current_database());
        end
        $grants$;
        """;

    private static string Login(string login, string verifier) =>
        $"""
              if not exists (select from pg_roles where rolname = '{login}') then
                create role {login} login nosuperuser nobypassrls nocreatedb nocreaterole;
              end if;
              alter role {login} password '{verifier}';

            """;

    // Limits against a request that hangs; jobs and migrations may take their time.
    private static IEnumerable<string> Settings()
    {
        foreach (var login in DatabaseRoles.Logins)
        {
            yield return $"alter role {login} set search_path = portfolio, app";
            yield return $"alter role {login} set timezone = 'UTC'";
        }

        foreach (var login in DatabaseRoles.Api)
        {
            yield return $"alter role {login} set statement_timeout = '8s'";
            yield return $"alter role {login} set lock_timeout = '3s'";
            yield return $"alter role {login} set idle_in_transaction_session_timeout = '15s'";
        }

        yield return $"alter role {DatabaseRoles.Quartz} set search_path = quartz";
        yield return $"alter role {DatabaseRoles.Policy} set default_transaction_read_only = on";
    }

    private static bool IsRace(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.DeadlockDetected
        || failure.MessageText.Contains("concurrently updated", StringComparison.Ordinal);
}
