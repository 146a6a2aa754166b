using GraphQL;
using GraphQLParser.AST;

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

    /// <summary>
    /// Gives the text of one JSON object to stand as <c>extensions</c> at the end of the answer (null: none), from the number of rows
    /// read. The endpoint reports cost through it.
    /// </summary>
    public Func<OperationFigures, string?>? Extensions { get; init; }
}

/// <summary>What an operation cost.</summary>
/// <param name="RowsRead">Rows that came back from the database.</param>
/// <param name="RowsMax">Rows the page sizes asked for would allow.</param>
/// <param name="PlanWasCached">No validation and no planning was needed.</param>
public readonly record struct OperationFigures(long RowsRead, long RowsMax, bool PlanWasCached);
