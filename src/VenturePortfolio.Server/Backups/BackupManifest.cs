namespace VenturePortfolio.Server;

/// <summary>What a backup says of itself: where it comes from and what must be found again when it is restored.</summary>
public sealed record BackupManifest
{
    public const int CurrentFormat = 1;

    /// <summary>Of this record; a program refuses one it does not know.</summary>
    public required int Format { get; init; }

    /// <summary>By the database's clock, ISO, UTC.</summary>
    public required string TakenAt { get; init; }

    /// <summary>The newest numbered script applied.</summary>
    public required string Schema { get; init; }

    /// <summary>Major version of the server it was taken from.</summary>
    public required int ServerMajor { get; init; }

    public required long DumpBytes { get; init; }

    /// <summary>SHA-256 of the dump, lower-case hex.</summary>
    public required string DumpSha256 { get; init; }

    public required DatabaseContents Contents { get; init; }
}
