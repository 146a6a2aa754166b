using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server.Tests;

/// <summary>A field of a node that is computed: asked once per place in the document, for all rows shown, and put back where each belongs.</summary>
public sealed class NodeFunctionTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly Actor Reader = new(Guid.NewGuid(), Role.Policy, "Reader", Languages.English);

    private readonly List<IReadOnlyList<string?>> calls = [];

    private CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await SeedReference.RunAsync(database.Logins.Job, Cancel);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task It_is_called_once_with_all_rows_and_each_row_gets_its_own()
    {
        using var engine = Engine();

        var data = await engine.DataAsync(
            Reader,
            """
            query($t: String!) { probes(first: 3, orderBy: [ID_ASC]) {
              nodes { code echo(text: $t) { said letters(first: 2) { letter } } }
              edges { node { again: echo(text: "two") { said } code } } } }
            """,
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["t"] = "\u0001 \"one\"" });

        Assert.Equal(2, calls.Count);
        Assert.Equal(calls[0], calls[1]);
        Assert.Equal(3, calls[0].Count);
        var nodes = data.GetProperty("probes").GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(3, nodes.Count);
        foreach (var (node, edge) in nodes.Zip(data.GetProperty("probes").GetProperty("edges").EnumerateArray()))
        {
            var code = node.GetProperty("code").GetString()!;
            Assert.Equal($"{code} \u0001 \"one\"", node.GetProperty("echo").GetProperty("said").GetString());
            Assert.Equal([code[..1], code[1..2]], node.GetProperty("echo").GetProperty("letters").EnumerateArray().Select(letter => letter.GetProperty("letter").GetString()!));
            Assert.Equal($"{edge.GetProperty("node").GetProperty("code").GetString()} two", edge.GetProperty("node").GetProperty("again").GetProperty("said").GetString());
        }
    }

    [Fact]
    public async Task It_is_not_called_where_no_row_is_shown()
    {
        using var engine = Engine();

        var data = await engine.DataAsync(Reader, """{ probes(first: 3, where: { code: { eq: "XXX" } }) { nodes { echo(text: "a") { said } } } probe(id: "UHJvYmU6WFhY") { echo(text: "b") { said } } }""");

        Assert.Empty(calls);
        Assert.Equal(0, data.GetProperty("probes").GetProperty("nodes").GetArrayLength());
    }

    [Fact]
    public async Task What_it_cannot_answer_is_null_beside_an_error_and_the_rest_is_told()
    {
        using var engine = Engine();

        var text = await engine.AnswerAsync(Reader, """{ probes(first: 2, orderBy: [ID_ASC]) { nodes { code echo(text: "refuse") { said } } } }""");

        Assert.Contains("\"echo\":null", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"PROBE_REFUSED\"", text, StringComparison.Ordinal);
        Assert.Contains("\"nodes\":[{\"code\":", text, StringComparison.Ordinal);
    }

    private ReadEngine Engine()
    {
        var letter = new ResultType<Letter>("ProbeLetter", "A letter.").Text("letter", of => of.Of);
        var echo = new ResultType<Echo>("ProbeEcho", "What was said.")
            .Text("said", of => $"{of.Code} {of.Text}")
            .Objects("letters", () => letter, (of, given) => [.. of.Code.Take(given.Int("first") ?? 3).Select(one => new Letter(one.ToString()))], [InputField.Int("first")]);
        return new ReadEngine(database.Logins, services => services.AddNode(
            new NodeDeclaration("Probe", "currency", "For this test.").Key("code", ColumnType.Text).Root("probe", "probes").Text("code", order: true)
                .Function(new NodeFunction("echo", null, echo, [InputField.Text("text", required: true)], ["{t}.code", "length({t}.code)"], (call, rows, _) =>
                {
                    calls.Add([.. rows.Select(row => row[0])]);
                    Assert.All(rows, row => Assert.Equal(3, int.Parse(row[1]!, CultureInfo.InvariantCulture)));
                    return call.Arguments.Text("text") is "refuse"
                        ? throw new FieldException("PROBE_REFUSED", "Not today.")
                        : Task.FromResult<IReadOnlyList<object?>>([.. rows.Select(row => new Echo(row[0]!, call.Arguments.Text("text")!))]);
                }))));
    }

    private sealed record Echo(string Code, string Text);

    private sealed record Letter(string Of);
}
