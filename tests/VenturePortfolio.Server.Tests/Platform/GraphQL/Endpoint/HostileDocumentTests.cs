using System.Net;
using System.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>The guard's documents again, those which the body limit lets through, over HTTP.</summary>
public sealed class HostileDocumentTests(RunningServer server) : IClassFixture<RunningServer>
{
    public static TheoryData<string, string, string> Documents => new()
    {
        { "doubling fragments", "TOO_MANY_FIELDS", Doubling(30) },
        { "10,000 repeats", "TOO_MANY_SELECTIONS", "{" + string.Concat(Enumerable.Repeat(" a", 10_000)) + "}" },
        { "3,000 aliases", "TOO_MANY_SELECTIONS", "{" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $" a{i}:b")) + "}" },
        { "31 aliases", "TOO_MANY_ALIASES", "{" + string.Concat(Enumerable.Range(0, 31).Select(i => $" a{i}:b")) + "}" },
        { "deep nesting", "TOO_DEEP", string.Concat(Enumerable.Repeat("{a", 5_000)) + new string('}', 5_000) },
        { "unclosed depth", "TOO_DEEP", string.Concat(Enumerable.Repeat("{a", 15_000)) },
        { "deep list", "TOO_DEEP", "{a(b:" + new string('[', 15_000) + new string(']', 15_000) + ")}" },
        { "deep type", "TOO_DEEP", "query($a:" + new string('[', 30_000) },
        { "13 levels", "TOO_DEEP", string.Concat(Enumerable.Repeat("{a", 13)) + new string('}', 13) },
        { "fragment cycle", "FRAGMENT_CYCLE", "{...A} fragment A on Q{...B} fragment B on Q{...A}" },
        { "huge list", "LITERAL_TOO_LARGE", "{a(b:[" + string.Concat(Enumerable.Repeat("1,", 15_000)) + "])}" },
        { "huge object", "LITERAL_TOO_LARGE", "{a(b:{" + string.Concat(Enumerable.Range(0, 4_000).Select(i => $"c{i}:1 ")) + "})}" },
        { "51 directives", "TOO_MANY_DIRECTIVES", "{a" + string.Concat(Enumerable.Repeat(" @b", 51)) + "}" },
        { "2,000 operations", "TOO_MANY_NODES", string.Concat(Enumerable.Range(0, 2_000).Select(i => $"query q{i}{{a}}")) },
        { "type definitions", "NOT_EXECUTABLE", "type A{b:C}" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_hostile_document_is_refused_over_http(string name, string code, string document)
    {
        using var response = await server.SendAsync(TestPerson.Policy, new { query = document });
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{name}: {response.StatusCode}");
        Assert.Equal(code, RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }

    private static string Doubling(int levels)
    {
        var text = new StringBuilder("{...F1}");
        for (var i = 1; i < levels; i++)
        {
            text.Append($"fragment F{i} on Q{{...F{i + 1} ...F{i + 1}}}");
        }

        return text.Append($"fragment F{levels} on Q{{a b}}").ToString();
    }
}
