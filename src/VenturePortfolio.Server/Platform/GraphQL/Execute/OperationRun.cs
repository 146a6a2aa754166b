using GraphQL.Execution;
using GraphQL.Validation;

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
    AdmissionGate gate,
    DiskRoom disk,
    IServiceProvider services,
    JsonBuffer data)
{
    public List<AnswerError> Errors { get; } = [];

    public long RowsRead { get; private set; }

    public async Task<StageEnd> StageAsync(StagePlan plan, CancellationToken cancellationToken)
    {
        using var state = new StageState(plan);
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
            using var place = await gate.EnterAsync(cancellationToken);
            if (place is null)
            {
                return StageEnd.Overloaded;
            }

            var source = logins.DataSourceOf(request.Actor.Role);
            await BatchRunner.ReadAsync(
                source, request.Actor.PersonId, request.RequestId, plan, state, variables, cancellationToken);
        }

        Write(plan, state);
        return StageEnd.Done;
    }

    private async Task CallAsync(PlannedFunction function, StageState state, CancellationToken cancellationToken)
    {
        var call = new FunctionCall(request.Actor, Arguments(function), request.RequestId, request.Language, services)
        {
            Selected = function.Root.Writer.Selected,
        };
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
    }

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
        var input = Arguments(mutation).Object("input")!;
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

        Write(plan, state);
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

    private InputValues Arguments(PlannedFunction function)
    {
        var values = ExecutionHelper.GetArguments(
            function.Definition.Arguments, function.Field.Arguments, variables, request.Document, function.Field, null);
        return values is null
            ? InputValues.None
            : new InputValues(values.ToDictionary(value => value.Key, value => value.Value.Value, StringComparer.Ordinal));
    }

    private void Write(StagePlan plan, StageState state)
    {
        RowsRead += state.RowsRead;
        foreach (var root in plan.Roots)
        {
            data.Raw(root.Name);
            root.WriteValue(state, data);
            data.Byte((byte)',');
        }
    }
}
