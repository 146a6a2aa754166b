using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// One act of the product in a transaction of its own, halted before every statement it sends and before its commit.
/// </summary>
public sealed class SteppedSession : DbCommandInterceptor
{
    private TaskCompletionSource arrived = Signal();
    private TaskCompletionSource go = Signal();

    /// <summary>The server's process for it.</summary>
    public int Backend { get; private set; }

    public bool IsAtGate => arrived.Task.IsCompleted;

    public Task AtGate => arrived.Task;

    /// <summary>Completes with the act.</summary>
    public Task Ending { get; private set; } = Task.CompletedTask;

    public bool HasEnded => Ending.IsCompleted;

    /// <summary>Runs until the first gate or the end.</summary>
    /// <param name="source">Pool of the login that acts.</param>
    /// <param name="actor">Who acts; null: the job.</param>
    /// <param name="act">Gives false to be rolled back. Its statements go through <see cref="GateAsync"/> or an intercepted context.</param>
    public async Task BeginAsync(NpgsqlDataSource source, Actor? actor, Func<NpgsqlTransaction, Task<bool>> act)
    {
        var cancel = TestContext.Current.CancellationToken;
        (arrived, go) = (Signal(), Signal());
        var transaction = await ActorTransaction.BeginAsync(source, actor?.PersonId ?? Guid.Empty, "test", cancel);
        Backend = transaction.Connection.ProcessID;
        // Halted for as long as the others take: the logins' limits are not what is tried here.
        // Nobody acts for the job.
        var nobody = actor is null ? "set local app.user_id = ''; " : "";
        await using (var patience = new NpgsqlCommand(
            nobody + "set local lock_timeout = 0; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0",
            transaction.Connection, transaction.Transaction))
        {
            await patience.ExecuteNonQueryAsync(cancel);
        }

        Ending = RunAsync();

        async Task RunAsync()
        {
            await using (transaction)
            {
                var done = await act(transaction.Transaction);
                await GateAsync();
                if (done)
                    await transaction.CommitAsync(cancel);
            }
        }
    }

    /// <summary>Lets the next statement go.</summary>
    public void Step()
    {
        var mine = go;
        (arrived, go) = (Signal(), Signal());
        mine.SetResult();
    }

    /// <summary>Halts here until the next <see cref="Step"/>.</summary>
    public async Task GateAsync()
    {
        var mine = go;
        arrived.SetResult();
        await mine.Task;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await GateAsync();
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await GateAsync();
        return result;
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// Every order in which the statements of several sessions can reach PostgreSQL, one after the other: a depth-first walk
/// over all choices, each run anew from the start. A session that waits for another's lock cannot be chosen; whether it
/// waits is asked of PostgreSQL. What PostgreSQL's own isolationtester does for scripts, for the product's own code.
/// </summary>
/// <param name="monitor">Asks PostgreSQL who waits.</param>
/// <param name="sample">At most this many orders, drawn at random; null: every one.</param>
/// <param name="seed">Of the drawing.</param>
public sealed class Interleaving(NpgsqlDataSource monitor, int? sample, int seed)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Random dice = new(seed);

    /// <summary>Runs met in which somebody had to wait for a lock.</summary>
    public int RunsWithAWait { get; private set; }

    /// <param name="begin">Makes the rows and the sessions of one run, and begins them.</param>
    /// <param name="check">Called when all have ended, with the order of the steps, for example "AABAB".</param>
    /// <returns>How many orders were run.</returns>
    public async Task<int> EachAsync(Func<Task<IReadOnlyList<SteppedSession>>> begin, Func<string, Task> check)
    {
        var orders = 0;
        List<int> prefix = [];
        while (true)
        {
            var choices = await RunAsync(await begin(), prefix);
            await check(string.Concat(choices.Select(choice => (char)('A' + choice.Free[choice.Taken]))));
            orders++;
            if (orders == sample)
                return orders;
            if (sample is not null)
                continue;
            var last = choices.FindLastIndex(choice => choice.Taken < choice.Free.Count - 1);
            if (last < 0)
                return orders;
            prefix = [.. choices.Take(last).Select(choice => choice.Taken), choices[last].Taken + 1];
        }
    }

    private async Task<List<(int Taken, List<int> Free)>> RunAsync(IReadOnlyList<SteppedSession> sessions, List<int> prefix)
    {
        var choices = new List<(int Taken, List<int> Free)>();
        var waited = false;
        SteppedSession? stepped = null;
        while (true)
        {
            // Who was let go first: only when it has come to rest is it settled who still waits for it.
            foreach (var session in sessions.OrderBy(session => session != stepped))
                waited |= await SettleAsync(session);
            var free = Enumerable.Range(0, sessions.Count).Where(one => sessions[one].IsAtGate && !sessions[one].HasEnded).ToList();
            if (free.Count == 0)
            {
                // All have ended, or what is left waits for each other and PostgreSQL must end it.
                await Task.WhenAll(sessions.Select(session => session.Ending)).WaitAsync(Deadline, TestContext.Current.CancellationToken);
                RunsWithAWait += waited ? 1 : 0;
                return choices;
            }

            var taken = choices.Count < prefix.Count ? prefix[choices.Count] : sample is null ? 0 : dice.Next(free.Count);
            choices.Add((taken, free));
            stepped = sessions[free[taken]];
            stepped.Step();
        }
    }

    /// <summary>Until it is halted, has ended, or waits for a lock; true when it waits.</summary>
    private async Task<bool> SettleAsync(SteppedSession session)
    {
        // Mostly a statement is through in less than the time it takes to ask.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        var watch = Stopwatch.StartNew();
        while (!session.IsAtGate && !session.HasEnded)
        {
            var tick = timer.WaitForNextTickAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(session.AtGate, session.Ending, tick) == tick && await WaitsAsync(session))
                return true;
            if (watch.Elapsed > Deadline)
                throw new TimeoutException("A session neither arrived, nor ended, nor waits for a lock.");
        }

        return false;
    }

    private async Task<bool> WaitsAsync(SteppedSession session)
    {
        await using var command = monitor.CreateCommand("select cardinality(pg_blocking_pids($1)) > 0");
        command.Parameters.Add(new() { Value = session.Backend });
        return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
