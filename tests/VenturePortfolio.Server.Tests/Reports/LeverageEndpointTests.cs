using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>The report as CSV over HTTP.</summary>
public sealed class LeverageEndpointTests(UnmeteredServer server) : IClassFixture<UnmeteredServer>, IAsyncLifetime
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
        Assert.Contains(lines, line => line.Contains(",T-LEV-1,LV-1,1,Fund-size multiple,RATIO,5.0673082", StringComparison.Ordinal) && line.Contains(",5.0673,OK,,1013461652.73,200000000.00,,CNY,commitment-date,1,1,", StringComparison.Ordinal));
        // domain.md 3.4 converts at monthly averages: said beside the figure, with the rates.
        Assert.Contains(",flags,roots,rates,earlier_as_of,", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains(",T-LEV-1,LV-1,", StringComparison.Ordinal) && line.Contains(",FX_MONTHLY_AVERAGE INVENTED_ONLY,,", StringComparison.Ordinal) && line.Contains("CNY/USD ", StringComparison.Ordinal));
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

    /// <summary>domain.md 3.4, T-LEV-1: 4.530018 before the second close; at the rates of December 2024 5.235911; LV-2 is LV-1 less 1.</summary>
    [Fact]
    public async Task What_GraphQL_can_be_asked_the_file_can_be_asked_too()
    {
        var line = await LineAsync("asOf=2024-12-31&groupBy=SUB_FUND&subFund=T-LEV-1&definitions=LV-1&compareTo=2022-06-30&bridgeTo=LV-2&fxBasis=transaction-date");
        Assert.Contains(",transaction-date,", line, StringComparison.Ordinal);
        Assert.Contains(",2022-06-30,4.5300179", line, StringComparison.Ordinal);
        Assert.Contains(",OK,0.5372903", line, StringComparison.Ordinal);
        Assert.Contains(",LV-2,4.0673082", line, StringComparison.Ordinal);
        Assert.Contains(",-1.0000000000,COMMITMENT/GUIDANCE NUMERATOR -1.0000000000", line, StringComparison.Ordinal);

        Assert.Contains(",5.2359109", await LineAsync("asOf=2024-12-31&groupBy=SUB_FUND&subFund=T-LEV-1&definitions=LV-1&fxBasis=constant&constantOn=2024-12-31"), StringComparison.Ordinal);
        Assert.EndsWith(",2023-12-31,,", await LineAsync("asOf=2024-12-31&groupBy=SUB_FUND&subFund=T-LEV-1&definitions=NET_RETURN_PERIOD&from=2023-12-31"), StringComparison.Ordinal);

        async Task<string> LineAsync(string parameters)
        {
            using var response = await GetAsync(TestPerson.Policy, parameters);
            var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
            Assert.Equal(3, lines.Length);
            return lines[1];
        }
    }

    /// <summary>
    /// domain.md 3.4, T-LEV-1: LV-4 is 0.541485 by the OECD's reading of private; the multilateral banks' takes in the 200 M CNY of a state-owned enterprise, 556.003590 to
    /// 457.458063. The target of 2 is planted here: 1.458515 are missing.
    /// </summary>
    [Fact]
    public async Task Targets_other_readings_and_what_is_left_out_stand_at_the_end()
    {
        await using (var aim = server.Logins.Job.CreateCommand("""
            insert into portfolio.metric_target (metric_key, sub_fund_id, due_on, value, source)
            select 'LV-4-OECD', id, date '2026-12-31', 2, '=2+3' from portfolio.sub_fund where code = 'T-LEV-1'
            """))
        {
            await aim.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var lines = await Lines("asOf=2024-12-31&groupBy=SUB_FUND&subFund=T-LEV-1&definitions=LV-4-OECD&otherReadings=true&bridgeTo=NET_IRR");
        Assert.EndsWith(",bridge_steps,target_due_on,target,target_gap,target_source,other_readings,left_out,no_bridge,period_from,earlier_absent_why,earlier_flags", lines[0], StringComparison.Ordinal);
        Assert.Contains(",2026-12-31,2.0000000000,-1.458515", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"'=2+3\",MDB@1 1.2154198", lines[1], StringComparison.Ordinal);
        Assert.Contains(" OK; OECD@1 0.541484865", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("Choose a definition of the same unit.\",,,", lines[1], StringComparison.Ordinal);

        var plain = (await Lines("asOf=2024-12-31&groupBy=SUB_FUND&subFund=T-LEV-1&definitions=LV-4-OECD"))[1];
        Assert.EndsWith(",\"'=2+3\",,,,,,", plain, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, "YES_OR_NO"), await RefusalAsync(TestPerson.Policy, "asOf=2024-12-31&otherReadings=perhaps"));

        async Task<List<string>> Lines(string parameters) => await new FileClient(server).LinesAsync(TestPerson.Policy, $"leverage.csv?{parameters}");
    }

    [Fact]
    public async Task A_parameter_that_is_none_is_named_with_those_that_are()
    {
        using var response = await GetAsync(TestPerson.Manager, "asOf=2024-12-31&group_by=MANAGER");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await RunningServer.JsonOf(response)).GetProperty("errors")[0];
        Assert.Equal(("UNKNOWN_PARAMETER", "group_by"), (error.GetProperty("code").GetString(), error.GetProperty("path")[0].GetString()));
        Assert.Contains("groupBy", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The same refusals at the terminal, naming the parameter.</summary>
    [Theory]
    [InlineData("--as-of 2024-12-31 --fx-basis spot", "fxBasis: Convert on one of these bases: OWN, TRANSACTION_DATE, COMMITMENT_DATE, AS_OF, CONSTANT.")]
    [InlineData("--as-of 2024-12-31 --definitions LV-99", "definitions: ")]
    [InlineData("--as-of 2024-12-31 --definitions LV-1 --from 2023-12-31", "from: None of the definitions is told over a period.")]
    [InlineData("--as-of 2024-12-31 --definitions NET_IRR_PERIOD --from 2024-12-31", "from: 2024-12-31 is not before 2024-12-31: ")]
    [InlineData("--as-of 2199-12-31", "asOf: ")]
    [InlineData("--as-of 2024-12-31 --known-at 1999-01-01T00:00:00Z", "asOf: Nothing")]
    [InlineData("--as-of 2024-12-31 --currency JPY", "currency: No exchange rate JPY/USD by 2024-12-31 is known at ")]
    [InlineData("--as-of 2024-12-31 --compare-to 2024-12-31", "compareTo: ")]
    public async Task The_command_line_refuses_the_same(string arguments, string told)
    {
        var parsed = ExportCommand.Create().Parse($"leverage {arguments}");
        Assert.Empty(parsed.Errors);

        var refused = await Assert.ThrowsAsync<PlainException>(() => ExportCommand.CsvAsync(parsed, server.Logins, TestContext.Current.CancellationToken));

        Assert.StartsWith(told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_knows_every_option_of_the_file()
    {
        var parsed = ExportCommand.Create().Parse(
            "leverage --as-of 2024-12-31 --group-by sub-fund --sub-fund T-LEV-1 --definitions LV-1 --fx-basis constant --constant-on 2024-12-31 --compare-to 2022-06-30 --bridge-to LV-2 --other-readings");
        Assert.Empty(parsed.Errors);

        var csv = Encoding.UTF8.GetString(await ExportCommand.CsvAsync(parsed, server.Logins, TestContext.Current.CancellationToken));

        Assert.Contains(",5.2359109", csv, StringComparison.Ordinal);
        Assert.Contains(",LV-2,4.2359109", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "DATE_MALFORMED")]
    [InlineData("asOf=2024-02-30", "DATE_MALFORMED")]
    [InlineData("asOf=2024-12-31&knownAt=yesterday", "INSTANT_MALFORMED")]
    [InlineData("asOf=2024-12-31&groupBy=CONTINENT", "UNKNOWN_GROUP_BY")]
    [InlineData("asOf=2024-12-31&definitions=%00%01", "UNKNOWN_DEFINITION")]
    [InlineData("asOf=2024-12-31&programme=';drop table sub_fund", "UNKNOWN_PROGRAMME")]
    [InlineData("asOf=2024-12-31&fxBasis=SPOT", "UNKNOWN_FX_BASIS")]
    [InlineData("asOf=2024-12-31&constantOn=2024-06-30", "NOT_EXPECTED")]
    [InlineData("asOf=2024-12-31&fxBasis=CONSTANT&constantOn=June", "DATE_MALFORMED")]
    [InlineData("asOf=2024-12-31&compareTo=2025-01-01", "NOT_EARLIER")]
    [InlineData("asOf=2024-12-31&bridgeTo=LV-99", "UNKNOWN_DEFINITION")]
    [InlineData("asOf=2024-12-31&currency=JPY", "RATES_MISSING")]
    [InlineData("asOf=2024-12-31&currency=XXZ", "CURRENCY_UNKNOWN")]
    [InlineData("asOf=2024-12-31&subFund=NOBODY", "UNKNOWN_SUB_FUND")]
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
