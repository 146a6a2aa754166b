using Microsoft.Net.Http.Headers;

namespace VenturePortfolio.Server;

/// <summary>The two media types of GraphQL over HTTP. Source: GraphQL over HTTP, stage 2 draft, "Media Types" and "Legacy Watershed".</summary>
public static class ResponseMediaType
{
    public const string GraphQL = "application/graphql-response+json";
    public const string Json = "application/json";

    /// <summary>
    /// <c>application/json</c> where nothing or anything is accepted: an old client must not meet 400. The newer type only
    /// where it is named and wanted at least as much. Null when neither is acceptable.
    /// </summary>
    public static string? Choose(HttpRequest request)
    {
        var header = request.Headers.Accept;
        if (header.Count == 0 || !MediaTypeHeaderValue.TryParseList(header, out var accepted) || accepted.Count == 0)
        {
            return Json;
        }

        var newer = Quality(accepted, GraphQL);
        var json = Quality(accepted, Json);
        var isNamed = accepted.Any(range => range.MediaType.Equals(GraphQL, StringComparison.OrdinalIgnoreCase));
        if (newer > 0 && (json <= 0 || (isNamed && newer >= json)))
        {
            return GraphQL;
        }

        return json > 0 ? Json : null;
    }

    /// <summary>The most specific range that covers the type decides. Source: RFC 9110, 12.5.1.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> accepted, string type)
    {
        // Not IsSubsetOf: it takes application/graphql-response+json for a kind of application/json.
        string[] covering = [type, "application/*", "*/*"];
        return covering
            .Select(range => accepted.FirstOrDefault(given => given.MediaType.Equals(range, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(given => given is not null) is { } decisive ? decisive.Quality ?? 1 : 0;
    }
}
