using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>The report as CSV, over HTTP and at the terminal, beside an index that the asker names.</summary>
public sealed class IndexOfFileTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.sub_fund") > 0)
        {
            return;
        }

        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        await facts.RunAsync("""
            insert into benchmark_index (code, name_en, currency, is_default, source) values ('STILL', 'Still', 'CNY', true, 'test'), ('DOUBLED', 'Doubled', 'CNY', false, 'test');
            insert into benchmark_level (index_code, effective_on, level, recorded_at) values
                ('STILL', '2024-01-31', 100, '2026-01-05 00:00Z'), ('STILL', '2024-12-31', 100, '2026-01-05 00:00Z'),
                ('DOUBLED', '2024-01-31', 100, '2026-01-05 00:00Z'), ('DOUBLED', '2024-12-31', 200, '2026-01-05 00:00Z');
            insert into cash_flow (sub_fund_id, investor_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, recorded_at)
            select f.id, c.investor_id, k.kind, k.minor, 'CNY', 0, k.on_day, '2026-01-05 00:00Z'
            from sub_fund f
            join lateral (select investor_id from commitment c where c.sub_fund_id = f.id order by amount_minor, id limit 1) c on true
            cross join (values ('CAPITAL_CALL', 10000, date '2024-01-31'), ('DISTRIBUTION', 9000, date '2024-12-31')) k (kind, minor, on_day)
            where f.code = 'T-LEV-1'
            order by k.on_day;
            insert into reported_nav (sub_fund_id, nav_minor, currency, effective_on, recorded_at) select id, 0, 'CNY', '2024-12-31', '2026-01-05 00:00Z' from sub_fund where code = 'T-LEV-1'
            """);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>90 came back of 100: 90 / (100 x 100/100) beside an index that stood still, 90 / (100 x 200/100) beside one that doubled.</summary>
    [Theory]
    [InlineData("", "0.9000000000")]
    [InlineData("STILL", "0.9000000000")]
    [InlineData("DOUBLED", "0.4500000000")]
    public async Task Returns_stand_beside_the_index_asked_for_in_the_file_and_at_the_terminal(string index, string value)
    {
        using var response = await GetAsync($"asOf=2024-12-31&groupBy=SUB_FUND&subFund=T-LEV-1&definitions=KS_PME&index={index}");
        var file = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var option = index.Length > 0 ? $" --index {index}" : "";
        var parsed = ExportCommand.Create().Parse($"leverage --as-of 2024-12-31 --group-by sub-fund --sub-fund T-LEV-1 --definitions KS_PME{option}");
        Assert.Empty(parsed.Errors);
        var terminal = Encoding.UTF8.GetString(await ExportCommand.CsvAsync(parsed, server.Logins, TestContext.Current.CancellationToken));

        Assert.All([file, terminal], csv => Assert.Contains($",RATIO,{value},", csv, StringComparison.Ordinal));
    }

    /// <summary>The codes of the indexes that there are stand in the message.</summary>
    [Theory]
    [InlineData("en", "There is no index NIKKEI with levels by then; known are DOUBLED, STILL.")]
    [InlineData("zh-Hant", "沒有指數「NIKKEI」，或當時尚無數值；現有：DOUBLED, STILL。")]
    [InlineData("zh-Hans", "没有指数“NIKKEI”，或当时尚无数值；现有：DOUBLED, STILL。")]
    public async Task An_unknown_index_is_refused_in_the_readers_language(string language, string told)
    {
        using var response = await GetAsync("asOf=2024-12-31&index=NIKKEI", language);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        var error = document.RootElement.GetProperty("errors")[0];
        Assert.Equal(("UNKNOWN_INDEX", told), (error.GetProperty("code").GetString(), error.GetProperty("message").GetString()));

        var parsed = ExportCommand.Create().Parse($"leverage --as-of 2024-12-31 --index NIKKEI --language {language}");
        var refused = await Assert.ThrowsAsync<PlainException>(() => ExportCommand.CsvAsync(parsed, server.Logins, TestContext.Current.CancellationToken));
        Assert.Equal($"index: {told}", refused.Message);
    }

    private async Task<HttpResponseMessage> GetAsync(string parameters, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{LeverageEndpoint.Path[1..]}?{parameters}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.TokenOf(TestPerson.Policy));
        request.Headers.Add("Accept-Language", language);
        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
