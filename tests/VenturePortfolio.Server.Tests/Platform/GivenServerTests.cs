using Microsoft.Extensions.Configuration;
using Npgsql;
using Spectre.Console;

namespace VenturePortfolio.Server.Tests;

/// <summary>A server named by ConnectionStrings:Portfolio. It stands in for a person's own: a cluster without any of our roles.</summary>
public sealed class GivenServerTests : IAsyncLifetime
{
    private readonly string root = Path.Combine(Path.GetTempPath(), "vp-test-given-" + Guid.NewGuid().ToString("N")[..12]);
    private PrivateCluster? server;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await PrivateCluster.StartAsync(new() { Directory = root, Durable = false }, Cancel);

    public async ValueTask DisposeAsync()
    {
        await server!.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_migrator_who_may_create_roles_creates_them_and_migrates()
    {
        await AsAdministratorAsync("postgres", "create role dba login createrole password 'by the administrator'");
        await AsAdministratorAsync("postgres", "create database portfolio owner dba");

        await using var database = await OpenAsync("dba");

        Assert.True(await SchemaVersion.IsCurrentAsync(database.Logins.Job, Cancel));
        await using var asked = database.Logins.DataSourceOf(Role.Policy).CreateCommand("select count(*) from sub_fund");
        Assert.Equal(0L, await asked.ExecuteScalarAsync(Cancel));
    }

    [Fact]
    public async Task A_migrator_who_may_not_gets_the_SQL_for_whoever_may_without_a_password_in_it()
    {
        await AsAdministratorAsync("postgres", "create role plain login password 'by the administrator'");
        await AsAdministratorAsync("postgres", "create database portfolio owner plain");

        var refusal = await Assert.ThrowsAsync<PlainException>(() => OpenAsync("plain"));

        var sql = refusal.Message[refusal.Message.IndexOf("do $roles$", StringComparison.Ordinal)..];
        var secrets = DatabaseSecrets.LoadOrCreate(PasswordFile);
        Assert.All(DatabaseRoles.Logins, login => Assert.DoesNotContain(secrets[login], sql, StringComparison.Ordinal));
        await AsAdministratorAsync("portfolio", sql);
        await using var database = await OpenAsync("plain");
        Assert.True(await SchemaVersion.IsCurrentAsync(database.Logins.Job, Cancel));
    }

    private string PasswordFile => Path.Combine(root, "given-logins.json");

    private Task AsAdministratorAsync(string database, string sql) => TestCluster.SuperuserAsync(server!, database, sql, Cancel);

    private Task<PortfolioDatabase> OpenAsync(string login)
    {
        var address = new NpgsqlConnectionStringBuilder(server!.Address("portfolio").ConnectionString) { Username = login, Password = "by the administrator" };
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Portfolio", address.ConnectionString), new("Data:PasswordFile", PasswordFile)])
            .Build();
        var quiet = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        return PortfolioDatabase.OpenAsync(configuration, new ProgressLines(quiet), Cancel);
    }
}
