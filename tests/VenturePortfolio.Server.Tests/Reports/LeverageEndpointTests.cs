using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>The report as CSV over HTTP.</summary>
public sealed class LeverageEndpointTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.sub_fund") > 0)
        {
            return;
        }

        var facts = await PlantedFacts.BeginAsync(server.Logins);
        facts.Adopt("MINE", TestPeople.OrganisationOf(TestPerson.Manager));
        facts.Adopt("THEIRS", TestPeople.OrganisationOf(TestPerson.OtherManager));
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync(manager: "MINE");
        await facts.FundAsync("OTHER-1", "T-LEV", manager: "THEIRS");
        await facts.RunAsync("update sub_fund set name_en = '=cmd|'' /C calc''!A0' where code = 'OTHER-1'");
        await facts.CommitAsync("OTHER-1", "GUIDANCE", 100_00, new LocalDate(2020, 3, 1));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Policy_staff_get_every_fund_as_CSV_and_formulas_are_set_off()
    {
        using var response = await GetAsync(TestPerson.Policy, "asOf=2024-12-31&groupBy=SUB_FUND&definitions=LV-1,LV-6-PARITY");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes).Split("\r\n");
        Assert.Equal(6, lines.Length);
        Assert.Contains(lines, line => line.Contains(",T-LEV-1,LV-1,1,Fund-size multiple,RATIO,5.0673082", StringComparison.Ordinal) && line.Contains(",5.07,OK,,1013461652.73,200000000.00,,CNY,commitment-date,1,1,", StringComparison.Ordinal));
        // domain.md 3.4 converts at monthly averages: said beside the figure, with the rates.
        Assert.EndsWith(",flags,roots,rates", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains(",T-LEV-1,LV-1,", StringComparison.Ordinal) && line.Contains(",FX_MONTHLY_AVERAGE,,", StringComparison.Ordinal) && line.Contains("CNY/USD ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(",OTHER-1,\"'=cmd|' /C calc'!A0\",LV-1,", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(",=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fund_manager_gets_the_own_fund_and_others_are_refused()
    {
        using var own = await GetAsync(TestPerson.Manager, "asOf=2024-12-31&groupBy=sub-fund&definitions=LV-1");
        var text = await own.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("T-LEV-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("OTHER-1", text, StringComparison.Ordinal);

        Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), await RefusalAsync(TestPerson.Incubator, "asOf=2024-12-31"));
        Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), await RefusalAsync(TestPerson.Admin, "asOf=2024-12-31"));
        using var anonymous = await server.Http.GetAsync(new Uri($"{LeverageEndpoint.Path[1..]}?asOf=2024-12-31", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Theory]
    [InlineData("", "DATE_MALFORMED")]
    [InlineData("asOf=2024-02-30", "DATE_MALFORMED")]
    [InlineData("asOf=2024-12-31&knownAt=yesterday", "INSTANT_MALFORMED")]
    [InlineData("asOf=2024-12-31&groupBy=CONTINENT", "UNKNOWN_GROUP_BY")]
    [InlineData("asOf=2024-12-31&definitions=%00%01", "UNKNOWN_DEFINITION")]
    [InlineData("asOf=2024-12-31&programme=';drop table sub_fund", "UNKNOWN_PROGRAMME")]
    [InlineData("asOf=9999-12-31", "AS_OF_IN_FUTURE")]
    [InlineData("asOf=0001-01-01", "NOTHING_RECORDED")]
    [InlineData("asOf=2024-12-31&knownAt=-9998-01-01T00:00:00Z", "NOTHING_RECORDED")]
    public async Task Bad_parameters_are_refused_with_a_code(string parameters, string code) =>
        Assert.Equal((HttpStatusCode.BadRequest, code), await RefusalAsync(TestPerson.Policy, parameters));

    private async Task<(HttpStatusCode Status, string? Code)> RefusalAsync(TestPerson person, string parameters)
    {
        using var response = await GetAsync(person, parameters);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        return (response.StatusCode, document.RootElement.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    private async Task<HttpResponseMessage> GetAsync(TestPerson person, string parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{LeverageEndpoint.Path[1..]}?{parameters}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.TokenOf(person));
        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
