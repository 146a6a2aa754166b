using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>How a stage ended.</summary>
internal enum StageEnd
{
    Done,

    /// <summary>A mutation that may not be done at all: the payload is never null, so <c>data</c> is.</summary>
    Refused,

    Overloaded,

    /// <summary>The disk has no room for writes; nothing was begun.</summary>
    StorageFull,
}

/// <summary>One operation on its way: functions first, then the batch, then the JSON of its root fields.</summary>
internal sealed class OperationRun(
    OperationRequest request,
    Variables variables,
    DatabaseLogins logins,
    PlanReader reader,
    DiskRoom disk,
    IServiceProvider services,
    JsonBuffer data)
{
    private readonly Dictionary<(GraphQLField Field, IFieldType Definition), InputValues> arguments = [];

    public List<AnswerError> Errors { get; } = [];

    public long RowsRead { get; private set; }

    /// <summary>Units that functions took more than was declared, or less: what counts its work is priced by it, and what was refused costs what was done.</summary>
    public long UnitsMore { get; private set; }

    public async Task<StageEnd> StageAsync(StagePlan plan, CancellationToken cancellationToken)
    {
        using var state = new StageState(plan) { ArgumentsOf = Arguments, Language = request.Language };
        if (plan.Functions.Find(function => function.Mutation is not null) is { } mutation)
        {
            return await MutateAsync(plan, mutation, state, cancellationToken);
        }

        foreach (var function in plan.Functions)
        {
            await CallAsync(function, state, cancellationToken);
        }

        if (plan.Statements.Count > 0)
        {
            var read = new ReadRequest(request.Actor.PersonId, request.RequestId, plan, state, variables);
            if (!await reader.ReadAsync(request.Actor.Role, read, cancellationToken))
            {
                return StageEnd.Overloaded;
            }
        }

        await WriteAsync(plan, state, cancellationToken);
        return StageEnd.Done;
    }

    private async Task CallAsync(PlannedFunction function, StageState state, CancellationToken cancellationToken)
    {
        var call = new FunctionCall(request.Actor, Arguments(function.Field, function.Definition), request.RequestId, request.Language, services)
        {
            Selected = function.Root.Writer.Selected,
        };
        var before = Errors.Count;
        try
        {
            var result = await function.Function!.Run(call, cancellationToken);
            state.FunctionResults[function.Root.Position] = result;
            function.Root.Writer.Collect(result, state.NodeKeys);
        }
        catch (AccessDeniedException)
        {
            Errors.Add(Forbidden(function));
        }
        catch (FieldException expected)
        {
            Errors.Add(new AnswerError(expected.Code, expected.Message) { ResponseKey = function.Root.ResponseKey });
        }

        UnitsMore += Taken(call, Errors.Count > before, function.Units) - function.Units;
    }

    private static long Taken(FunctionCall call, bool isRefused, long declared) => call.Work.IsCounted || isRefused ? Math.Max(1, call.Work.Units) : declared;

    private async Task<StageEnd> MutateAsync(
        StagePlan plan, PlannedFunction mutation, StageState state, CancellationToken cancellationToken)
    {
        if (request.Actor.IsReadOnly)
        {
            Errors.Add(Forbidden(mutation));
            return StageEnd.Refused;
        }

        if (disk.IsShortForWrites)
        {
            return StageEnd.StorageFull;
        }

        var source = logins.DataSourceOf(request.Actor.Role);
        await using var transaction = await ActorTransaction.BeginAsync(
            source, request.Actor.PersonId, request.RequestId, cancellationToken);
        CrashPoint.Pass(CrashPoint.WriteBegun);
        try
        {
            return await MutateWithinAsync(plan, mutation, state, transaction, cancellationToken);
        }
        catch (InvalidOperationException closed) when (transaction.IsLost && !DatabaseAway.Explains(closed))
        {
            // Lost between two statements: the next one finds a transaction "already completed".
            throw DatabaseAway.Lost(closed);
        }
    }

    private async Task<StageEnd> MutateWithinAsync(
        StagePlan plan, PlannedFunction mutation, StageState state, ActorTransaction transaction, CancellationToken cancellationToken)
    {
        var input = Arguments(mutation.Field, mutation.Definition).Object("input")!;
        MutationOutcome outcome;
        try
        {
            var call = new MutationCall(
                request.Actor,
                input,
                input.Text("idempotencyKey")!,
                request.RequestId,
                request.Language,
                transaction.Connection,
                transaction.Transaction,
                services);
            outcome = await mutation.Mutation!.Run(call, cancellationToken);
        }
        catch (AccessDeniedException)
        {
            Errors.Add(Forbidden(mutation));
            return StageEnd.Refused;
        }

        var done = outcome.Errors.Count == 0;
        var shown = done ? outcome : outcome with { Changed = null, Secret = null };
        state.FunctionResults[mutation.Root.Position] = shown;
        mutation.Root.Writer.Collect(shown, state.NodeKeys);
        if (plan.Statements.Count > 0)
        {
            if (done)
            {
                await BatchRunner.ReadWithinAsync(
                    transaction.Connection, transaction.Transaction, plan, state, variables, cancellationToken);
            }
            else
            {
                await transaction.Transaction.RollbackAsync(cancellationToken);
            }
        }

        await WriteAsync(plan, state, cancellationToken);
        if (done)
        {
            // The answer is complete before the commit: nothing after it can fail but the sending.
            CrashPoint.Pass(CrashPoint.WriteMade);
            await transaction.CommitAsync(cancellationToken);
            CrashPoint.Pass(CrashPoint.WriteCommitted);
        }

        return StageEnd.Done;
    }

    private AnswerError Forbidden(PlannedFunction function)
    {
        services.GetService<SecurityTally>()?.Count(SecurityLog.AccessDenied, function.Definition.Name, request.Actor.PersonId);
        return new("FORBIDDEN", Messages.Text("FORBIDDEN", request.Language)) { ResponseKey = function.Root.ResponseKey };
    }

    /// <summary>Of a field of a list they are asked for once for each of its items.</summary>
    private InputValues Arguments(GraphQLField field, IFieldType definition)
    {
        if (!arguments.TryGetValue((field, definition), out var known))
        {
            arguments.Add((field, definition), known = Coerced(field, definition));
        }

        return known;
    }

    private InputValues Coerced(GraphQLField field, IFieldType definition)
    {
        var values = ExecutionHelper.GetArguments(
            definition.Arguments, field.Arguments, variables, request.Document, field, null);
        return values is null
            ? InputValues.None
            : new InputValues(values.ToDictionary(value => value.Key, value => value.Value.Value, StringComparer.Ordinal));
    }

    private async Task WriteAsync(StagePlan plan, StageState state, CancellationToken cancellationToken)
    {
        RowsRead += state.RowsRead;
        if (plan.NodeFunctions.Count == 0)
        {
            Write(plan, state, data);
            return;
        }

        // Written with marks first: only then is it known of which rows the functions are asked.
        using var marked = new JsonBuffer();
        Write(plan, state, marked);
        var results = new IReadOnlyList<object?>?[plan.NodeFunctions.Count];
        for (var at = 0; at < results.Length; at++)
        {
            if (state.FunctionRows[at].Count == 0)
            {
                UnitsMore -= plan.NodeFunctions[at].Function.Cost; // Nobody was asked.
                continue;
            }

            results[at] = await CallAsync(plan.NodeFunctions[at], state.FunctionRows[at], cancellationToken);
        }

        FunctionPart.Fill(marked.Written, data, (function, row) => plan.NodeFunctions[function].Writer.Write(results[function]?[row], state, data));
    }

    /// <summary>Null, and an error beside the answer, where it may not or cannot be answered.</summary>
    private async Task<IReadOnlyList<object?>?> CallAsync(PlannedNodeFunction planned, List<FunctionRow> rows, CancellationToken cancellationToken)
    {
        var call = new FunctionCall(request.Actor, Arguments(planned.Field, planned.Definition), request.RequestId, request.Language, services)
        {
            Selected = planned.Writer.Selected,
        };
        var before = Errors.Count;
        try
        {
            var results = await planned.Function.Run(call, rows, cancellationToken);
            return results.Count == rows.Count
                ? results
                : throw new InvalidOperationException($"{planned.Function.Name} gave {results.Count} results for {rows.Count} rows.");
        }
        catch (AccessDeniedException)
        {
            services.GetService<SecurityTally>()?.Count(SecurityLog.AccessDenied, planned.Function.Name, request.Actor.PersonId);
            Errors.Add(new("FORBIDDEN", Messages.Text("FORBIDDEN", request.Language)));
        }
        catch (FieldException expected)
        {
            // Without a path: it is that of many rows.
            Errors.Add(new AnswerError(expected.Code, expected.Message));
        }
        finally
        {
            UnitsMore += Taken(call, Errors.Count > before, planned.Function.Cost) - planned.Function.Cost;
        }

        return null;
    }

    private static void Write(StagePlan plan, StageState state, JsonBuffer json)
    {
        foreach (var root in plan.Roots)
        {
            json.Raw(root.Name);
            root.WriteValue(state, json);
            json.Byte((byte)',');
        }
    }
}
