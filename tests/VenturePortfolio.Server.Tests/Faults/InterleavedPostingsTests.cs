using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Postings to one fund at the same time, in every order of their statements, by the product's own code on real
/// connections. An investor has pledged 100.00; each call asks for 60.00.
/// </summary>
public sealed class InterleavedPostingsTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private const long Pledged = 100_00;

    /// <summary>Orders tried by default; full trials run every one (920 and 1,932 were counted).</summary>
    private const int Drawn = 60;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_calls_that_together_exceed_a_commitment_are_never_both_accepted()
    {
        var (one, other) = (new Poster(world), new Poster(world));
        var investor = Guid.Empty;
        var orders = await EachOrderAsync(
            async () =>
            {
                investor = await world.PledgeAsync(Pledged);
                await one.CallAsync(investor);
                await other.CallAsync(investor);
                return [one.Session, other.Session];
            },
            async order =>
            {
                Assert.Equal((order, 60_00L), (order, await CalledAsync(investor)));
                Assert.Equal((order, "DONE and CALL_EXCEEDS_UNFUNDED"), (order, string.Join(" and ", new[] { one.Told, other.Told }.OrderDescending(StringComparer.Ordinal))));
            });

        Trials.Proved($"two calls that together exceed a commitment: {orders}, {orders.Waits} with a wait; the limit held in each");
    }

    [Fact]
    public async Task A_call_beside_the_reversal_that_makes_room_for_it_is_accepted_only_after_it()
    {
        var (caller, reverser) = (new Poster(world), new Poster(world));
        var investor = Guid.Empty;
        var accepted = 0;
        var orders = await EachOrderAsync(
            async () =>
            {
                investor = await world.PledgeAsync(Pledged);
                var earlier = await world.RecordAsync(CallOf(investor));
                await caller.CallAsync(investor);
                await reverser.ReverseAsync(earlier.Value);
                return [caller.Session, reverser.Session];
            },
            async order =>
            {
                Assert.Equal((order, "DONE"), (order, reverser.Told));
                Assert.Contains(caller.Told, new[] { "DONE", "CALL_EXCEEDS_UNFUNDED" });
                Assert.Equal((order, caller.Told == "DONE" ? 60_00L : 0), (order, await CalledAsync(investor)));
                accepted += caller.Told == "DONE" ? 1 : 0;
            });

        Assert.InRange(accepted, 1, orders.Count - 1);
        Trials.Proved($"a call beside the reversal that makes room for it: {orders}, {accepted} accepted, all after the reversal; the limit held in each");
    }

    [Fact]
    public async Task An_entry_is_reversed_once_in_every_order()
    {
        var (one, other) = (new Poster(world), new Poster(world));
        var investor = Guid.Empty;
        var orders = await EachOrderAsync(
            async () =>
            {
                investor = await world.PledgeAsync(Pledged);
                var earlier = await world.RecordAsync(CallOf(investor));
                await one.ReverseAsync(earlier.Value);
                await other.ReverseAsync(earlier.Value);
                return [one.Session, other.Session];
            },
            async order =>
            {
                Assert.Equal((order, "DONE and ALREADY_REVERSED"), (order, string.Join(" and ", new[] { one.Told, other.Told }.OrderDescending(StringComparer.Ordinal))));
                Assert.Equal((order, 0L), (order, await CalledAsync(investor)));
            });

        Trials.Proved($"two reversals of one entry: {orders}, one reversal in each");
    }

    [Fact]
    public async Task The_same_act_under_the_same_key_has_one_effect_in_every_order()
    {
        var (one, other) = (new Poster(world), new Poster(world));
        var investor = Guid.Empty;
        var orders = await EachOrderAsync(
            async () =>
            {
                investor = await world.PledgeAsync(Pledged);
                var key = Guid.NewGuid().ToString();
                await one.CallAsync(investor, key);
                await other.CallAsync(investor, key);
                return [one.Session, other.Session];
            },
            async order =>
            {
                Assert.Equal((order, "DONE", "DONE"), (order, one.Told, other.Told));
                Assert.Equal((order, one.Made, 60_00L), (order, other.Made, await CalledAsync(investor)));
            });

        Trials.Proved($"the same call twice under one key: {orders}, one effect and two equal answers in each");
    }

    /// <summary>A bulk load tells history and is not checked; but it must not come between a check and its entry.</summary>
    [Fact]
    public async Task A_bulk_load_never_comes_between_a_check_and_its_entry()
    {
        var (caller, job) = (new Poster(world), new Poster(world));
        var investor = Guid.Empty;
        var orders = await EachOrderAsync(
            async () =>
            {
                investor = await world.PledgeAsync(Pledged);
                await caller.CallAsync(investor);
                await job.LoadAsync(investor);
                return [caller.Session, job.Session];
            },
            async order =>
            {
                var loadedFirst = await Ask.ValueAsync<bool>(
                    world.Logins.Job,
                    $"select (select recorded_by is null from portfolio.cash_flow where investor_id = '{investor}' order by seq limit 1)");
                Assert.Equal((order, loadedFirst ? "CALL_EXCEEDS_UNFUNDED" : "DONE"), (order, caller.Told));
            });

        Trials.Proved($"a call beside a bulk load of the same fund: {orders}, refused whenever the load came first");
    }

    private async Task<Orders> EachOrderAsync(Func<Task<IReadOnlyList<SteppedSession>>> begin, Func<string, Task> check)
    {
        var seed = Trials.Seed();
        var interleaving = new Interleaving(world.Logins.Job, Trials.AreAll ? null : Drawn, seed);
        var count = await interleaving.EachAsync(begin, check);
        Assert.InRange(count, 10, int.MaxValue);
        Assert.InRange(interleaving.RunsWithAWait, 1, count);
        return new(count, interleaving.RunsWithAWait, seed);
    }

    /// <summary>Orders run, and in how many of them somebody waited.</summary>
    private sealed record Orders(int Count, int Waits, int Seed)
    {
        public override string ToString() =>
            Trials.AreAll ? $"every one of {Count} orders of their statements" : $"{Count} orders of their statements, drawn with seed {Seed}";
    }

    private static RecordCashFlowInput CallOf(Guid investor) =>
        SmallWorld.Call("60.00") with { InvestorId = SmallWorld.Id("Investor", investor) };

    /// <summary>Net of reversals, in minor units.</summary>
    private Task<long> CalledAsync(Guid investor) => Ask.ValueAsync<long>(
        world.Logins.Job,
        $"select coalesce(sum(case when reverses_seq is null then amount_minor else -amount_minor end), 0)::bigint from portfolio.cash_flow where investor_id = '{investor}'");

    /// <summary>Somebody who posts, statement by statement.</summary>
    private sealed class Poster
    {
        private readonly SmallWorld world;
        private readonly RecordCashFlow record;
        private readonly ReverseCashFlow reverse;

        public Poster(SmallWorld world)
        {
            this.world = world;
            var pool = new VentureDbPool(Session);
            (record, reverse) = (new(pool, SmallWorld.Noon), new(pool));
        }

        public SteppedSession Session { get; } = new();

        /// <summary>"DONE" or the code of the refusal.</summary>
        public string Told { get; private set; } = "";

        public Guid? Made { get; private set; }

        public Task CallAsync(Guid investor, string? key = null) => ActAsync(transaction => record.RunAsync(
            SmallWorld.ManagerA, CallOf(investor), key ?? Guid.NewGuid().ToString(), transaction, Cancel));

        public Task ReverseAsync(Guid entry) => ActAsync(transaction => reverse.RunAsync(
            SmallWorld.ManagerA,
            new ReverseCashFlowInput { CashFlowId = SmallWorld.Id("CashFlow", entry), Reason = "Typed twice." },
            Guid.NewGuid().ToString(),
            transaction,
            Cancel));

        public Task LoadAsync(Guid investor)
        {
            var table = new BulkTable(
                "cash_flow", "id", "id", "sub_fund_id", "kind", "amount_minor", "currency", "unfunded_effect_minor", "effective_on", "investor_id");
            table.Add(Guid.CreateVersion7(), SmallWorld.FundA, "CAPITAL_CALL", 60_00L, "CNY", -60_00L, new LocalDate(2026, 3, 31), investor);
            return Session.BeginAsync(world.Logins.Job, actor: null, async transaction =>
            {
                await Session.GateAsync();
                await table.LoadAsync(transaction.Connection!, Cancel);
                return true;
            });
        }

        private Task ActAsync(Func<NpgsqlTransaction, Task<Result<Guid>>> act) => Session.BeginAsync(
            world.Logins.DataSourceOf(Role.FundManager), SmallWorld.ManagerA, async transaction =>
            {
                var result = await act(transaction);
                (Told, Made) = (result.IsOk ? "DONE" : result.Errors[0].Code, result.IsOk ? result.Value : null);
                return result.IsOk;
            });
    }
}
