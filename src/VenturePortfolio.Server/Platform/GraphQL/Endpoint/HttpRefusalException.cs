namespace VenturePortfolio.Server;

/// <summary>Leaves the reading of a request at the place where it turned out to be unusable; caught by the endpoint only.</summary>
public sealed class HttpRefusalException(HttpRefusal refusal) : Exception(refusal.Message)
{
    public HttpRefusal Refusal { get; } = refusal;
}
