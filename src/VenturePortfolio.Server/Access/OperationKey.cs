namespace VenturePortfolio.Server;

/// <summary>What was answered to an idempotency key, kept in the transaction of the work it stands for.</summary>
public sealed class OperationKey
{
    private OperationKey()
    {
    }

    public OperationKey(Guid personId, string operation, string key, byte[] requestHash, string response) =>
        (PersonId, Operation, Key, RequestHash, Response) = (personId, operation, key, requestHash, response);

    public Guid PersonId { get; private set; }

    public string Operation { get; private set; } = "";

    public string Key { get; private set; } = "";

    /// <summary>SHA-256 of the input in canonical form.</summary>
    public byte[] RequestHash { get; private set; } = [];

    /// <summary>JSON that names the node the work made; its fields are read again when asked again.</summary>
    public string Response { get; private set; } = "";
}
