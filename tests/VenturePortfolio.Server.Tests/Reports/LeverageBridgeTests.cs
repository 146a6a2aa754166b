using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Bridges over T-LEV-1 and a fund whose contributors are not disclosed.</summary>
public sealed class LeverageBridgeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly LocalDate AsOf = new(2024, 12, 31);

    [Fact]
    public async Task A_bridge_leads_from_every_ratio_to_the_definition_asked_for_and_over_funds_left_out()
    {
        await TestPeople.AddAsync(database.Logins.Job, TestContext.Current.CancellationToken);
        var facts = await PlantedFacts.BeginAsync(database.Logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        await facts.FundAsync("HIDDEN", "T-LEV");
        var guidance = await facts.CommitAsync("HIDDEN", "GUIDANCE", 100_00, new LocalDate(2020, 3, 1));
        await facts.CommitAsync("HIDDEN", "UNDISCLOSED", 400_00, new LocalDate(2020, 3, 1));
        await facts.FlowAsync("HIDDEN", guidance, "CAPITAL_CALL", 50_00, new LocalDate(2020, 6, 1));
        var reports = new Reports(database.Logins);

        // LV-1 covers the fund with undisclosed contributors, LV-3 cannot.
        var report = await reports.PullAsync(new()
        {
            AsOf = AsOf, GroupBy = LeverageGroupBy.Programme, Definitions = ["LV-1", "LV-2", "LV-4-MDB", "NET_IRR", "LV-5"], BridgeTo = "LV-3",
        });

        foreach (var key in new[] { "LV-1", "LV-2", "LV-4-MDB" })
        {
            var figure = Reports.Of(report, "T-LEV", key);
            Assert.Equal(figure.Bridge!.To.Measure.Value - figure.Value, figure.Bridge.Steps.Sum(step => step.Effect));
            Assert.Equal(figure.Bridge.Difference, figure.Bridge.Steps.Sum(step => step.Effect));
        }

        // LV-1 counts all contributors, LV-3 those of Hong Kong: the others' commitments drop out of the numerator.
        var steps = Reports.Of(report, "T-LEV", "LV-1").Bridge!.Steps;
        Assert.Equal(
            ["COVERAGE", "COMMITMENT/GUIDANCE", "COMMITMENT/LOCAL_GOV", "COMMITMENT/PRIVATE", "COMMITMENT/STATE_OWNED"],
            steps.Select(step => step.Part));
        Assert.All(steps.Skip(1), step => Assert.Equal((BridgeTerm.Numerator, (Int128)0), (step.Term, step.ToMinor)));
        Assert.Null(Reports.Of(report, "T-LEV", "LV-1").NoBridge);
        Assert.Equal("UNITS_DIFFER", Reports.Of(report, "T-LEV", "NET_IRR").NoBridge?.Code);
        Assert.Equal("UNITS_DIFFER", Reports.Of(report, "T-LEV", "LV-5").NoBridge?.Code);
        Assert.Contains("LV-5 is of unit amount, LV-3 of ratio", Reports.Of(report, "T-LEV", "LV-5").NoBridge!.Message, StringComparison.Ordinal);

        // Amounts lead to amounts: the fund with undisclosed contributors is in neither.
        var amounts = await reports.PullAsync(new()
        {
            AsOf = AsOf, GroupBy = LeverageGroupBy.Programme, Definitions = ["LV-5", "LV-6-PARITY"], BridgeTo = "MDB_PIM",
        });
        var attributed = Reports.Of(amounts, "T-LEV", "LV-5");
        Assert.Equal(attributed.Bridge!.To.Measure.Value - attributed.Value, attributed.Bridge.Steps.Sum(step => step.Effect));
        Assert.NotEmpty(attributed.Bridge.Steps);
        Assert.Equal("UNITS_DIFFER", Reports.Of(amounts, "T-LEV", "LV-6-PARITY").NoBridge?.Code);
        Assert.Equal("UNKNOWN_DEFINITION", await reports.RefusalAsync(new() { AsOf = AsOf, BridgeTo = "LV-99" }));
    }
}
