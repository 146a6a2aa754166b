using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Every readable table filled by chance, the same chance for the same seed: several tenants, equal dates by the dozen, late
/// and reversed rows, names with quotes, line breaks and Chinese, currencies of 0, 2 and 3 decimals. A database of the test
/// class's own: <c>class Tests(RandomWorld world) : IClassFixture&lt;RandomWorld&gt;</c>.
/// </summary>
public sealed class RandomWorld(TestCluster cluster) : IAsyncLifetime
{
    /// <summary>Settable, so that a failing world can be made again.</summary>
    public static readonly string Seed = Environment.GetEnvironmentVariable("VENTUREPORTFOLIO_TEST_SEED") ?? "7";

    private DatabaseLogins? logins;

    public static readonly Actor ManagerA = Person(1, Role.FundManager);
    public static readonly Actor ManagerB = Person(2, Role.FundManager);
    public static readonly Actor IncubatorA = Person(3, Role.Incubator);
    public static readonly Actor IncubatorB = Person(4, Role.Incubator);
    public static readonly Actor Policy = Person(5, Role.Policy);
    public static readonly Actor Admin = Person(6, Role.Admin);

    /// <summary>Signed in, and in no organisation: sees the cards and nothing else.</summary>
    public static readonly Actor Nobody = Person(99, Role.FundManager);

    public static IReadOnlyList<Actor> Everybody { get; } = [ManagerA, ManagerB, IncubatorA, IncubatorB, Policy, Admin];

    public DatabaseLogins Logins => logins ?? throw new InvalidOperationException("xunit has not initialized the fixture yet.");

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        logins = await cluster.CloneAsync(cancel);
        await using var connection = await logins.Job.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        foreach (var sql in RandomWorldSql.Statements.Prepend("select set_config('app.backdate', 'on', true)"))
        {
            await using var command = new NpgsqlCommand(Expand(sql), connection, transaction);
            await command.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        await AuditSomeActsAsync(cancel);
        await using var analyze = new NpgsqlCommand("analyze", connection);
        await analyze.ExecuteNonQueryAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (logins is not null)
        {
            await logins.DisposeAsync();
        }
    }

    /// <summary>The key of row <paramref name="number"/> of a table.</summary>
    public static Guid Key(string table, int number) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{table}{number}"))).AsSpan(0, 16), bigEndian: true);

    /// <summary>
    /// <c>key(table, n)</c> is a key; <c>pick(salt, n)</c> a number below n; <c>chance(salt, percent)</c> a yes or no; <c>time(salt)</c> an instant of 2023 to 2025;
    /// <c>day(salt)</c> one of forty days of 2020 to 2025; all by the row's number <c>g</c>.
    /// </summary>
    private static string Expand(string sql)
    {
        sql = Replace(sql, @"time\((\w+)\)", m => $"(timestamptz '2023-01-01 00:00+00' + pick({m[1]}, 900) * interval '1 day' + pick({m[1]}u, 999999) * interval '86399 microseconds')");
        sql = Replace(sql, @"day\((\w+)\)", m => $"(date '2020-01-15' + 53 * pick({m[1]}, 40))");
        sql = Replace(sql, @"chance\((\w+), (\d+)\)", m => $"(pick({m[1]}, 100) < {m[2]})");
        sql = Replace(sql, @"pick\((\w+), (\d+)\)", m => $"(('x' || substr(md5('{Seed}/{m[1]}/' || g), 1, 7))::bit(28)::int % {m[2]})");
        return Replace(sql, @"key\((\w+), ([^;]*?);\)", m => $"left(encode(sha256(('{m[1]}' || ({m[2]}))::bytea), 'hex'), 32)::uuid");
    }

    private static string Replace(string sql, string pattern, Func<string[], string> by) =>
        Regex.Replace(
            sql,
            pattern,
            match => by([.. match.Groups.Values.Select(group => group.Value)]),
            RegexOptions.None,
            TimeSpan.FromSeconds(5));

    /// <summary>The audit is written by triggers, and not for the job: people must act.</summary>
    private async Task AuditSomeActsAsync(CancellationToken cancel)
    {
        const string Private = "update startup_private set version = version + 1 where startup_id in (select startup_id from startup_private order by 1 limit 2)";
        const string Membership = "update membership set version = version + 1 where id in (select id from membership order by 1 limit 2)";
        foreach (var (actor, act) in new[] { (IncubatorA, Private), (IncubatorB, Private), (Admin, Membership) })
        {
            for (var i = 0; i < 4; i++)
            {
                await using var transaction = await ActorTransaction.BeginAsync(
                    Logins.DataSourceOf(actor.Role), actor.PersonId, $"request-{i}", cancel);
                await using var command = new NpgsqlCommand(act, transaction.Connection, transaction.Transaction);
                await command.ExecuteNonQueryAsync(cancel);
                await transaction.CommitAsync(cancel);
            }
        }
    }

    private static Actor Person(int number, Role role) => new(Key("person", number), role, $"Person {number}", "en");
}
