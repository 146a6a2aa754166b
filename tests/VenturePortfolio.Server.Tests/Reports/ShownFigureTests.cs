using System.Net.Http.Headers;
using System.Text.Json;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Figures as people read them. Fund T-LEV-1: guidance share 0.197343 (domain.md 3.4). Fund Y: 100 called on 2024-01-01, worth 110 on 2024-06-30, 181 days later:
/// 1.1^(365/181) - 1 = 0.2119129799 per year (reckoned apart), which nobody is to read as a return of that half year (GIPS, domain.md 4.1).
/// </summary>
public sealed class ShownFigureTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly RunningServer server = new(cluster) { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Profile"] = "demo" } };

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        await facts.FundAsync("Y", "T-LEV");
        var investor = await facts.CommitAsync("Y", "GUIDANCE", 10_000, new(2024, 1, 1));
        await facts.FlowAsync("Y", investor, "CAPITAL_CALL", 10_000, new(2024, 1, 1));
        await facts.NavAsync("Y", 11_000, new(2024, 6, 30));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Four_decimals_unless_other_places_are_asked_for()
    {
        var figure = await FigureAsync("2024-12-31", "T-LEV-1", "GUIDANCE-SHARE", "shown two: shown(places: 2) six: shown(places: 6) none: shown(places: 0)");

        Assert.Equal(
            ("0.1973", "0.20", "0.197343", "0"),
            (figure.GetProperty("shown").GetString(), figure.GetProperty("two").GetString(), figure.GetProperty("six").GetString(), figure.GetProperty("none").GetString()));
        Assert.Equal(",0.1973,", Shown(await LineAsync("asOf=2024-12-31&groupBy=SUB_FUND&subFund=T-LEV-1&definitions=GUIDANCE-SHARE")));
        Assert.Equal(",0.197343,", Shown(await LineAsync("asOf=2024-12-31&groupBy=SUB_FUND&subFund=T-LEV-1&definitions=GUIDANCE-SHARE&places=6")));

        static string Shown(string line) => System.Text.RegularExpressions.Regex.Match(line, @"(?<=,0\.\d{10}),0\.\d+,", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
    }

    /// <summary>
    /// By hand: a little more than 1.23445 is 1.2345 to four decimals, where its ten decimals, 1.2344500000, would give
    /// 1.2344, half to even; exactly 1.23445 is 1.2344.
    /// </summary>
    [Theory]
    [InlineData("1234500000000", "1000000000000", "1.2345")]
    [InlineData("123445000000000004", "100000000000000000", "1.2345")]
    [InlineData("123444999999999996", "100000000000000000", "1.2344")]
    [InlineData("123455", "100000", "1.2346")]
    [InlineData("123445", "100000", "1.2344")]
    public void What_is_shown_is_rounded_once(string above, string below, string shown)
    {
        var (numerator, denominator) = (Int128.Parse(above, System.Globalization.CultureInfo.InvariantCulture), Int128.Parse(below, System.Globalization.CultureInfo.InvariantCulture));
        var figure = new ShownFigure(HalfEven.Divide(numerator, denominator, 10), [], "RATIO", null) { Terms = (numerator, denominator) };

        Assert.Equal(decimal.Parse(shown, System.Globalization.CultureInfo.InvariantCulture), figure.Of(null));
    }

    /// <summary>Paid in: 100 renminbi, of two decimals; at 7 renminbi and 140 yen to the dollar 2,000 yen, which have none (ISO 4217). Both used to have four.</summary>
    [Fact]
    public async Task Amounts_are_shown_to_the_smallest_unit_of_their_currency()
    {
        var facts = new PlantedFacts(server.Logins);
        await facts.RunAsync("insert into currency (code, minor_digits, name_en, name_zh_hant, name_zh_hans, source) values ('JPY', 0, 'Yen', '日圓', '日元', 'ISO 4217')");
        await facts.RateAsync("CNY", new(2024, 1, 1), 7);
        await facts.RateAsync("JPY", new(2024, 1, 1), 140);

        var figure = await FigureAsync("2024-06-30", "Y", "PAID_IN", "value shown four: shown(places: 4)");
        Assert.Equal(
            ("100.0000000000", "100.00", "100.0000"),
            (figure.GetProperty("value").GetString(), figure.GetProperty("shown").GetString(), figure.GetProperty("four").GetString()));
        Assert.Contains(",100.0000000000,100.00,", await LineAsync("asOf=2024-06-30&groupBy=SUB_FUND&subFund=Y&definitions=PAID_IN"), StringComparison.Ordinal);
        Assert.Contains(",2000.0000000000,2000,", await LineAsync("asOf=2024-06-30&groupBy=SUB_FUND&subFund=Y&definitions=PAID_IN&currency=JPY"), StringComparison.Ordinal);
        Assert.Contains(",100.0000000000,100.0,", await LineAsync("asOf=2024-06-30&groupBy=SUB_FUND&subFund=Y&definitions=PAID_IN&places=1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public async Task Other_places_are_refused(int places)
    {
        var answer = await server.QueryAsync(
            TestPerson.Policy, "query($p: Int) { leverageReport(asOf: \"2024-12-31\", definitions: [\"LV-1\"]) { groups { figures { shown(places: $p) } } } }", new { p = places });

        Assert.Equal("PLACES_OUT_OF_RANGE", RunningServer.CodeOf(answer));
        Assert.Contains("PLACES_OUT_OF_RANGE", await LineAsync($"asOf=2024-12-31&places={places}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_of_return_over_less_than_a_year_is_reckoned_flagged_and_not_shown()
    {
        var figure = await FigureAsync("2024-06-30", "Y", "NET_IRR", "value shown flags { code }");

        Assert.Equal(("0.2119129799", JsonValueKind.Null), (figure.GetProperty("value").GetString(), figure.GetProperty("shown").ValueKind));
        Assert.Contains("UNDER_ONE_YEAR", figure.GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("code").GetString()));
        Assert.Contains(",0.2119129799,,OK,", await LineAsync("asOf=2024-06-30&groupBy=SUB_FUND&subFund=Y&definitions=NET_IRR"), StringComparison.Ordinal);

        Assert.Equal(NightState.Published, (await new Nights(server.Logins).ByHandAsync(new LocalDate(2024, 6, 30))).State);
        var stored = await server.QueryAsync(
            TestPerson.Policy,
            """{ metricValues(first: 5, where: { subFund: { code: { eq: "Y" } }, metricKey: { in: ["NET_IRR", "PAID_IN", "TVPI"] } }, orderBy: [METRIC_KEY_ASC]) { nodes { metricKey value remarks { shown } } } }""");
        Assert.Equal(
            ["NET_IRR 0.2119129799 ", "PAID_IN 100.0000000000 100.00", "TVPI 1.1000000000 1.1000"],
            stored.GetProperty("data").GetProperty("metricValues").GetProperty("nodes").EnumerateArray().Select(node =>
                $"{node.GetProperty("metricKey").GetString()} {node.GetProperty("value").GetString()} {node.GetProperty("remarks").GetProperty("shown").GetString()}"));
    }

    private async Task<JsonElement> FigureAsync(string asOf, string fund, string key, string fields)
    {
        var answer = await server.QueryAsync(
            TestPerson.Policy,
            "query($a: Date!, $f: String, $k: [String!]) { leverageReport(asOf: $a, groupBy: SUB_FUND, subFund: $f, definitions: $k) { groups { figures { " + fields + " } } } }",
            new { a = asOf, f = fund, k = new[] { key } });
        return answer.GetProperty("data").GetProperty("leverageReport").GetProperty("groups")[0].GetProperty("figures")[0];
    }

    /// <summary>The last line of the file, or what is wrong.</summary>
    private async Task<string> LineAsync(string parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{LeverageEndpoint.Path[1..]}?{parameters}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.TokenOf(TestPerson.Policy));
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd().Split("\r\n")[^1];
    }
}
