using System.Buffers;
using GraphQL;
using GraphQL.Validation;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Runs one operation and writes its complete JSON answer.</summary>
public sealed class OperationExecutor(
    GraphSchema schema,
    PlanCache plans,
    AdmissionGate gate,
    DatabaseLogins logins,
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
        if (plans.Introspection(request) is { } prepared)
        {
            output.Write(prepared);
            return OperationOutcome.Executed;
        }

        try
        {
            var (variables, errors, wasKnown) = await PrepareAsync(request, cancellationToken);
            if (errors.Count > 0)
            {
                AnswerWriter.Failure(output, errors, executed: false);
                return OperationOutcome.RequestError;
            }

            var document = Examined(request);
            if (document.MayIntrospect && Introspection.Asks(request, variables, RootName(request)))
            {
                var answer = await Introspection.AnswerAsync(schema, request, cancellationToken);
                if (request.Operation.Variables is null)
                {
                    plans.Keep(request, answer);
                }

                output.Write(answer);
                return OperationOutcome.Executed;
            }

            var (plan, planWasCached) = PlanOf(request, document, variables);
            return await RunAsync(request, plan, variables, planWasCached && wasKnown, output, cancellationToken);
        }
        catch (OperationFault fault)
        {
            AnswerWriter.Failure(output, [new AnswerError(fault.Code, fault.Message)], executed: false);
            return OperationOutcome.RequestError;
        }
        catch (Exception failure) when (!IsTheEdges(failure))
        {
            log.LogError(failure, "Request {RequestId} failed.", request.RequestId);
            var masked = new AnswerError("INTERNAL", Messages.Text("INTERNAL", request.Language)) { RequestId = request.RequestId };
            AnswerWriter.Failure(output, [masked], executed: true);
            return OperationOutcome.Executed;
        }
    }

    /// <summary>Cancellation, and a database that cannot be reached: the endpoint has its own answers to them.</summary>
    private static bool IsTheEdges(Exception failure) =>
        failure is OperationCanceledException
        || (failure is NpgsqlException unreachable and not PostgresException
            && (unreachable.IsTransient || unreachable.InnerException is TimeoutException));

    private string RootName(OperationRequest request) =>
        request.Operation.Operation == GraphQLParser.AST.OperationType.Mutation ? "Mutation" : schema.Schema.Query.Name;

    /// <summary>Validation the first time; variables are coerced and validated every time.</summary>
    private async Task<(Variables Variables, List<AnswerError> Errors, bool WasKnown)> PrepareAsync(
        OperationRequest request, CancellationToken cancellationToken)
    {
        if (plans.Document(request) is not null)
        {
            if (request.Operation.Variables is null)
            {
                return (Variables.None, [], true);
            }

            var context = new ValidationContext
            {
                Schema = schema.Schema,
                Document = request.Document,
                Operation = request.Operation,
                Variables = request.Variables,
                CancellationToken = cancellationToken,
            };
            var (coerced, faults) = await context.GetVariablesValuesAsync();
            return (coerced ?? Variables.None, [.. (faults ?? []).Select(AnswerError.Of)], true);
        }

        var options = new ValidationOptions
        {
            Schema = schema.Schema,
            Document = request.Document,
            Operation = request.Operation,
            Variables = request.Variables,
            CancellationToken = cancellationToken,
        };
        var result = await validator.ValidateAsync(in options);
        return (result.Variables ?? Variables.None, [.. result.Errors.Select(AnswerError.Of)], false);
    }

    private ValidDocument Examined(OperationRequest request)
    {
        if (plans.Document(request) is { } known)
        {
            return known;
        }

        var document = PlanShape.Examine(request.Document);
        plans.Keep(request, document);
        return document;
    }

    private (OperationPlan Plan, bool WasCached) PlanOf(OperationRequest request, ValidDocument document, Variables variables)
    {
        var shape = PlanShape.Of(document, variables, schema.Catalogue);
        if (plans.Plan(request, shape) is { } known)
        {
            return (known, true);
        }

        var plan = StageCompiler.Compile(schema, request.Document, request.Operation, variables);
        plans.Keep(request, shape, plan);
        return (plan, false);
    }

    private async Task<OperationOutcome> RunAsync(
        OperationRequest request,
        OperationPlan plan,
        Variables variables,
        bool planWasCached,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        using var data = new JsonBuffer();
        var run = new OperationRun(request, variables, logins, gate, services, data);
        data.Byte((byte)'{');
        foreach (var stage in plan.Stages)
        {
            switch (await run.StageAsync(stage, cancellationToken))
            {
                case StageEnd.Overloaded:
                    var busy = new AnswerError("OVERLOADED", Messages.Text("OVERLOADED", request.Language));
                    AnswerWriter.Failure(output, [busy], executed: false);
                    return OperationOutcome.Overloaded;
                case StageEnd.Refused:
                    AnswerWriter.Failure(output, run.Errors, executed: true);
                    return OperationOutcome.Executed;
            }
        }

        if (plan.Stages.Any(stage => stage.Roots.Count > 0))
        {
            data.DropLast();
        }

        data.Byte((byte)'}');
        var extensions = request.Extensions?.Invoke(new OperationFigures(run.RowsRead, plan.Stages.Sum(stage => stage.RowsMax), planWasCached));
        AnswerWriter.Data(output, data, run.Errors, extensions);
        return OperationOutcome.Executed;
    }
}
