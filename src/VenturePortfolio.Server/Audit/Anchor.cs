namespace VenturePortfolio.Server;

/// <summary>
/// One night's line of the anchor file: where every chain ended then. Inside the database a history can be rewritten so that
/// it fits itself; it cannot be made to fit what was written down elsewhere before.
/// </summary>
public sealed record Anchor
{
    /// <summary>When it was written, ISO, by this machine's clock.</summary>
    public required string At { get; init; }

    /// <summary>The published night it stands for, with the hash of its figures.</summary>
    public required RunDigest Night { get; init; }

    public required IReadOnlyList<ChainHead> Heads { get; init; }

    /// <summary>ISO, UTC: nothing recorded before it could still appear.</summary>
    public required string Horizon { get; init; }

    /// <summary>What has no chain, as it stood before the horizon.</summary>
    public required IReadOnlyList<FactDigest> Facts { get; init; }

    /// <summary>Hash of the line before; empty on the first.</summary>
    public required string Previous { get; init; }
}

/// <summary>A line of the file as it was found.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Anchor">Null: it is not what was written.</param>
public sealed record AnchorLine(int Number, Sealed<Anchor>? Anchor);
