namespace VenturePortfolio.Server.Tests;

public sealed class RequestIdsTests
{
    /// <summary>Expected: version, variant and time as the UUIDs of .NET have them, which follow RFC 9562.</summary>
    [Fact]
    public void They_are_UUIDs_of_version_7()
    {
        var now = new DateTimeOffset(2026, 2, 28, 15, 4, 5, 678, TimeSpan.Zero);
        var theirs = Guid.CreateVersion7(now);

        var ours = Guid.ParseExact(RequestIds.Next(now), "N");

        Assert.Equal(theirs.Version, ours.Version);
        Assert.Equal(theirs.Variant & 0b1100, ours.Variant & 0b1100);
        Assert.Equal(theirs.ToString("N")[..12], ours.ToString("N")[..12]);
    }

    [Fact]
    public void No_two_are_the_same()
    {
        var ids = Enumerable.Range(0, 100_000).AsParallel().Select(_ => RequestIds.Next(DateTimeOffset.UnixEpoch)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(100_000, ids.Count);
    }
}
