namespace VenturePortfolio.Server;

/// <summary>The keys of every configured issuer, fetched beside the first requests and again every hour.</summary>
public sealed class TrustedIssuers(SignInSettings settings, TimeProvider time, ILogger<IssuerKeys> log) : BackgroundService
{
    /// <summary>A key that its issuer took back is refused after this time at the latest.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromHours(1);

    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(30);

    private readonly IReadOnlyList<IssuerKeys> keys = [.. settings.Issuers.Select(issuer => new IssuerKeys(issuer, time, log))];

    /// <summary>In the order of the settings.</summary>
    public IssuerKeys this[int index] => keys[index];

    public override void Dispose()
    {
        base.Dispose();
        foreach (var each in keys)
        {
            each.Dispose();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(keys.Select(each => KeepFreshAsync(each, stoppingToken)));

    private static async Task KeepFreshAsync(IssuerKeys keys, CancellationToken stop)
    {
        // A request may have come first, and fetched them.
        await keys.ReadyAsync(stop);
        using var timer = new PeriodicTimer(keys.AreKnown ? RefreshEvery : RetryEvery);
        while (await timer.WaitForNextTickAsync(stop))
        {
            await keys.RefreshAsync(stop);
            timer.Period = keys.AreKnown ? RefreshEvery : RetryEvery;
        }
    }
}
