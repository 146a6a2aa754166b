using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// What a night tells everybody of groups, and whom. Programme P: four managers with a fund each, of 100 guidance money and 100, 200, 300, 400 of others; Q: one fund of a fifth,
/// of 100 and 900. LV-1 of P is (400 + 1,000) / 400 = 3.5; of the funds of 2021, two of P and that of Q, (300 + 1,600) / 300 = 6.33.
/// </summary>
public sealed class PeerFigureTests(TestCluster cluster) : IAsyncLifetime
{
    private static readonly LocalDate AsOf = new(2025, 12, 31);

    private readonly RunningServer server = new(cluster) { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Profile"] = "demo" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.ProgrammeAsync("P");
        await facts.ProgrammeAsync("Q");
        for (var at = 1; at <= 5; at++)
        {
            await facts.RunAsync(
                "insert into organisation (id, kind, name_en, jurisdiction, invented, source) values ($1, 'FUND_MANAGER', 'M', 'CN', true, 'test')", Manager(at));
            facts.Adopt($"M{at}", Manager(at));
            var (fund, year) = ($"F{at}", at <= 2 ? 2020 : 2021);
            await facts.FundAsync(fund, at == 5 ? "Q" : "P", vintage: year, manager: $"M{at}");
            await facts.CommitAsync(fund, "GUIDANCE", 10_000, new LocalDate(2022, 1, 1));
            await facts.CommitAsync(fund, "PRIVATE", at == 5 ? 90_000 : at * 10_000, new LocalDate(2022, 1, 1));
        }

        var night = await new Nights(server.Logins).ByHandAsync(AsOf);
        Assert.Equal((NightState.Published, (string?)null), (night.State, night.Why));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(TestPerson.Incubator)]
    [InlineData(TestPerson.OtherManager)]
    [InlineData(TestPerson.Policy)]
    public async Task Whoever_sees_figures_sees_those_of_large_groups_and_why_others_are_withheld(TestPerson person)
    {
        // Everything less P would be the one fund of Q: the whole is withheld, P is told. Of 2020 there are two funds.
        Assert.Equal(
            [
                "PROGRAMME P 3.5000000000 4 INVENTED_ONLY", "PROGRAMME Q   FEW_CONTRIBUTORS", "TOTAL TOTAL   COMPLEMENTARY", "VINTAGE 2020   FEW_CONTRIBUTORS",
                "VINTAGE 2021 6.3333333333 3 INVENTED_ONLY",
            ],
            await PeersAsync(person));
        if (person != TestPerson.Policy)
        {
            var stored = await server.QueryAsync(person, """{ metricValues(first: 10, where: { metricKey: { eq: "LV-1" } }) { nodes { value } } }""");
            Assert.Equal(0, stored.GetProperty("data").GetProperty("metricValues").GetProperty("nodes").GetArrayLength());
        }
    }

    [Fact]
    public async Task Administrators_see_no_figures() => Assert.Empty(await PeersAsync(TestPerson.Admin));

    [Fact]
    public async Task What_is_withheld_is_not_in_the_table() => Assert.Equal(0, await Ask.ValueAsync<long>(
        server.Logins.Job, "select count(*) from portfolio.peer_figure where withheld_why is not null and (value is not null or contributors is not null)"));

    /// <summary>The invented programme has six funds of three managers: it is told, and every told figure is the stored one.</summary>
    [Fact]
    public async Task On_the_demo_what_is_told_is_what_the_night_stored()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await SeedReference.RunAsync(logins.Job, Cancel);
        await SeedPublic.RunAsync(logins.Job, Cancel);
        await SeedDemo.RunAsync(logins.Job, Cancel);
        var nights = new Nights(logins);
        Assert.Equal(NightState.Published, (await nights.ByHandAsync(new LocalDate(2026, 6, 30))).State);

        Assert.Equal(["DEMO"], await nights.ColumnAsync("select group_key from peer_figure where group_by = 'PROGRAMME' and metric_key = 'LV-1' and value is not null"));
        Assert.Equal("0 others", await nights.OneAsync("""
            select count(*) || ' others' from peer_figure p left join programme g on p.group_by = 'PROGRAMME' and g.code = p.group_key
            where p.value is not null and not exists (
                select from metric_value v where v.run_id = p.run_id and v.metric_key = p.metric_key and v.value = p.value and v.covered = p.contributors
                  and (v.programme_id = g.id or (v.group_by = p.group_by and v.group_key = p.group_key)))
            """));
        // Each incubator's pool is there, told or withheld; told only of three managers.
        Assert.Equal("0 others", await nights.OneAsync("""
            select count(*) || ' others' from metric_value v where v.group_by = 'INCUBATOR' and v.group_key <> 'UNKNOWN' and not exists (
                select from peer_figure p where p.run_id = v.run_id and p.group_by = v.group_by and p.group_key = v.group_key and p.metric_key = v.metric_key)
            """));
        // Every figure of the invented programme, its parts and its startups says what it is.
        Assert.Equal("0 silent", await nights.OneAsync("""
            select count(*) || ' silent' from (
                select flags from peer_figure where group_key = 'DEMO' and value is not null
                union all select p.flags from metric_part p join sub_fund f on f.id = p.sub_fund_id where f.invented and p.value is not null
                union all select flags from metric_detail where value is not null
                union all select flags from metric_value where incubator_id is not null and value is not null) told
            where 'INVENTED_ONLY' <> all (string_to_array(coalesce(flags, ''), ' '))
            """));
        // One round of which nothing is told dropped the whole fund from the ITVF ratios: none had a value. Rounds left out are counted and named; of the
        // sixth fund it is not told who paid in. Parts sum to the whole.
        Assert.Equal("10", await nights.OneAsync("""
            select count(*)::text from metric_value v join sub_fund f on f.id = v.sub_fund_id
            where f.code like 'DEMO-%' and v.metric_key like 'HK_ITVF_%' and v.value is not null and v.rounds_covered > 0
              and coalesce(cardinality(v.rounds_left_out), 0) = v.rounds - v.rounds_covered and v.status = case when v.rounds = v.rounds_covered then 'OK' else 'PARTIAL' end
            """));
        Assert.Equal("0 of 8 kinds of groups differ", await nights.OneAsync("""
            select count(*) filter (where (sum.above, sum.below) is distinct from (t.numerator, t.denominator)) || ' of ' || count(*) || ' kinds of groups differ'
            from (select metric_key, group_by, sum(numerator) as above, sum(denominator) as below from metric_value
                  where metric_key like 'HK_ITVF_%' and group_by in ('VINTAGE', 'MANAGER', 'JURISDICTION', 'SECTOR', 'INCUBATOR') group by 1, 2
                  having bool_and(currency = 'CNY')) sum -- a vintage has one fund, and its currency
            join metric_value t on t.metric_key = sum.metric_key and t.group_by = 'TOTAL'
            """));
        // What can never be told covers no fund.
        Assert.Equal(["0 14", "0 14"], await nights.ColumnAsync(
            "select covered || ' ' || cardinality(left_out) from metric_value where group_by = 'TOTAL' and metric_key in ('MDB_PDM', 'EU_MULTIPLIER')"));
        Assert.Equal("0", await nights.OneAsync("select count(*)::text from peer_figure where value is not null and group_key in ('T-LEV-1', 'DEMO-T-LEV')"));
    }

    private async Task<List<string>> PeersAsync(TestPerson person)
    {
        var answer = await server.QueryAsync(
            person,
            """{ peerFigures(first: 100, where: { metricKey: { eq: "LV-1" } }, orderBy: [GROUP_BY_ASC, GROUP_KEY_ASC]) { nodes { groupBy groupKey value contributors withheldWhy remarks { flags { code } } } } }""");
        return [.. answer.GetProperty("data").GetProperty("peerFigures").GetProperty("nodes").EnumerateArray()
            .Select(row => $"{row.GetProperty("groupBy")} {row.GetProperty("groupKey")} {row.GetProperty("value")} {row.GetProperty("contributors")} {row.GetProperty("withheldWhy")}{Flags(row)}")];

        static string Flags(System.Text.Json.JsonElement row) => string.Concat(row.GetProperty("remarks").GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("code")));
    }

    private static Guid Manager(int at) => new($"00000000-0000-4000-8000-0000000000{at:D2}");
}
