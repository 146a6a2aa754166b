using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// <c>compareTo</c> of <c>incubationReport</c> over the invented programme: what stands beside a figure is what a report of the earlier day says at the same
/// instant, with all that a reader must know of it.
/// </summary>
public sealed class IncubationCompareTests(UnmeteredServer server) : IClassFixture<UnmeteredServer>, IAsyncLifetime
{
    private const string Said = "value status numerator denominator detail absentWhy flags { code }";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.sub_fund") == 0)
        {
            await SeedReference.RunAsync(server.Logins.Job, Cancel);
            await SeedDemo.RunAsync(server.Logins.Job, Cancel);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("2026-06-30", "2025-06-30")]
    [InlineData("2025-12-31", "2018-12-31")]
    public async Task What_stands_beside_a_figure_is_what_the_report_of_that_day_says(string asOf, string earlier)
    {
        var now = await AskAsync($"asOf: \"{asOf}\", compareTo: \"{earlier}\"", $"earlier {{ {Said} }}");
        var then = (await AskAsync($"asOf: \"{earlier}\", knownAt: \"{now.GetProperty("knownAt").GetString()}\"", Said)).GetProperty("groups").EnumerateArray()
            .ToDictionary(Key, group => group.GetProperty("figures"), StringComparer.Ordinal);
        Assert.InRange(then.Count, 3, now.GetProperty("groups").GetArrayLength() - 1);
        foreach (var group in now.GetProperty("groups").EnumerateArray())
        {
            foreach (var (index, figure) in group.GetProperty("figures").EnumerateArray().Index())
            {
                var beside = figure.GetProperty("earlier");
                // Nobody had been admitted in a year to come.
                Assert.Equal(then.TryGetValue(Key(group), out var figures) ? Without(figures[index]) : "null", beside.GetRawText());
            }
        }

        static string Key(JsonElement group) => group.GetProperty("key").GetString()!;
        static string Without(JsonElement figure) => figure.GetRawText().Replace($"\"key\":\"{figure.GetProperty("key").GetString()}\",", "", StringComparison.Ordinal);
    }

    /// <summary>Half a year beside a whole one: the difference is no growth, and the earlier figure's flag says so.</summary>
    [Theory]
    [InlineData("2025-06-30", "YEAR_TO_DATE")]
    [InlineData("2024-12-31", "")]
    public async Task A_rate_of_half_a_year_beside_one_of_a_year_says_so(string earlier, string flag)
    {
        var figure = (await AskAsync($"asOf: \"2025-12-31\", compareTo: \"{earlier}\", definitions: [\"GRADUATION-RATE\"]", "flags { code } earlier { difference flags { code } }"))
            .GetProperty("groups").EnumerateArray().Single(group => group.GetProperty("key").GetString() == "TOTAL").GetProperty("figures")[0];
        Assert.DoesNotContain("YEAR_TO_DATE", Codes(figure));
        Assert.NotNull(figure.GetProperty("earlier").GetProperty("difference").GetString());
        Assert.Equal(flag, Codes(figure.GetProperty("earlier")).Find(code => code == "YEAR_TO_DATE") ?? "");

        var row = (await new FileClient(server).RowsAsync(TestPerson.Policy, $"incubation.csv?asOf=2025-12-31&compareTo={earlier}&definitions=GRADUATION-RATE")).Single(row => row["group"] == "TOTAL");
        Assert.Equal(string.Join(' ', Codes(figure.GetProperty("earlier"))), row["earlier_flags"]);

        static List<string> Codes(JsonElement of) => [.. of.GetProperty("flags").EnumerateArray().Select(told => told.GetProperty("code").GetString()!)];
    }

    /// <summary>Without the reason a reader takes an absent earlier figure for a zero.</summary>
    [Fact]
    public async Task An_earlier_figure_that_was_absent_says_why_in_both_reports()
    {
        var survival = (await AskAsync("asOf: \"2025-12-31\", compareTo: \"2018-12-31\", definitions: [\"SURVIVAL-5Y\"]", "earlier { value status absentWhy difference }"))
            .GetProperty("groups").EnumerateArray().Single(group => group.GetProperty("key").GetString() == "TOTAL").GetProperty("figures")[0].GetProperty("earlier");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (survival.GetProperty("value").ValueKind, survival.GetProperty("difference").ValueKind));
        Assert.Contains("5 years", survival.GetProperty("absentWhy").GetString(), StringComparison.Ordinal);

        var answer = await server.QueryAsync(
            TestPerson.Policy, """{ leverageReport(asOf: "2025-12-31", compareTo: "2020-12-31", groupBy: SUB_FUND, definitions: ["NET_IRR"]) { groups { figures { earlier { value absentWhy flags { code } } } } } }""");
        var figures = answer.GetProperty("data").GetProperty("leverageReport").GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("figures")[0].GetProperty("earlier"))
            .Where(earlier => earlier.ValueKind == JsonValueKind.Object).ToList();
        Assert.Contains(figures, earlier => earlier.GetProperty("value").ValueKind == JsonValueKind.Null);
        Assert.All(figures, earlier => Assert.True(earlier.GetProperty("value").ValueKind != JsonValueKind.Null || earlier.GetProperty("absentWhy").GetString()!.Length > 10, earlier.GetRawText()));
        Assert.All(figures.Where(earlier => earlier.GetProperty("value").ValueKind != JsonValueKind.Null), earlier => Assert.Contains("INVENTED_ONLY", earlier.GetProperty("flags").GetRawText(), StringComparison.Ordinal));
    }

    private async Task<JsonElement> AskAsync(string arguments, string figures)
    {
        var answer = await server.QueryAsync(TestPerson.Policy, $"{{ incubationReport({arguments}) {{ knownAt groups {{ key figures {{ key {figures} }} }} }} }}");
        Assert.True(RunningServer.CodeOf(answer) is null, answer.GetRawText());
        return answer.GetProperty("data").GetProperty("incubationReport");
    }
}
