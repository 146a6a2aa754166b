using GraphQL.Validation;
using Npgsql;
using NpgsqlTypes;

namespace VenturePortfolio.Server;

/// <summary>What a stage reads, for whom.</summary>
internal sealed record ReadRequest(Guid PersonId, string RequestId, StagePlan Plan, StageState State, Variables Variables);

/// <summary>Sends a stage's statements in one batch and turns the rows into JSON as they arrive.</summary>
internal static class BatchRunner
{
    /// <summary>
    /// In a snapshot of its own, with the actor set inside it, in one round trip: begin, actor, statements, commit. One statement
    /// alone is a snapshot already, and what is sent together is one transaction: then actor and statement are enough.
    /// </summary>
    /// <param name="source">Of readers: read-only, and nobody else's statements go through it.</param>
    public static async Task ReadAsync(NpgsqlDataSource source, ReadRequest read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch();
        Add(batch, read);

        // Only now: binding the values above refuses what is no cursor and no id.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        batch.Connection = connection;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await ReadResultsAsync(reader, read.Plan, read.State, cancellationToken);
    }

    /// <summary>Several that are one statement each: one message, and a transaction for each as if they were sent one after the other.</summary>
    /// <exception cref="Exception">Whatever ended it; <see cref="LookUp.IsRead"/> tells who came back before.</exception>
    public static async Task ReadTogetherAsync(NpgsqlDataSource source, List<LookUp> together)
    {
        await using var batch = new NpgsqlBatch();
        foreach (var lookUp in together)
        {
            Add(batch, lookUp.Request);
            batch.BatchCommands[^1].AppendErrorBarrier = lookUp != together[^1];
        }

        // Who came first has the least time left; whoever has more is read anew.
        var cancellationToken = together[0].CancellationToken;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        batch.Connection = connection;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var lookUp in together)
        {
            await reader.NextResultAsync(cancellationToken);
            await ReadResultsAsync(reader, lookUp.Request.Plan, lookUp.Request.State, cancellationToken);
            lookUp.IsRead = true;
        }
    }

    private static void Add(NpgsqlBatch batch, ReadRequest read)
    {
        var isOne = read.Plan.Statements.Count == 1;
        if (!isOne)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("begin isolation level repeatable read read only"));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "select set_config('app.user_id', $1, true), set_config('app.request_id', $2, true)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = read.PersonId.ToString("D") },
                new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = read.RequestId },
            },
        });
        AddStatements(batch, read.Plan, read.State, read.Variables);
        if (!isOne)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        }
    }

    /// <summary>In a transaction that is already open and has its actor: a mutation reads its payload as it left it.</summary>
    public static async Task ReadWithinAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, StagePlan plan, StageState state, Variables variables, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        AddStatements(batch, plan, state, variables);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await ReadResultsAsync(reader, plan, state, cancellationToken);
    }

    private static void AddStatements(NpgsqlBatch batch, StagePlan plan, StageState state, Variables variables)
    {
        var context = new BindingContext(variables, state.NodeKeys);
        foreach (var statement in plan.Statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var parameter in statement.Parameters)
            {
                command.Parameters.Add(parameter.Bind(context));
            }

            batch.BatchCommands.Add(command);
        }
    }

    private static async Task ReadResultsAsync(
        NpgsqlDataReader reader, StagePlan plan, StageState state, CancellationToken cancellationToken)
    {
        using var row = new RowReader(reader);
        foreach (var statement in plan.Statements)
        {
            if (statement.Level is { } level)
            {
                await ReadRowsAsync(reader, row, level, state, cancellationToken);
            }
            else
            {
                await ReadCountsAsync(reader, row, statement, state, cancellationToken);
            }

            await reader.NextResultAsync(cancellationToken);
        }
    }

    private static async Task ReadRowsAsync(
        NpgsqlDataReader reader, RowReader row, RowLevel level, StageState state, CancellationToken cancellationToken)
    {
        var rows = new LevelRows(level.Views.Count, level.PageSize);
        state.Levels[level.Index] = rows;
        var context = new RowContext(row, state);
        while (await reader.ReadAsync(cancellationToken))
        {
            state.RowsRead++;
            var owner = rows.Owners.FindOrAdd(level.OwnerOrdinal < 0 ? [] : row.Bytes(level.OwnerOrdinal));
            if (rows.Begin(owner))
            {
                for (var view = 0; view < level.Views.Count; view++)
                {
                    level.Views[view].Write(context, rows.Json);
                    rows.EndView(view);
                }

                rows.End();
            }
        }
    }

    private static async Task ReadCountsAsync(
        NpgsqlDataReader reader, RowReader row, PlannedStatement statement, StageState state, CancellationToken cancellationToken)
    {
        var counts = new OwnerCounts();
        state.Counts[statement.CountIndex] = counts;
        while (await reader.ReadAsync(cancellationToken))
        {
            state.RowsRead++;
            var count = row.Integer(statement.Owned ? 1 : 0);
            counts.Add(statement.Owned ? row.Bytes(0) : [], count);
        }
    }
}
