using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQL;
using GraphQLParser;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Every text that has broken out of somewhere, put into every place of the schema that takes text: an answer or a refusal
/// comes of it, never a failure. Each place is tried with twenty of the two hundred texts, others under another seed; with
/// <c>scripts/test --long</c>, with all of them.
/// </summary>
public sealed class InjectionTests(WritingServer world, ITestOutputHelper output) : IClassFixture<WritingServer>
{
    private static readonly int Seed = int.Parse(RandomWorld.Seed, CultureInfo.InvariantCulture);

    private static readonly int PerPlace = Trials.Of(usual: 20, all: InjectionStrings.All.Count);

    private OperationExecutor Executor => world.Server.Services.GetRequiredService<OperationExecutor>();

    private IReadOnlyList<InjectionPlace> Places => InjectionPlaces.In(world.Server.Services.GetRequiredService<GraphSchema>());

    [Fact]
    public void There_are_two_hundred_texts_and_many_places()
    {
        Assert.Equal(200, InjectionStrings.All.Count);
        Assert.Distinct(InjectionStrings.All, StringComparer.Ordinal);
        Assert.Distinct(Places.Select(place => place.Name), StringComparer.Ordinal);
        foreach (var known in new[] { "Query.node(id)", "Query.leverageReport(currency)", "Query.subFunds(after)", "SubFund.metrics(keys)", "StringFilter.startsWith", "RecordCashFlowInput.memo", "ReportMilestoneInput.evidence.address" })
        {
            Assert.Contains(Places, place => string.Equals(place.Name, known, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task No_text_anywhere_makes_the_engine_fail()
    {
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, place) in Places.Index())
        {
            var actor = await ActorForAsync(place);
            for (var i = 0; i < PerPlace; i++)
            {
                var text = Text(index, i);
                var code = await RunAsync(actor, place, text);
                Assert.True(code is not "INTERNAL", $"{place.Name} fails on {JsonSerializer.Serialize(text)}:\n{place.Query}");
                outcomes[code ?? "answered"] = outcomes.GetValueOrDefault(code ?? "answered") + 1;
            }
        }

        foreach (var (outcome, count) in outcomes.OrderByDescending(outcome => outcome.Value))
        {
            output.WriteLine($"{count,7} {outcome}");
        }

        Assert.True(outcomes["answered"] > outcomes.Values.Sum() / 20, "Hardly any text got as far as the database.");
        Assert.True(await Ask.ValueAsync<bool>(world.Server.Logins.Job, "select count(*) > 0 from portfolio.person"));
        Trials.Proved($"no text breaks out of its place: {Places.Count} places, {PerPlace} texts each, 0 failures; seed {Seed}");
    }

    /// <summary>Over HTTP a place in seven, so that reading and writing of the request are part of it.</summary>
    [Fact]
    public async Task No_text_anywhere_makes_the_endpoint_fail()
    {
        foreach (var (index, place) in Places.Index().Where(place => (place.Index + Seed) % 7 == 0))
        {
            // Halves of surrogate pairs cannot be sent: the serializer would replace them.
            var text = Enumerable.Range(0, 100).Select(i => Text(index, i)).First(text => !text.Any(char.IsSurrogate));
            using var response = await world.Server.SendAsync(PersonFor(place), new { query = place.Query, variables = place.Variables(text) });
            var code = RunningServer.CodeOf(await RunningServer.JsonOf(response));
            Assert.True((int)response.StatusCode < 500 && code is not "INTERNAL", $"{place.Name} gives {response.StatusCode} {code} on {JsonSerializer.Serialize(text)}");
        }
    }

    /// <summary>Takes all texts in turn, each place beginning at another.</summary>
    private static string Text(int place, int i) => InjectionStrings.All[(int)((uint)(Seed + (place * 37) + (i * 59)) % (uint)InjectionStrings.All.Count)];

    private static TestPerson PersonFor(InjectionPlace place) => place.Mutation is null ? TestPerson.Policy : TestPerson.Manager;

    /// <summary>Somebody who may do it: what is forbidden is refused before the text is looked at.</summary>
    private async Task<Actor> ActorForAsync(InjectionPlace place)
    {
        if (place.Mutation is not null)
        {
            foreach (var actor in SmallWorld.Everybody)
            {
                if (await RunAsync(actor, place, "a") is not "FORBIDDEN")
                {
                    return actor;
                }
            }
        }

        return SmallWorld.Policy;
    }

    /// <summary>The code of the first error, of the payload too; null when there is none.</summary>
    private async Task<string?> RunAsync(Actor actor, InjectionPlace place, string text)
    {
        var document = Parser.Parse(place.Query);
        var request = new OperationRequest
        {
            Document = document,
            DocumentHash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(place.Query))),
            Operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single(),
            Variables = new Inputs(place.Variables(text)),
            Actor = actor,
            RequestId = "injection",
            Language = "en",
        };
        var answer = new ArrayBufferWriter<byte>();
        await Executor.ExecuteAsync(request, answer, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(answer.WrittenMemory);
        if (RunningServer.CodeOf(json.RootElement) is { } code)
        {
            return code;
        }

        return place.Mutation is null ? null : WritingServer.Told(json.RootElement, place.Mutation) is var told && told is "DONE" ? null : told;
    }
}
