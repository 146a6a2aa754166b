using GraphQL.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace VenturePortfolio.Server.Tests;

/// <summary>Look-ups that wait together travel together (decision 56): for each it must be as if it had gone alone.</summary>
public sealed class LookUpTests(RandomWorld world) : IClassFixture<RandomWorld>, IDisposable
{
    private readonly AdmissionGate gate = new(1, TimeSpan.FromMinutes(1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => gate.Dispose();

    /// <summary>Expected: what the same engine answers each of them alone.</summary>
    [Fact]
    public async Task Everybody_sees_on_a_shared_journey_what_they_see_alone()
    {
        using var engine = new ReadEngine(world.Logins, services => services.AddSingleton(gate));
        var questions = RandomWorld.Everybody.Append(RandomWorld.Nobody)
            .SelectMany(actor => Enumerable.Range(0, 25).Select(number => (Actor: actor, Id: GlobalId.Of("CashFlow", RandomWorld.Key("cash_flow", number)))))
            .ToList();
        var alone = new List<string>();
        foreach (var (actor, id) in questions)
        {
            alone.Add(await AskAsync(engine, actor, id));
        }

        Assert.Contains(alone, answer => answer.Contains("amount", StringComparison.Ordinal));
        Assert.Contains(alone, answer => answer.Contains("\"node\":null", StringComparison.Ordinal));
        var place = await gate.EnterAsync(Cancel);
        var asked = questions.Select(question => AskAsync(engine, question.Actor, question.Id)).ToList();
        Assert.All(asked, answer => Assert.False(answer.IsCompleted));
        place!.Dispose();

        Assert.Equal(alone, await Task.WhenAll(asked));
    }

    [Fact]
    public async Task Who_waits_is_taken_along_in_one_place()
    {
        var lookUps = new LookUps(world.Logins.ReaderOf(Role.Policy), gate, NullLogger.Instance);
        var place = await gate.EnterAsync(Cancel);
        var first = lookUps.ReadAsync(Request("select 1"), Cancel);
        var behind = gate.EnterAsync(Cancel).AsTask();
        var late = Enumerable.Range(0, 3).Select(_ => lookUps.ReadAsync(Request("select 2"), Cancel)).ToList();
        place!.Dispose();

        // The only place is held from here on by one who came before them: they can only have gone with the first.
        using var held = await behind;
        Assert.All(await Task.WhenAll(late.Prepend(first)).WaitAsync(TimeSpan.FromSeconds(10), Cancel), end => Assert.Equal(LookUpEnd.Read, end));
    }

    [Fact]
    public async Task What_fails_ones_own_question_is_nobody_elses_answer()
    {
        var lookUps = new LookUps(world.Logins.ReaderOf(Role.Policy), gate, NullLogger.Instance);
        var reads = new[] { Request("select 1"), Request("select 1 / 0"), Request("select 2") };
        var place = await gate.EnterAsync(Cancel);
        var asked = reads.Select(read => lookUps.ReadAsync(read, Cancel)).ToList();
        place!.Dispose();

        Assert.Equal([LookUpEnd.Read, LookUpEnd.Alone, LookUpEnd.Alone], await Task.WhenAll(asked));
        Assert.Equal(1, reads[0].State.RowsRead);
    }

    [Fact]
    public async Task Who_leaves_takes_no_one_with_him()
    {
        var reader = new PlanReader(world.Logins, gate, NullLogger<PlanReader>.Instance);
        using var leaves = new CancellationTokenSource();
        var reads = new[] { Request("select 1"), Request("select 2"), Request("select 3") };
        var place = await gate.EnterAsync(Cancel);
        var gone = reader.ReadAsync(Role.Policy, reads[0], leaves.Token);
        var stays = reads[1..].Select(read => reader.ReadAsync(Role.Policy, read, Cancel)).ToList();
        await leaves.CancelAsync();
        place!.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.All(await Task.WhenAll(stays), Assert.True);
        Assert.All(reads[1..], read => Assert.Equal(1, read.State.RowsRead));
    }

    [Fact]
    public async Task Who_waits_too_long_is_turned_away()
    {
        using var impatient = new AdmissionGate(1, TimeSpan.FromMilliseconds(20));
        var reader = new PlanReader(world.Logins, impatient, NullLogger<PlanReader>.Instance);
        using var place = await impatient.EnterAsync(Cancel);

        Assert.False(await reader.ReadAsync(Role.Policy, Request("select 1"), Cancel));
    }

    private static Task<string> AskAsync(ReadEngine engine, Actor actor, string id) =>
        engine.AnswerAsync(
            actor,
            "query ($id: ID!) { node(id: $id) { id ... on CashFlow { kind amount { amount currency } subFund { code } } } }",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id });

    /// <summary>One row without anything to write of it.</summary>
    private static ReadRequest Request(string sql)
    {
        var plan = new StagePlan { LevelCount = 1 };
        plan.Statements.Add(new PlannedStatement(sql, []) { Level = new RowLevel(0, PageSize: null, OwnerOrdinal: -1, []) });
        Assert.True(plan.IsLookUp);
        return new ReadRequest(RandomWorld.Policy.PersonId, "test-request", plan, new StageState(plan) { Language = "en", ArgumentsOf = (_, _) => InputValues.None }, Variables.None);
    }
}
