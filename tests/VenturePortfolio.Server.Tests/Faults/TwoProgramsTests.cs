using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>Two programs, as processes of their own, on one private PostgreSQL.</summary>
public sealed class TwoProgramsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string root = Path.Combine(Path.GetTempPath(), "vp-two-" + Guid.NewGuid().ToString("N")[..12]);

    public void Dispose()
    {
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Started_together_on_an_empty_folder_they_publish_one_first_night_and_one_killed_and_started_again_publishes_none()
    {
        await using var cluster = await PrivateCluster.StartAsync(new() { Directory = root }, TestContext.Current.CancellationToken);

        using var one = Serve();
        using var other = Serve();
        await one.PrintsAsync("Listening", Patience);
        await other.PrintsAsync("Listening", Patience);
        await using var logins = new DatabaseLogins(cluster.Address("venture_portfolio"), cluster.Secrets);
        await Eventually.HoldsAsync(async () => await RunsAsync(logins.Job) == "1 of 1", Patience);
        // Asked for once, by whichever of them did the first night.
        Assert.Equal("8 of 8", await Ask.ValueAsync<string>(
            logins.Job, "select count(distinct business_date) || ' of ' || count(*) from portfolio.metric_run where kind = 'REQUESTED'"));
        await one.KillAsync();
        using var again = Serve();
        await again.PrintsAsync("Listening", Patience);

        other.Signal("TERM");
        again.Signal("TERM");
        Assert.Equal(0, await other.EndsAsync(Patience));
        Assert.Equal(0, await again.EndsAsync(Patience));
        Assert.Equal("1 of 1", await RunsAsync(logins.Job));
        Assert.Equal(0, await Ask.ValueAsync<long>(
            logins.Job, "select count(*) - count(distinct (run_id, coalesce(sub_fund_id, programme_id, incubator_id), cohort_year, group_by, group_key, metric_key)) from portfolio.metric_value"));
    }

    private ProgramUnderTest Serve() => ProgramUnderTest.Start("serve", "--data", root, "--urls", "http://127.0.0.1:0");

    /// <summary>Published of all nights, with one business date only. The quarter ends before it, which the demo's first start asks for, are no nights.</summary>
    private static Task<string> RunsAsync(NpgsqlDataSource job) => Ask.ValueAsync<string>(
        job, "select count(*) filter (where state = 'PUBLISHED') || ' of ' || count(*) from portfolio.metric_run where kind = 'NIGHTLY'");
}
