using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace VenturePortfolio.Server;

/// <summary>
/// What one GraphQL request tells a tracing system: a span, and measures of it. Never variables, tokens, names of people or
/// anything they typed but the operation's name. While nobody listens it does not exist, and costs two comparisons.
/// </summary>
public sealed class OperationTrace : IDisposable
{
    /// <summary>Of the spans and of the measures.</summary>
    public const string Source = "VenturePortfolio";

    /// <summary>An operation's name is its sender's; a span is no place for a novel.</summary>
    private const int NameLengthMax = 64;

    private static readonly ActivitySource Spans = new(Source);
    private static readonly Meter Meter = new(Source);

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("vp.graphql.duration", "s", "From the first byte read to the answer ready.");

    private static readonly Histogram<long> Rows = Meter.CreateHistogram<long>("vp.graphql.rows", "{row}", "Read from the database for one operation.");

    private static readonly Histogram<long> Statements =
        Meter.CreateHistogram<long>("vp.graphql.statements", "{statement}", "Sent to the database for one operation, its frame not counted.");

    private static readonly Histogram<long> Cost = Meter.CreateHistogram<long>("vp.graphql.cost", "{unit}", "Units that one operation came to.");

    private static readonly Counter<long> RefusedRequests = Meter.CreateCounter<long>("vp.graphql.refused", "{request}", "Not run, by reason.");

    private readonly Activity? span;
    private readonly long began = Stopwatch.GetTimestamp();
    private string kind = "none";
    private string? refused;

    private OperationTrace(Activity? span) => this.span = span;

    /// <summary>Null while nobody listens.</summary>
    public static OperationTrace? Begin(string requestId)
    {
        if (!Spans.HasListeners() && !Duration.Enabled && !RefusedRequests.Enabled)
        {
            return null;
        }

        var trace = new OperationTrace(Spans.StartActivity("graphql", ActivityKind.Internal));
        trace.span?.SetTag("vp.request_id", requestId);
        return trace;
    }

    /// <summary>It was read, parsed and let in.</summary>
    /// <param name="operationKind">query or mutation.</param>
    /// <param name="name">As in the document; null when it has none.</param>
    /// <param name="role">In which it is asked.</param>
    public void Runs(string operationKind, string? name, Role role)
    {
        kind = operationKind;
        span?.SetTag("graphql.operation.type", operationKind);
        span?.SetTag("vp.role", role.Code());
        if (name is not null)
        {
            span?.SetTag("graphql.operation.name", name.Length > NameLengthMax ? name[..NameLengthMax] : name);
        }
    }

    /// <summary>What came of it: nothing was read for an answer known beforehand.</summary>
    internal void Ended(OperationOutcome outcome, OperationReport report)
    {
        refused = outcome switch
        {
            OperationOutcome.RequestError => "REQUEST_ERROR",
            OperationOutcome.OverBudget => "BUDGET_SPENT",
            OperationOutcome.Overloaded => "OVERLOADED",
            _ => null,
        };
        span?.SetTag("vp.rows", report.RowsRead);
        span?.SetTag("vp.statements", report.Statements);
        span?.SetTag("vp.cost.requested", report.CostRequested);
        span?.SetTag("vp.cost.actual", report.CostActual);
        var tag = new KeyValuePair<string, object?>("graphql.operation.type", kind);
        Rows.Record(report.RowsRead, tag);
        Statements.Record(report.Statements, tag);
        Cost.Record(report.CostActual, tag);
    }

    /// <summary>It was not answered; the code is the one its sender is told.</summary>
    public void Refused(string code) => refused = code;

    public void Dispose()
    {
        if (refused is not null)
        {
            span?.SetTag("vp.refused", refused);
            span?.SetStatus(ActivityStatusCode.Error);
            RefusedRequests.Add(1, new KeyValuePair<string, object?>("vp.refused", refused));
        }

        Duration.Record(
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            new KeyValuePair<string, object?>("graphql.operation.type", kind),
            new KeyValuePair<string, object?>("vp.refused", refused ?? ""));
        span?.Dispose();
    }
}
