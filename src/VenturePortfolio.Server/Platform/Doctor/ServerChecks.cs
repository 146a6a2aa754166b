using System.Globalization;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>The server and the database as such: who may sign in and as what, settings, clock, schema.</summary>
public static class ServerChecks
{
    public const string SignIn = "Sign-in";

    /// <summary>The difference of two clocks that tokens forgive.</summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ClockSkewWanted = TimeSpan.FromSeconds(2);

    /// <summary>Can every login sign in, and is none of them more than a login?</summary>
    public static async Task<IReadOnlyList<Diagnosis>> LoginsAsync(DatabaseLogins logins, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        var found = new List<Diagnosis>();
        foreach (var source in new[] { logins.Job, logins.Quartz, logins.Migrator }.Concat(Enum.GetValues<Role>().Select(logins.DataSourceOf)))
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancel);
            }
            catch (NpgsqlException refused)
            {
                var login = new NpgsqlConnectionStringBuilder(source.ConnectionString).Username;
                found.Add(Diagnosis.Wrong(SignIn, $"{login} cannot sign in to the database: {refused.Message}", "run migrate, which sets the logins up; if it says the same, its passwords are not those of this data"));
            }
        }

        if (found.Count > 0)
        {
            return found;
        }

        var excess = await LoginRights.ExcessAsync(logins.Job, cancel);
        found.Add(Diagnosis.Ok(SignIn, "every login can sign in"));
        found.AddRange(excess.Count == 0
            ? [Diagnosis.Ok("Logins", "none is more than a login, none owns anything")]
            : excess.Select(each => Diagnosis.Wrong("Logins", $"{each.Says}: row security does not hold for it", each.Remedy)));
        return found;
    }

    public static async Task<IReadOnlyList<Diagnosis>> RunAsync(DatabaseLogins logins, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        ArgumentNullException.ThrowIfNull(time);
        await using var command = logins.Job.CreateCommand(
            "select extract(epoch from clock_timestamp())::double precision, current_setting('fsync'), current_setting('full_page_writes'), current_setting('data_checksums')");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var ours = time.GetUtcNow();
        await reader.ReadAsync(cancel);
        var theirs = DateTimeOffset.UnixEpoch.AddSeconds(reader.GetDouble(0));
        return [Clocks(ours, theirs), Safety(reader.GetString(1), reader.GetString(2), reader.GetString(3))];
    }

    public static async Task<Diagnosis> SchemaAsync(DatabaseLogins logins, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        var installed = await SchemaVersion.InstalledAsync(logins.Job, cancel);
        return string.CompareOrdinal(installed, Migrations.Newest) switch
        {
            0 => Diagnosis.Ok("Schema", installed!),
            < 0 => Diagnosis.Wrong("Schema", $"{installed ?? "none"}; this program needs {Migrations.Newest}", "run migrate"),
            _ => Diagnosis.Wrong("Schema", $"{installed}, which is newer than this program ({Migrations.Newest})", "start the newer program"),
        };
    }

    private static Diagnosis Clocks(DateTimeOffset ours, DateTimeOffset theirs)
    {
        var apart = (ours - theirs).Duration();
        var says = string.Create(CultureInfo.InvariantCulture, $"the program's and the database's are {apart.TotalSeconds:0.0} s apart");
        return apart > ClockSkewMax ? Diagnosis.Wrong("Clock", $"{says} ({ours:u}, {theirs:u})", "set the wrong one by NTP; sign-in tokens are refused and dates are wrong until then")
            : apart > ClockSkewWanted ? Diagnosis.Warn("Clock", says, "let both follow NTP")
            : Diagnosis.Ok("Clock", says);
    }

    private static Diagnosis Safety(string fsync, string fullPages, string checksums) =>
        fsync == "off" || fullPages == "off"
            ? Diagnosis.Wrong("Durability", $"fsync is {fsync}, full_page_writes is {fullPages}: a power cut can destroy the data", "set both on and restart PostgreSQL")
            : checksums == "off"
                ? Diagnosis.Warn("Durability", "the data carries no checksums: a failing disk stays unnoticed", "pg_checksums --enable, with PostgreSQL stopped")
                : Diagnosis.Ok("Durability", "fsync, full pages and checksums are on");
}
