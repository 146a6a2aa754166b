namespace VenturePortfolio.Server;

/// <summary>
/// Is there room left where our own data lie? PostgreSQL stops altogether when its write-ahead log cannot grow; so people's
/// writes are refused while there is still room for what must go on: readers, check-ins, the end of what has begun.
/// </summary>
public sealed class DiskRoom(IConfiguration configuration)
{
    /// <summary>Two segments of write-ahead log with their checkpoint, and room to say so in a log.</summary>
    private const long BytesFreeMin = 64 * 1024 * 1024;

    /// <summary>False as well for a server elsewhere, which watches its own disk, and before the folder is known.</summary>
    public bool IsShortForWrites => configuration.GetConnectionString("Portfolio") is null or "" && IsShort;

    /// <summary>Of the folder with our own files, wherever the database is.</summary>
    public bool IsShort =>
        configuration["Data:Directory"] is { Length: > 0 } folder && new DriveInfo(folder).AvailableFreeSpace < BytesFreeMin;
}
