using System.Security.Cryptography;
using System.Text;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.Extensions.Caching.Memory;

namespace VenturePortfolio.Server;

/// <summary>A document that has passed the guard.</summary>
/// <param name="Hash">SHA-256 of its text, hex.</param>
public sealed record GuardedDocument(GraphQLDocument Document, string Hash)
{
    /// <summary>It asks for something as known at an instant: only then may its answer be one that never changes.</summary>
    public bool MayBePinned { get; } = Document.Source.Span.Contains("knownAt", StringComparison.Ordinal);

    /// <summary>Source: GraphQL specification, 6.1, GetOperation.</summary>
    /// <exception cref="HttpRefusalException">No such operation, or several and none named.</exception>
    public GraphQLOperationDefinition Operation(string? name)
    {
        var operations = Document.Definitions.OfType<GraphQLOperationDefinition>();
        if (name is null)
        {
            return operations.Take(2).ToList() is [var only] ? only : throw Refused(
                "OPERATION_NAME_REQUIRED", "Name the operation to run: the document has none or several.");
        }

        return operations.FirstOrDefault(operation => operation.Name is { } given && given.Value == name)
            ?? throw Refused("OPERATION_NOT_FOUND", "The document has no operation of that name.");
    }

    private static HttpRefusalException Refused(string code, string message) => new(new HttpRefusal(Status: null, code, message));
}

/// <summary>Parses and guards each document once; the well-behaved ones are remembered, bounded by the size of their text.</summary>
public sealed class GuardedDocuments(DocumentGuard guard) : IDisposable
{
    private const int CharactersMax = 1024 * 1024;

    private readonly MemoryCache _documents = new(new MemoryCacheOptions { SizeLimit = CharactersMax });

    /// <exception cref="HttpRefusalException">Not GraphQL, or refused by the guard.</exception>
    public GuardedDocument Get(string text)
    {
        if (!_documents.TryGetValue(text, out GuardedDocument? known))
        {
            known = new GuardedDocument(Guarded(text), Hash(text));
            _documents.Set(text, known, new MemoryCacheEntryOptions { Size = text.Length, SlidingExpiration = TimeSpan.FromMinutes(10) });
        }

        return known!;
    }

    public void Dispose() => _documents.Dispose();

    /// <summary>Over UTF-16: half a surrogate pair must not hash like another text.</summary>
    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text)));

    private GraphQLDocument Guarded(string text)
    {
        try
        {
            if (guard.Scan(text) is { } tooLong)
            {
                throw new HttpRefusalException(new HttpRefusal(Status: null, tooLong.Code, tooLong.Message));
            }

            var document = guard.Parse(text);
            if (document.Definitions.Count == 0)
            {
                throw new HttpRefusalException(new HttpRefusal(Status: null, "SYNTAX_ERROR", "The document is empty."));
            }

            return guard.Inspect(document).Refusal is { } refusal
                ? throw new HttpRefusalException(new HttpRefusal(Status: null, refusal.Code, refusal.Message))
                : document;
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw new HttpRefusalException(new HttpRefusal(Status: null, "TOO_DEEP", "The document is nested too deep to be parsed."));
        }
        catch (GraphQLSyntaxErrorException broken)
        {
            throw new HttpRefusalException(new HttpRefusal(
                Status: null, "SYNTAX_ERROR", broken.Description, broken.Location.Line, broken.Location.Column));
        }
        catch (IndexOutOfRangeException)
        {
            // GraphQL-Parser 9.5 trips over a lone carriage return while it composes the message of a syntax error.
            throw new HttpRefusalException(new HttpRefusal(Status: null, "SYNTAX_ERROR", "The document cannot be parsed."));
        }
    }
}
