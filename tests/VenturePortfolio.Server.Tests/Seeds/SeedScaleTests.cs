namespace VenturePortfolio.Server.Tests;

/// <summary>The generated world as the command loads it. Expected counts: <see cref="ScaleSize.Tiny"/>, written out.</summary>
public class SeedScaleTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_loads_a_world_that_says_of_every_card_that_it_is_invented()
    {
        await SeedScale.RunAsync(database.Logins, "tiny", Silent.Progress, Cancel);
        Assert.True(await SeedScale.IsThereAsync(database.Logins.Job, Cancel));
        foreach (var (table, rows) in new[] { ("programme", 1), ("sub_fund", 20), ("startup", 200) })
        {
            Assert.Equal(rows, await Ask.ValueAsync<long>(
                database.Logins.Job, $"select count(*) from portfolio.{table} where invented and source = 'Invented for load tests; describes nobody.'"));
            Assert.Equal(rows, await Ask.ValueAsync<long>(database.Logins.Job, $"select count(*) from portfolio.{table}"));
        }
    }

    /// <summary>Begun again it goes on: what it loaded itself is no stranger to it.</summary>
    [Fact]
    public async Task Twice_changes_nothing()
    {
        await SeedScale.RunAsync(database.Logins, "tiny", Silent.Progress, Cancel);
        var rows = await Ask.RowsOfAllTablesAsync(database.Logins.Job);
        await SeedScale.RunAsync(database.Logins, "TINY", Silent.Progress, Cancel);
        Assert.Equal(rows, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
    }

    [Fact]
    public async Task A_size_that_does_not_exist_is_refused_before_anything_is_loaded()
    {
        var refused = await Assert.ThrowsAsync<PlainException>(() => SeedScale.RunAsync(database.Logins, "XXL", Silent.Progress, Cancel));
        Assert.Equal("There is no size XXL: tiny, S, L or XL.", refused.Message);
    }
}

/// <summary>Beside facts about real institutions.</summary>
public class SeedScaleBesideOthersTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_refuses_a_database_that_holds_real_facts_and_leaves_it_as_it_was()
    {
        await SeedCommand.RunAsync(database.Logins.Job, "public", Silent.Progress, Cancel);
        var rows = await Ask.RowsOfAllTablesAsync(database.Logins.Job);
        var refused = await Assert.ThrowsAsync<PlainException>(() => SeedScale.RunAsync(database.Logins, "tiny", Silent.Progress, Cancel));
        Assert.StartsWith("This database holds programme ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(rows, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
    }
}

/// <summary>Through the program, as a person would.</summary>
public class SeedScaleProgramTests
{
    [Fact]
    public async Task A_part_and_a_size_together_are_refused_in_plain_words()
    {
        using var program = ProgramUnderTest.Start("seed", "demo", "--scale", "S", "--data", "/nowhere");
        Assert.Equal(1, await program.EndsAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("Either seed demo or seed --scale S", program.Printed, StringComparison.Ordinal);
    }
}
