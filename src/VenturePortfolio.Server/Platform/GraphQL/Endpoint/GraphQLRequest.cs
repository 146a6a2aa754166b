using GraphQL;

namespace VenturePortfolio.Server;

/// <summary>What was asked, as sent; nothing of it has been parsed as GraphQL yet.</summary>
/// <param name="OperationName">Null when the document is expected to have one operation only.</param>
/// <param name="CostOnly">From <c>extensions.costOnly</c>: reckon what it would cost, and do nothing.</param>
public sealed record GraphQLRequest(string? Query, string? OperationName, Inputs Variables, bool CostOnly = false)
{
    /// <summary>Names a registered document; then there is no <see cref="Query"/>. Exactly one of the two is given.</summary>
    public string? DocumentId { get; init; }
}
