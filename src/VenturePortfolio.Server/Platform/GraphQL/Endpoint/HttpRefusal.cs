namespace VenturePortfolio.Server;

/// <summary>Why a request gets no further.</summary>
/// <param name="Status">
/// The HTTP status; null for a request error in the sense of GraphQL over HTTP, which is 400 under
/// <c>application/graphql-response+json</c> but 200 under <c>application/json</c>.
/// </param>
/// <param name="Code">Stable, <c>UPPER_SNAKE</c>.</param>
/// <param name="Message">For the person who wrote the request; English here, told in their language by <see cref="Said"/> when it is written.</param>
/// <param name="Line">Line in the document, from 1; null when no place in it is meant.</param>
/// <param name="Column">Column in that line, from 1.</param>
public sealed record HttpRefusal(int? Status, string Code, string Message, int? Line = null, int? Column = null)
{
    public static HttpRefusal BadRequest(string message) => new(StatusCodes.Status400BadRequest, "BAD_REQUEST", message);
}
