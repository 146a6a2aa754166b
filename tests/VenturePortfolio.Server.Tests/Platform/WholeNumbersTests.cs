namespace VenturePortfolio.Server.Tests;

/// <summary>Exact terms as PostgreSQL keeps them, on both sides of what a decimal holds (79,228,162,514,264,337,593,543,950,335).</summary>
public sealed class WholeNumbersTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Theory]
    [InlineData("0")]
    [InlineData("-12")]
    [InlineData("1000000000000000000000")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("-170141183460469231731687303715884105728")]
    public async Task A_number_is_read_as_it_was_written(string number)
    {
        await using var command = world.Logins.Job.CreateCommand($"select ({number})::numeric, ({number})::numeric(50, 0), 7");
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await row.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal(Int128.Parse(number, System.Globalization.CultureInfo.InvariantCulture), row.GetWhole(0));
        Assert.Equal(row.GetWhole(0), row.GetWhole(1));
        Assert.Equal(7, row.GetInt32(2));
    }
}
