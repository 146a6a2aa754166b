using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace VenturePortfolio.Server;

/// <summary>
/// Stands between the parser and validation. One linear walk: every node once, every fragment measured once, sums that
/// saturate instead of overflowing; it stops at the first limit passed.
/// </summary>
public sealed class DocumentGuard(GuardLimits limits)
{
    /// <summary>Null when the text may go on to the parser.</summary>
    public GuardRefusal? Scan(string text) => StringScan.HasLongerThan(limits.StringLength, text)
        ? new GuardRefusal("STRING_TOO_LONG", $"A string in the document has more than {limits.StringLength} characters; send it as a variable.")
        : null;

    /// <summary>Parses without trusting the depth of the text.</summary>
    /// <exception cref="GraphQLSyntaxErrorException">Not a GraphQL document.</exception>
    /// <exception cref="GraphQLMaxDepthExceededException">Nested deeper than <see cref="GuardLimits.ParserDepth"/>.</exception>
    public GraphQLDocument Parse(ROM text) =>
        Parser.Parse(text, new ParserOptions { Ignore = IgnoreOptions.Comments, MaxDepth = limits.ParserDepth });

    public GuardVerdict Inspect(GraphQLDocument document)
    {
        var verdict = new DocumentWalk(document, limits).Run();
        return verdict.Refusal is null ? verdict with { Refusal = new MergeWalk(document, limits).Run() } : verdict;
    }
}
