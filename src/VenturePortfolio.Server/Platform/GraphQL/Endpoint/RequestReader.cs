using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using GraphQL;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace VenturePortfolio.Server;

/// <summary>Reads a GraphQL request from HTTP. Whatever is wrong with it ends in a refusal, never in a failure of ours.</summary>
public static class RequestReader
{
    public const int BodyMax = 32 * 1024;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = 32,
    };

    /// <exception cref="HttpRefusalException">Not a request we can read.</exception>
    public static async Task<GraphQLRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        HttpMethods.IsGet(request.Method) ? FromUrl(request.Query) : await FromBodyAsync(request, cancellationToken);

    private static GraphQLRequest FromUrl(IQueryCollection parameters)
    {
        var (query, documentId) = (Single("query"), Single("documentId"));
        RequireOne(query is not null, documentId is not null);
        using var extensions = Single("extensions") is { Length: > 0 } given ? Parsed(given, "extensions") : null;
        using var variables = Single("variables") is { Length: > 0 } text ? Parsed(text, "variables") : null;
        var name = Single("operationName");
        return new GraphQLRequest(
            query,
            string.IsNullOrEmpty(name) ? null : name,
            variables is null ? Inputs.Empty : VariableReader.Read(variables.RootElement),
            CostOnly(extensions?.RootElement))
        {
            DocumentId = documentId,
        };

        string? Single(string parameter)
        {
            var values = parameters[parameter];
            return values.Count <= 1 ? values : throw Refused(HttpRefusal.BadRequest($"The parameter {parameter} is given twice."));
        }
    }

    private static JsonDocument Parsed(string text, string parameter)
    {
        var document = Parsed(Encoding.UTF8.GetBytes(text), $"The parameter {parameter}");
        if (document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null)
        {
            return document;
        }

        document.Dispose();
        throw Refused(HttpRefusal.BadRequest($"The parameter {parameter} must be a JSON object."));
    }

    private static JsonDocument Parsed(ReadOnlyMemory<byte> utf8, string what)
    {
        try
        {
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException)
        {
            throw Refused(HttpRefusal.BadRequest($"{what} is not valid JSON: no name twice, at most 32 levels deep."));
        }
        catch (InvalidOperationException)
        {
            // Comparing names to find one given twice fails on half a surrogate pair.
            throw Refused(new HttpRefusal(StatusCodes.Status400BadRequest, "INVALID_TEXT", $"{what} has a name that is not text."));
        }
    }

    private static async Task<GraphQLRequest> FromBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        RequireJson(request.Headers);
        var buffer = ArrayPool<byte>.Shared.Rent(BodyMax + 1);
        try
        {
            var length = await FillAsync(request, buffer, cancellationToken);
            return FromJson(buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void RequireJson(IHeaderDictionary headers)
    {
        var isJson = headers.ContentType.Count == 1
            && MediaTypeHeaderValue.TryParse(headers.ContentType.ToString(), out var type)
            && type.MediaType.Equals(ResponseMediaType.Json, StringComparison.OrdinalIgnoreCase)
            && (type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson || !StringValues.IsNullOrEmpty(headers.ContentEncoding))
        {
            throw Refused(new HttpRefusal(
                StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send application/json in UTF-8, not compressed."));
        }
    }

    private static async Task<int> FillAsync(HttpRequest request, byte[] buffer, CancellationToken cancellationToken)
    {
        if (request.ContentLength > BodyMax)
        {
            throw TooLarge();
        }

        var length = await request.Body.ReadAtLeastAsync(
            buffer.AsMemory(0, BodyMax + 1), BodyMax + 1, throwOnEndOfStream: false, cancellationToken);
        return length <= BodyMax ? length : throw TooLarge();
    }

    private static GraphQLRequest FromJson(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw Refused(HttpRefusal.BadRequest("The body is not UTF-8."));
        }

        using var document = Parsed(body, "The body");
        return FromObject(document.RootElement);
    }

    private static GraphQLRequest FromObject(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Refused(HttpRefusal.BadRequest("The body must be one JSON object; batches are not supported."));
        }

        var (query, documentId) = (Member("query", JsonValueKind.String), Member("documentId", JsonValueKind.String));
        RequireOne(query is not null, documentId is not null);
        var name = Member("operationName", JsonValueKind.String);
        var variables = Member("variables", JsonValueKind.Object);
        var extensions = Member("extensions", JsonValueKind.Object);
        return new GraphQLRequest(
            query is { } document ? VariableReader.Text(document, "query", allowNul: true) : null,
            name is { } given && VariableReader.Text(given, "operationName") is { Length: > 0 } text ? text : null,
            variables is { } values ? VariableReader.Read(values) : Inputs.Empty,
            CostOnly(extensions))
        {
            DocumentId = documentId is { } id ? VariableReader.Text(id, "documentId") : null,
        };

        JsonElement? Member(string member, JsonValueKind kind)
        {
            if (!root.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            return value.ValueKind == kind ? value : throw Refused(HttpRefusal.BadRequest($"The member {member} must be a JSON {kind.ToString().ToLowerInvariant()}."));
        }
    }

    private static void RequireOne(bool hasQuery, bool hasDocumentId)
    {
        if (hasQuery == hasDocumentId)
        {
            throw Refused(HttpRefusal.BadRequest(hasQuery ? "Send query or documentId, not both." : "There is neither query nor documentId."));
        }
    }

    /// <summary>The one extension we know; others are none of our business.</summary>
    private static bool CostOnly(JsonElement? extensions)
    {
        if (extensions is not { ValueKind: JsonValueKind.Object } given || !given.TryGetProperty("costOnly", out var costOnly))
        {
            return false;
        }

        return costOnly.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw Refused(HttpRefusal.BadRequest("The extension costOnly is true or false.")),
        };
    }

    private static HttpRefusalException TooLarge() => Refused(new HttpRefusal(
        StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", $"The body has more than {BodyMax} bytes."));

    private static HttpRefusalException Refused(HttpRefusal refusal) => new(refusal);
}
