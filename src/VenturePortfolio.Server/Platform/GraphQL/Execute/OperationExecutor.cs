using System.Buffers;
using GraphQL;
using GraphQL.Validation;
using GraphQLParser.AST;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Runs one operation and writes its complete JSON answer.</summary>
public sealed class OperationExecutor(
    GraphSchema schema,
    PlanCache plans,
    PlanReader reader,
    DatabaseLogins logins,
    DiskRoom disk,
    AskedDates dates,
    TableSizes sizes,
    IServiceProvider services,
    ILogger<OperationExecutor> log)
{
    private readonly DocumentValidator validator = new();

    /// <summary>
    /// Writes <c>{"data":…}</c> or <c>{"errors":…}</c>, always complete and valid JSON. Unexpected failures are logged with the request id and
    /// answered masked, with code INTERNAL. Thrown are only cancellation and a database that cannot be reached.
    /// </summary>
    public async Task<OperationOutcome> ExecuteAsync(
        OperationRequest request, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(output);
        try
        {
            var known = plans.Document(request);
            if (known is { MayIntrospect: true } && plans.Introspection(request) is { } prepared)
            {
                return Introspected(request, prepared, output);
            }

            var (variables, errors, wasKnown) = await PrepareAsync(request, known, cancellationToken);
            if (errors.Count > 0)
            {
                AnswerWriter.Failure(output, errors, request, executed: false);
                return OperationOutcome.RequestError;
            }

            var document = known ?? Examined(request);
            if (document.MayIntrospect && Introspection.Asks(request, variables, RootName(request)))
            {
                var answer = await Introspection.AnswerAsync(schema, request, cancellationToken);
                if (request.Operation.Variables is null)
                {
                    plans.Keep(request, answer);
                }

                return Introspected(request, answer, output);
            }

            var (plan, planWasCached) = PlanOf(request, document, variables, await sizes.NowAsync(cancellationToken));
            request.Report.PlanWasCached = planWasCached && wasKnown;
            request.Report.KnownAt = plan.KnownAt(variables);
            if (Admitted(request, plan.CostRequested, output) is { } answered)
            {
                return answered;
            }

            if (await dates.RefusalAsync(plan, variables, request.Language, cancellationToken) is { } refusal)
            {
                Settle(request, QueryCost.Operation);
                AnswerWriter.Failure(output, [refusal], request, executed: true);
                return OperationOutcome.Executed;
            }

            return await RunAsync(request, plan, variables, output, cancellationToken);
        }
        catch (OperationFault fault)
        {
            var message = fault.Error is { } error ? Messages.Text(error.Code, request.Language, [.. error.Values]) : fault.Message;
            AnswerWriter.Failure(output, [new AnswerError(fault.Code, message)], request, executed: false);
            return OperationOutcome.RequestError;
        }
        catch (Exception failure) when (!IsTheEdges(failure))
        {
            log.LogError(failure, "Request {RequestId} failed.", request.RequestId);
            var masked = new AnswerError("INTERNAL", Messages.Text("INTERNAL", request.Language)) { RequestId = request.RequestId };
            AnswerWriter.Failure(output, [masked], request, executed: true);
            return OperationOutcome.Executed;
        }
    }

    /// <summary>Stopped by PostgreSQL's own limits: of a statement, or of waiting for a lock. EF Core wraps it.</summary>
    internal static bool TookTooLong(Exception failure) =>
        failure.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable };

    /// <summary>Cancellation, and a database that is away or took too long: the endpoint has its own answers to them.</summary>
    private static bool IsTheEdges(Exception failure) =>
        failure is OperationCanceledException || TookTooLong(failure) || DatabaseAway.Explains(failure);

    private string RootName(OperationRequest request) =>
        request.Operation.Operation == OperationType.Mutation ? "Mutation" : schema.Schema.Query.Name;

    /// <summary>Validation the first time; variables are coerced and validated every time.</summary>
    private async Task<(Variables Variables, List<AnswerError> Errors, bool WasKnown)> PrepareAsync(
        OperationRequest request, ValidDocument? known, CancellationToken cancellationToken)
    {
        if (known is not null)
        {
            if (request.Operation.Variables is null)
            {
                return (Variables.None, [], true);
            }

            if (known.Plain?.Coerced(request.Variables) is { } plain)
            {
                return (plain, [], true);
            }

            var (coerced, faults) = await Context(request, known.Variables, cancellationToken).GetVariablesValuesAsync();
            return (coerced ?? Variables.None, [.. (faults ?? []).Select(error => AnswerError.Of(error, request.Language))], true);
        }

        var options = new ValidationOptions
        {
            Schema = schema.Schema,
            Rules = VariablesFitTheirPlaces.Rules,
            Document = request.Document,
            Operation = request.Operation,
            Variables = request.Variables,
            CancellationToken = cancellationToken,
        };
        var result = await validator.ValidateAsync(in options);
        return (result.Variables ?? Variables.None, [.. result.Errors.Select(error => AnswerError.Of(error, request.Language))], false);
    }

    private ValidationContext Context(OperationRequest request, GraphQLOperationDefinition operation, CancellationToken cancellationToken) => new()
    {
        Schema = schema.Schema,
        Document = request.Document,
        Operation = operation,
        Variables = request.Variables,
        CancellationToken = cancellationToken,
    };

    private ValidDocument Examined(OperationRequest request)
    {
        var document = PlanShape.Examine(Context(request, request.Operation, CancellationToken.None));
        plans.Keep(request, document);
        return document;
    }

    private (OperationPlan Plan, bool WasCached) PlanOf(OperationRequest request, ValidDocument document, Variables variables, TableSizes.Known known)
    {
        // The price stands in the plan.
        var shape = PlanShape.Of(document, variables, schema.Catalogue) + known.Epoch;
        if (plans.Plan(request, shape) is { } kept)
        {
            return (kept, true);
        }

        var plan = StageCompiler.Compile(schema, request.Document, request.Operation, variables, known);
        plans.Keep(request, shape, plan);
        return (plan, false);
    }

    private static OperationOutcome Introspected(OperationRequest request, byte[] answer, IBufferWriter<byte> output)
    {
        if (Admitted(request, QueryCost.Introspection, output) is { } refused)
        {
            return refused;
        }

        request.Report.CostActual = QueryCost.Introspection;
        AnswerWriter.Prepared(output, answer, request);
        return OperationOutcome.Executed;
    }

    /// <summary>Null: go on. Else the answer is written: too dear, no budget left, or only the price was asked.</summary>
    private static OperationOutcome? Admitted(OperationRequest request, long cost, IBufferWriter<byte> output)
    {
        if (request.Limits is not { } limits)
        {
            return null;
        }

        var report = request.Report;
        report.CostRequested = cost;
        if (request.CostOnly)
        {
            AnswerWriter.CostOnly(output, request);
            return OperationOutcome.Executed;
        }

        if (cost > limits.CostMax)
        {
            var dear = Messages.Text("COST_LIMIT", request.Language, ("cost", $"{cost}"), ("limit", $"{limits.CostMax}"));
            AnswerWriter.Failure(output, [new AnswerError("COST_LIMIT", dear)], request, executed: false);
            return OperationOutcome.RequestError;
        }

        report.RetryAfter = limits.Spend(request.Actor.PersonId, cost);
        if (report.RetryAfter is null)
        {
            return null;
        }

        var spent = new AnswerError("BUDGET_SPENT", Messages.Text("BUDGET_SPENT", request.Language));
        AnswerWriter.Failure(output, [spent], request, executed: false);
        return OperationOutcome.OverBudget;
    }

    /// <summary>Of what was not answered, what was done until then.</summary>
    private static void Settle(OperationRequest request, long done)
    {
        request.Report.CostActual = done;
        request.Limits?.Settle(request.Actor.PersonId, request.Report.CostRequested, done);
    }

    private async Task<OperationOutcome> RunAsync(
        OperationRequest request,
        OperationPlan plan,
        Variables variables,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        using var data = new JsonBuffer();
        var run = new OperationRun(request, variables, logins, reader, disk, services, data);
        data.Byte((byte)'{');
        foreach (var stage in plan.Stages)
        {
            switch (await run.StageAsync(stage, cancellationToken))
            {
                case StageEnd.Overloaded:
                    return NotNow("OVERLOADED");
                case StageEnd.StorageFull:
                    return NotNow("STORAGE_FULL");
                case StageEnd.Refused:
                    Settle(request, plan.CostRequested + run.UnitsMore);
                    AnswerWriter.Failure(output, run.Errors, request, executed: true);
                    return OperationOutcome.Executed;
            }
        }

        if (plan.Stages.Any(stage => stage.Roots.Count > 0))
        {
            data.DropLast();
        }

        data.Byte((byte)'}');
        var report = request.Report;
        report.RowsRead = run.RowsRead;
        report.RowsMax = plan.RowsMax;
        report.Statements = plan.Stages.Sum(stage => stage.Statements.Count);
        report.CostActual = plan.CostFixed + run.UnitsMore + run.RowsRead;
        // Lists are paid for as reckoned: what they look through is no less where they find nothing.
        request.Limits?.Settle(request.Actor.PersonId, plan.CostRequested, plan.CostRequested + run.UnitsMore);
        report.IsWhole = run.Errors.Count == 0;
        AnswerWriter.Data(output, data, run.Errors, request);
        return OperationOutcome.Executed;

        OperationOutcome NotNow(string code)
        {
            Settle(request, QueryCost.Operation);
            AnswerWriter.Failure(output, [new AnswerError(code, Messages.Text(code, request.Language))], request, executed: false);
            return OperationOutcome.Overloaded;
        }
    }
}
