namespace VenturePortfolio.Server;

/// <summary>"Not yours", "does not exist" and "is no id of such a thing" are the same answer.</summary>
public static class NotFound
{
    public static Error At(string path) => new("NOT_FOUND", path, "There is no such thing, or it is not yours.");
}
