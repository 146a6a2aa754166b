namespace VenturePortfolio.Server;

/// <summary>
/// The actor's role may not do this at all. Leaves the edge as code FORBIDDEN. Says nothing about rows:
/// "not yours" and "does not exist" are the same answer, and that answer is never this one.
/// </summary>
public sealed class AccessDeniedException : Exception
{
    public AccessDeniedException()
        : base("This role may not do that.")
    {
    }

    public AccessDeniedException(string message)
        : base(message)
    {
    }

    public AccessDeniedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
