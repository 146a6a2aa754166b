using GraphQL;
using GraphQLParser.AST;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>One operation to run, already parsed and passed by the guard.</summary>
public sealed record OperationRequest
{
    public required GraphQLDocument Document { get; init; }

    /// <summary>SHA-256 of the document text, in hex: the first part of the plan's key.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>The operation chosen by <c>operationName</c>, or the only one.</summary>
    public required GraphQLOperationDefinition Operation { get; init; }

    /// <summary>Variables as sent; coerced and validated here every time.</summary>
    public Inputs Variables { get; init; } = Inputs.Empty;

    public required Actor Actor { get; init; }

    /// <summary>Goes into <c>app.request_id</c> and is the correlation id of masked errors.</summary>
    public required string RequestId { get; init; }

    /// <summary><c>zh-Hant</c>, <c>zh-Hans</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Holds the operation to the limit of cost and to the actor's budget; null: to neither, and no cost is shown.</summary>
    public RequestLimits? Limits { get; init; }

    /// <summary>Only reckon what it would cost.</summary>
    public bool CostOnly { get; init; }

    /// <summary>Filled in as the operation goes on.</summary>
    public OperationReport Report { get; } = new();
}

/// <summary>What there is to say about an operation beside its answer.</summary>
public sealed class OperationReport
{
    /// <summary>Rows that came back from the database.</summary>
    public long RowsRead { get; set; }

    /// <summary>Sent to the database, their frame not counted.</summary>
    public int Statements { get; set; }

    /// <summary>Rows the page sizes asked for would allow.</summary>
    public long RowsMax { get; set; }

    /// <summary>No validation and no planning was needed.</summary>
    public bool PlanWasCached { get; set; }

    /// <summary>Units reckoned from the plan; 0 before there is one.</summary>
    public long CostRequested { get; set; }

    /// <summary>Units that came of it.</summary>
    public long CostActual { get; set; }

    /// <summary>The instant by which everything in the answer was known; null when the answer may change.</summary>
    public Instant? KnownAt { get; set; }

    /// <summary>The answer is whole: data, and no error.</summary>
    public bool IsWhole { get; set; }

    /// <summary>When to ask again; null unless there is no budget left.</summary>
    public TimeSpan? RetryAfter { get; set; }
}
