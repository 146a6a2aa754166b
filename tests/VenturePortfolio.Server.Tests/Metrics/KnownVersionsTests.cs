using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>A pair of dates is answered by the mapping and the rule that were known at its knownAt, whatever is told later. Vector T-LEV-1 of domain.md 3.4.</summary>
public sealed class KnownVersionsTests(TestCluster cluster)
{
    private static readonly LocalDate AsOf = new(2024, 12, 31);
    private static readonly Instant Then = Instant.FromUtc(2026, 2, 1, 0, 0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_version_of_a_mapping_leaves_past_pairs_as_they_were_and_is_a_reclassification()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await TestPeople.AddAsync(logins.Job, Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        var reports = new Reports(logins);
        Assert.Equal("0.541485 OECD@1", await ToldAsync(Then));

        // State-owned enterprises, 200 million, come to count as private.
        await facts.RunAsync("""
            select set_config('app.backdate', 'off', true);
            insert into class_mapping (method, version, class_code, side, verified, source)
            select method, 2, class_code, case when class_code = 'STATE_OWNED' then 'PRIVATE' else side end, false, 'test'
            from class_mapping where method = 'OECD' and version = 1
            """);

        Assert.Equal("0.541485 OECD@1", await ToldAsync(Then));
        // (160 + 196.003590 + 200) / (200 + 150 + 107.458063), millions.
        Assert.Equal("1.215420 OECD@2", await ToldAsync(null));
        var query = new RestatementQuery("LV-4-OECD", Then, await KnownAt.ClosedHorizonAsync(logins.Job, Cancel), new LeverageQuery { AsOf = AsOf });
        var restated = await new PullRestatement(logins, SystemClock.Instance).RunAsync(Reports.As(TestPerson.Policy), query, "test", Cancel);
        var step = Assert.Single(restated.Value.Of.Steps);
        Assert.Equal((RestatementCause.Reclassification, 0.673935m), (step.Cause, Math.Round(step.Effect, 6)));
        Assert.Equal(6, restated.Value.Of.Rows.Count(row => row is { Source: "ClassMapping", Cause: RestatementCause.Reclassification }));

        async Task<string> ToldAsync(Instant? knownAt)
        {
            var figure = Reports.Of(
                await reports.PullAsync(new LeverageQuery { AsOf = AsOf, KnownAt = knownAt, GroupBy = LeverageGroupBy.SubFund, Definitions = ["LV-4-OECD"] }), "T-LEV-1", "LV-4-OECD");
            return $"{Reports.Six(figure)} {figure.Mapping}";
        }
    }

    [Fact]
    public async Task A_new_revision_of_a_rule_judges_later_pairs_only()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await SeedReference.RunAsync(logins.Job, Cancel);
        await using (var command = logins.Job.CreateCommand("""
            insert into rule (code, revision, pack, name_en, name_zh_hant, name_zh_hans, legal_basis, effective_from, is_warning, verified, is_per_fund, parameters, source)
            select code, 2, pack, name_en, name_zh_hant, name_zh_hans, legal_basis, effective_from, is_warning, verified, is_per_fund, '{"share_min": 0.15, "share_max": 0.30}', 'test'
            from rule where code = 'NF-01'
            """))
        {
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await using var snapshot = await FactSnapshot.OpenAsync(logins, Cancel);
        Assert.Equal("1 0.10", await ReadAsync(Then));
        Assert.Equal("2 0.15", await ReadAsync(Instant.FromUtc(2099, 1, 1, 0, 0)));

        async Task<string> ReadAsync(Instant knownAt)
        {
            var rule = (await RuleBook.ReadAsync(snapshot, AsOf, knownAt, Cancel)).Rules.Single(rule => rule.Code == "NF-01");
            return $"{rule.Revision} {rule.Parameters["share_min"].ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        }
    }
}
