using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server.Tests;

/// <summary>Every list of GraphQL as a file. What is expected is what the list itself answers the same person.</summary>
public sealed class ListFileTests(UnmeteredServer server) : IClassFixture<UnmeteredServer>, IAsyncLifetime
{
    private readonly FileClient files = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.rule") > 0)
        {
            return;
        }

        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.RunAsync(SmallWorld.Sql);
        await SeedReference.RunAsync(server.Logins.Job, Cancel);
        await facts.RunAsync($"""
            insert into sub_fund_term (sub_fund_id, currency, approved_on, effective_on) values ('{SmallWorld.FundA}', 'CNY', '2024-01-01', '2024-01-01');
            insert into investor_class_assignment (investor_id, class_code, effective_on) values ('{SmallWorld.Investor}', 'GUIDANCE', '2020-01-01');
            """);
        // By hand: a planned night is there for the server's own alarm to take.
        Assert.Equal(NightState.Published, (await new Nights(server.Logins).ByHandAsync(new(2026, 6, 30))).State);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>No list without a file, and no file with a row more or less than its reader's list.</summary>
    [Theory]
    [InlineData(TestPerson.Policy)]
    [InlineData(TestPerson.Manager)]
    [InlineData(TestPerson.OtherManager)]
    [InlineData(TestPerson.Incubator)]
    [InlineData(TestPerson.Admin)]
    public async Task Each_list_has_a_file_of_the_rows_that_its_reader_sees(TestPerson person)
    {
        var lists = server.Services.GetRequiredService<GraphCatalogue>().Nodes.Select(node => node.RootMany).OfType<string>().ToList();
        Assert.InRange(lists.Count, 50, 100);
        foreach (var list in lists)
        {
            // Asking is itself written there; and evidence is counted below its verdict only: counting all of it is too dear.
            if (list is "auditEntries" or "securityEvents" or "verdictEvidences")
            {
                Assert.Equal(HttpStatusCode.OK, (await files.GetAsync(person, $"../lists/{list}.csv")).StatusCode);
                continue;
            }

            var answer = await server.QueryAsync(person, $"{{ {list}(first: 1) {{ totalCount }} }}");
            var count = answer.GetProperty("data").GetProperty(list).GetProperty("totalCount").GetInt32();
            var rows = await files.RowsAsync(person, $"../lists/{list}.csv");
            Assert.Equal((list, count), (list, rows.Count));
            Assert.Equal(count, rows.Select(row => row["id"]).Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public async Task Columns_order_filter_and_language_are_those_that_were_asked_for()
    {
        var where = Uri.EscapeDataString("""{"code":{"in":["NF-21-1","NF-01","NF-28"]}}""");
        using var response = await files.GetAsync(
            TestPerson.Manager, $"../lists/rules.csv?fields=code,nameZhHans,article,legalBasis&orderBy=CODE_DESC&where={where}", "zh-Hans");

        Assert.Equal(
            [
                "\uFEFFcode,nameZhHans,article,legalBasis",
                "NF-28,可将引导基金收益的不超过20%奖励管理机构,,国科发财〔2014〕229号",
                "NF-21-1,退出情形：批准后超过一年未按规定设立,第20条第(1)项,财预〔2015〕210号",
                "NF-01,引导基金出资占子基金总额的10%至30%,第9条,财教〔2021〕176号",
            ],
            FileClient.Split(await response.Content.ReadAsByteArrayAsync(Cancel)));
        Assert.Equal("rules.csv", response.Content.Headers.ContentDisposition!.FileName);
    }

    /// <summary>Cards by code, money as amount and currency, negative numbers as numbers; a verdict of the night: NF-01 of a fund that is the guidance fund's alone.</summary>
    [Fact]
    public async Task Money_and_cards_are_columns_of_their_own_and_numbers_stay_numbers()
    {
        var where = Uri.EscapeDataString("""{"rule":{"code":{"eq":"NF-01"}},"status":{"eq":"BREACH"}}""");
        var verdict = Assert.Single(await files.RowsAsync(TestPerson.Policy, $"../lists/ruleVerdicts.csv?fields=subFund,rule.code,headroomNumerator,run.businessDate&where={where}"));
        Assert.Equal(("NF-01", "2026-06-30"), (verdict["rule.code"], verdict["run.businessDate"]));
        Assert.StartsWith("-", verdict["headroomNumerator"], StringComparison.Ordinal);

        // Its rows can be asked for by the verdict: looking for them among all that nights keep was refused as too dear.
        var id = Assert.Single(await files.RowsAsync(TestPerson.Policy, $"../lists/ruleVerdicts.csv?fields=id&where={where}"))["id"];
        var evidence = Uri.EscapeDataString("{\"verdict\":{\"id\":{\"eq\":\"" + id + "\"}}}");
        Assert.Equal("commitment", Assert.Single(await files.RowsAsync(TestPerson.Policy, $"../lists/verdictEvidences.csv?fields=source&where={evidence}"))["source"]);

        var commitments = await files.RowsAsync(TestPerson.Policy, "../lists/commitments.csv?asOf=2026-06-30&fields=amount,subFund.code");
        Assert.NotEmpty(commitments);
        Assert.All(commitments, row => Assert.Equal(["amount.amount", "amount.currency", "subFund.code"], row.Keys));
        Assert.Empty(await files.RowsAsync(TestPerson.Policy, "../lists/commitments.csv?asOf=1990-01-01"));
    }

    /// <summary>More than a page of 100: 250 sectors beside those of the reference, each once.</summary>
    [Fact]
    public async Task Pages_are_read_to_the_end()
    {
        await using (var many = server.Logins.Job.CreateCommand("""
            insert into portfolio.sector (code, name_en, name_zh_hant, name_zh_hans, source) select 'T-' || g, '=name ' || g, '名' || g, '名' || g, 'test' from generate_series(1, 250) g
            on conflict do nothing
            """))
        {
            await many.ExecuteNonQueryAsync(Cancel);
        }

        var rows = await files.RowsAsync(TestPerson.Incubator, "../lists/sectors.csv?orderBy=CODE_ASC");

        Assert.Equal(250, rows.Count(row => row["code"].StartsWith("T-", StringComparison.Ordinal)));
        Assert.Equal(rows.Select(row => row["code"]), rows.Select(row => row["code"]).Order(StringComparer.Ordinal));
        Assert.All(rows.Where(row => row["code"].StartsWith("T-", StringComparison.Ordinal)), row => Assert.StartsWith("'=name", row["nameEn"], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nothing.csv", "UNKNOWN_LIST", "list")]
    [InlineData("rules.csv?fields=code,nope", "UNKNOWN_FIELD", "fields")]
    [InlineData("rules.csv?fields=code%20%7D%20%7D%20sectors(first:1)", "UNKNOWN_FIELD", "fields")]
    [InlineData("rules.csv?where=%5B1%5D", "WHERE_MALFORMED", "where")]
    [InlineData("rules.csv?asOf=2026-01-01", "UNKNOWN_PARAMETER", "asOf")]
    [InlineData("rules.csv?where=%7B%22code%22%3A%7B%22foo%22%3A1%7D%7D", "INVALID_VALUE", "")]
    [InlineData("rules.csv?orderBy=NOPE", "INVALID_VALUE", "")]
    [InlineData("ruleStatements.csv?fields=replaces.replaces.replaces.replaces.replaces.replaces.replaces.replaces.replaces.replaces.replaces.replaces.ruleCode", "TOO_DEEP", "")]
    [InlineData("findings.csv?status=PASS", "NO_FINDING", "")]
    [InlineData("commitments.csv?asOf=2199-01-01", "AS_OF_IN_FUTURE", "commitments")]
    [InlineData("commitments.csv?knownAt=1999-01-01T00:00:00Z", "NOTHING_RECORDED", "commitments")]
    public async Task What_is_wrong_is_said_by_field_and_in_the_readers_language(string address, string code, string path)
    {
        using var response = await files.GetAsync(TestPerson.Policy, $"../lists/{address}", "zh-Hant");
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancel));
        var error = answer.RootElement.GetProperty("errors")[0];

        Assert.Equal(
            (HttpStatusCode.BadRequest, code, path),
            (response.StatusCode, error.GetProperty("code").GetString(), string.Join('.', error.GetProperty("path").EnumerateArray().Select(name => name.GetString()))));
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Nobody_signed_in_gets_nothing()
    {
        using var response = await server.Http.GetAsync(new Uri("lists/rules.csv", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }
}
