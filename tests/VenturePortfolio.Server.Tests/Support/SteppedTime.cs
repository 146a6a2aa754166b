namespace VenturePortfolio.Server.Tests;

/// <summary>A clock that stands still until it is told to go on.</summary>
public sealed class SteppedTime : TimeProvider
{
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(56).AddTicks(GetTimestamp());

    public void Step(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
