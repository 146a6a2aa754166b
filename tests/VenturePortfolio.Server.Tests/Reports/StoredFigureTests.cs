using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Stored figures with their definitions, terms, remarks and explanations, through the read engine; over the invented programme after a night.</summary>
public sealed class StoredFigureTests(ExplainedReportTests.Demo demo) : IClassFixture<ExplainedReportTests.Demo>, IAsyncLifetime
{
    private const string Told =
        """
        metricKey revision value numerator denominator status
        definition { key revision inForce title unit numerator denominator source verified }
        terms { numerator { amount currency } denominator { amount currency } }
        remarks { flags { code text } roots rates { currency count first last lowest highest source } }
        explain { inputCount steps { part contribution contributionBelow } inputs(first: 1000) { row part effectiveOn countedOn recordedAt contribution contributionBelow }
          more: inputs(first: 1000, after: 1000) { contribution contributionBelow } }
        """;

    private static readonly LocalDate AsOf = new(2025, 6, 30);

    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(demo.Logins.Job, "select count(*) from portfolio.metric_run") == 0)
        {
            Assert.Equal(NightState.Published, (await new Nights(demo.Logins).ByHandAsync(AsOf)).State);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("metricValues")]
    [InlineData("startupMetricValues")]
    [InlineData("partMetricValues")]
    public async Task Every_stored_figure_is_explained_by_rows_that_sum_to_it(string list)
    {
        using var engine = new ReadEngine(demo.Logins);
        var explained = new Dictionary<string, int>(StringComparer.Ordinal);
        var pages = 0;
        for (string? after = null; pages == 0 || (after is not null && pages < 40); pages++)
        {
            var data = await engine.DataAsync(
                Reports.As(TestPerson.Policy),
                "query($after: String) { " + list + "(first: 100, after: $after, where: { value: { isNull: false } }) { pageInfo { hasNextPage endCursor } nodes { " + Told + " } } }",
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["after"] = after });
            var page = data.GetProperty(list);
            foreach (var figure in page.GetProperty("nodes").EnumerateArray())
            {
                Check(figure);
                var key = figure.GetProperty("metricKey").GetString()!;
                explained[key] = explained.GetValueOrDefault(key) + 1;
            }

            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean() ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString() : null;
        }

        string[] some = list switch
        {
            "metricValues" => ["LV-1", "LV-6-PARITY", "TVPI", "NET_IRR", "ON-TIME", "GRADUATION-SHARE"],
            "partMetricValues" => ["TVPI", "NET_IRR", "MOIC"],
            _ => ["GRADUATION", "ON-TIME"],
        };
        Assert.All(some, key => Assert.True(explained.GetValueOrDefault(key) > 0, key));
    }

    private static void Check(JsonElement figure)
    {
        var key = figure.GetProperty("metricKey").GetString();
        Assert.Equal(key, figure.GetProperty("definition").GetProperty("key").GetString());
        Assert.True(figure.GetProperty("definition").GetProperty("inForce").GetBoolean());
        Assert.NotEmpty(figure.GetProperty("definition").GetProperty("source").GetString()!);
        var explanation = figure.GetProperty("explain");
        Assert.True(explanation.ValueKind == JsonValueKind.Object, $"{key} has no explanation");
        List<JsonElement> inputs = [.. explanation.GetProperty("inputs").EnumerateArray(), .. explanation.GetProperty("more").EnumerateArray()];
        var steps = explanation.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(explanation.GetProperty("inputCount").GetInt32(), inputs.Count);
        foreach (var (term, contribution) in new[] { ("numerator", "contribution"), ("denominator", "contributionBelow") })
        {
            var sum = Sum(inputs, contribution);
            Assert.Equal(sum, Sum(steps, contribution));
            if (figure.GetProperty(term).GetString() is { } exact)
            {
                Assert.True(BigInteger.Parse(exact, CultureInfo.InvariantCulture) == sum, $"{key} {term}: {exact}, inputs {sum}");
            }
        }

        if (figure.GetProperty("terms") is { ValueKind: JsonValueKind.Object } terms)
        {
            var money = terms.GetProperty("numerator");
            var minor = money.GetProperty("amount").GetString()!.Replace(".", "", StringComparison.Ordinal);
            Assert.Equal(BigInteger.Parse(figure.GetProperty("numerator").GetString()!, CultureInfo.InvariantCulture), BigInteger.Parse(minor, CultureInfo.InvariantCulture));
        }
    }

    private static BigInteger Sum(IEnumerable<JsonElement> rows, string contribution) =>
        rows.Aggregate(BigInteger.Zero, (sum, row) => sum + BigInteger.Parse(row.GetProperty(contribution).GetString()!, CultureInfo.InvariantCulture));

    [Fact]
    public async Task Warnings_and_rates_are_stored_with_the_figures_that_need_them()
    {
        using var engine = new ReadEngine(demo.Logins);

        var data = await engine.DataAsync(
            Reports.As(TestPerson.Policy),
            """{ metricValues(first: 50, where: { flagCodes: { isNull: false } }) { nodes { flagCodes remarks { flags { code text } } } } }""");

        var nodes = data.GetProperty("metricValues").GetProperty("nodes").EnumerateArray().ToList();
        Assert.NotEmpty(nodes);
        Assert.All(nodes, node =>
        {
            var flags = node.GetProperty("remarks").GetProperty("flags").EnumerateArray().ToList();
            Assert.Equal(node.GetProperty("flagCodes").GetString(), string.Join(' ', flags.Select(flag => flag.GetProperty("code").GetString())));
            Assert.All(flags, flag => Assert.NotEmpty(flag.GetProperty("text").GetString()!));
        });
        Assert.NotEqual("0", await new Nights(demo.Logins).OneAsync("select count(*)::text from metric_value where rates is not null"));
    }

    [Fact]
    public async Task Definitions_are_listed_filtered_and_paged()
    {
        using var engine = new ReadEngine(demo.Logins);

        var data = await engine.DataAsync(
            Reports.As(TestPerson.Incubator),
            """
            { all: metricDefinitions { key title titleEn titleZhHant titleZhHans subject unit numerator denominator source fxBasis verified revision inForce id
                parameters { key value unit meaning } }
              some: metricDefinitions(keys: ["LV-1", "ON-TIME"]) { key } page: metricDefinitions(first: 2, after: 1) { key }
              unverified: metricDefinitions(verified: false, subject: SUB_FUND) { key verified subject } }
            """);

        Assert.Equal(MetricCatalog.All.Select(metric => metric.Key), Keys("all"));
        Assert.Equal(["LV-1", "ON-TIME"], Keys("some"));
        Assert.Equal(["LV-2", "LV-3"], Keys("page"));
        Assert.Contains("LV-5", Keys("unverified"));
        Assert.DoesNotContain("ON-TIME", Keys("unverified"));
        // domain.md 3.3 LV-10: "within W months after first entry", W default 36.
        var window = data.GetProperty("all").EnumerateArray().Single(of => of.GetProperty("key").GetString() == "LV-10").GetProperty("parameters")[0];
        Assert.Equal(("W", 36, "months"), (window.GetProperty("key").GetString(), window.GetProperty("value").GetInt32(), window.GetProperty("unit").GetString()));

        List<string> Keys(string name) => [.. data.GetProperty(name).EnumerateArray().Select(of => of.GetProperty("key").GetString()!)];
    }
}
