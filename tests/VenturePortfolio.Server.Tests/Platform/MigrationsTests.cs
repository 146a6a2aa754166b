using Npgsql;

namespace VenturePortfolio.Server.Tests;

public sealed class MigrationsTests(TestCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Four_programs_starting_together_on_an_empty_database_migrate_it_once()
    {
        var address = await cluster.EmptyAsync(Cancel);
        var secrets = (await cluster.RunningAsync()).Secrets;
        var programs = Enumerable.Range(0, 4).Select(_ => new DatabaseLogins(address, secrets)).ToList();

        var outcomes = await Task.WhenAll(programs.Select(program => Task.Run(() => Migrations.RunAsync(program.Migrator, Cancel))));

        Assert.Single(outcomes, outcome => outcome.Applied.Count > 0);
        Assert.All(outcomes, outcome => Assert.Equal(Migrations.Newest, outcome.Version));
        Assert.True(await SchemaVersion.IsCurrentAsync(programs[0].Job, Cancel));
        foreach (var program in programs)
            await program.DisposeAsync();
    }

    [Fact]
    public async Task An_empty_database_has_no_schema_version()
    {
        await using var logins = new DatabaseLogins(await cluster.EmptyAsync(Cancel), (await cluster.RunningAsync()).Secrets);

        Assert.Null(await SchemaVersion.InstalledAsync(logins.Job, Cancel));
        Assert.False(await SchemaVersion.IsCurrentAsync(logins.Job, Cancel));
    }

    [Fact]
    public async Task A_changed_repeatable_script_is_run_again()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await ExecuteAsync(logins.Migrator, "update migration.repeatable_script set content_hash = 'of an older content' where name like '%functions'");

        var outcome = await Migrations.RunAsync(logins.Migrator, Cancel);

        Assert.Contains("repeatable/functions", outcome.Applied, StringComparer.Ordinal);
        Assert.DoesNotContain(outcome.Applied, name => name.StartsWith("00", StringComparison.Ordinal));
        Assert.Empty((await Migrations.RunAsync(logins.Migrator, Cancel)).Applied);
    }

    [Fact]
    public async Task A_database_migrated_by_a_newer_program_is_left_alone()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await ExecuteAsync(logins.Migrator, "insert into migration.applied_script (scriptname, applied) values ('9999_of_the_future', now())");

        var refusal = await Assert.ThrowsAsync<PlainException>(() => Migrations.RunAsync(logins.Migrator, Cancel));

        Assert.Contains("9999_of_the_future", refusal.Message, StringComparison.Ordinal);
        Assert.True(await SchemaVersion.IsCurrentAsync(logins.Job, Cancel));
    }

    [Fact]
    public async Task Everything_a_migration_makes_belongs_to_the_owner()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await using var command = logins.Migrator.CreateCommand(
            """
            select string_agg(distinct tableowner, ', ')
            from pg_tables
            where schemaname in ('portfolio', 'migration')
            """);

        Assert.Equal("vp_owner", await command.ExecuteScalarAsync(Cancel));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
