namespace VenturePortfolio.Server;

/// <summary>The operation cannot be run as asked: a request error with a stable code. Nothing has been read.</summary>
internal sealed class OperationFault : Exception
{
    public OperationFault()
        : this("BAD_REQUEST", "bad request")
    {
    }

    public OperationFault(string message)
        : this("BAD_REQUEST", message)
    {
    }

    public OperationFault(string message, Exception innerException)
        : base(message, innerException) => Code = "BAD_REQUEST";

    public OperationFault(string code, string message)
        : base(message) => Code = code;

    /// <param name="error">Told in the reader's language.</param>
    public OperationFault(Error error)
        : this(error.Code, error.Message) => Error = error;

    public string Code { get; }

    /// <summary>Null: the message stands as it is.</summary>
    public Error? Error { get; }
}
