using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>A client that sends the same act again and again, to two nodes. Source of the figures: reliability.md, "Figures".</summary>
public sealed class ParallelMutationsTests(TestCluster cluster)
{
    private const int AtOnce = 50;
    private static readonly string[] NotNow = ["TIMEOUT", "UNAVAILABLE", "OVERLOADED"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_parallel_identical_mutations_on_two_nodes_have_one_effect_and_fifty_equal_answers()
    {
        var rounds = Trials.Of(usual: 3, all: 100);
        await using var one = new RunningServer(cluster);
        await one.InitializeAsync();
        await using (var load = one.Logins.Job.CreateCommand(SmallWorld.Sql))
            await load.ExecuteNonQueryAsync(Cancel);
        var running = await cluster.RunningAsync();
        var database = new NpgsqlConnectionStringBuilder(one.Logins.Job.ConnectionString).Database!;
        await using var other = new RunningServer(cluster) { Database = new DatabaseLogins(running.Address(database), running.Secrets), IsOneMore = true };
        await other.InitializeAsync();

        var repeated = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var input = WritingServer.InputOf("recordCashFlow");
            input["amount"] = "1.00";
            var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(client => UntilAnsweredAsync(client % 2 == 0 ? one : other, input)));

            Assert.Single(answers.Distinct(StringComparer.Ordinal));
            Assert.Contains("\"userErrors\":[]", answers[0], StringComparison.Ordinal);
            Assert.Equal(round, await Ask.ValueAsync<long>(one.Logins.Job, "select count(*) from portfolio.cash_flow"));
        }

        Trials.Proved($"{AtOnce} parallel identical mutations on 2 nodes: {rounds} rounds, 1 effect and {AtOnce} equal answers in each; {repeated} were told to come again");

        // A busy machine may ask some to come again; with the same key that is safe, which is the point.
        async Task<string> UntilAnsweredAsync(RunningServer node, Dictionary<string, object?> input)
        {
            var answer = "";
            await Eventually.HoldsAsync(
                async () =>
                {
                    using var response = await node.SendAsync(
                        TestPerson.Manager, new { query = WritingServer.TextOf("recordCashFlow", "cashFlow"), variables = new { input } });
                    answer = await response.Content.ReadAsStringAsync(Cancel);
                    var again = NotNow.Any(code => answer.Contains($"\"{code}\"", StringComparison.Ordinal));
                    if (again)
                        Interlocked.Increment(ref repeated);
                    return !again;
                },
                FaultWorld.Patience);
            return answer;
        }
    }
}
