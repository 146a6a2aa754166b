using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>A report of the two dates of a published run.</summary>
public sealed class PublishedReportTests(TestCluster cluster)
{
    private static readonly LocalDate AsOf = new(2024, 12, 31);

    [Fact]
    public async Task A_report_of_a_published_pair_names_its_run_and_a_later_pair_is_computed()
    {
        await using var logins = await cluster.CloneAsync(TestContext.Current.CancellationToken);
        var facts = await PlantedFacts.BeginAsync(logins);
        await TestPeople.AddAsync(logins.Job, TestContext.Current.CancellationToken);
        facts.Adopt("MINE", TestPeople.OrganisationOf(TestPerson.Manager));
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync(manager: "MINE");
        var nights = new Nights(logins);
        var outcome = await nights.ByHandAsync(AsOf);
        await facts.CommitAsync("T-LEV-1", "PRIVATE", 100_000_000_00, new LocalDate(2023, 1, 1));
        var reports = new Reports(logins);
        var pair = new LeverageQuery { AsOf = AsOf, KnownAt = outcome.Night.KnownAt, Definitions = ["LV-1"] };

        var published = await reports.PullAsync(pair);
        var mine = await reports.PullAsync(pair, TestPerson.Manager);
        var now = await reports.PullAsync(pair with { KnownAt = null });

        Assert.Equal(await nights.OneAsync("select id::text from metric_run"), published.Run!.Id.ToString());
        Assert.Equal("BY_HAND", published.Run.Kind);
        Assert.True(Reports.Of(published, "T-LEV", "LV-1").IsPublished);
        Assert.Equal("5.067308", Reports.Six(Reports.Of(published, "T-LEV", "LV-1")));
        // Own funds are not everything: computed, and here the same.
        Assert.Null(mine.Run);
        Assert.Equal(Reports.Of(published, "T-LEV", "LV-1").Value, Reports.Of(mine, "T-LEV", "LV-1").Value);
        // A hundred million more, told later: (1,013.461653 + 100) / 200.
        Assert.Null(now.Run);
        Assert.Equal("5.567308", Reports.Six(Reports.Of(now, "T-LEV", "LV-1")));
    }
}
