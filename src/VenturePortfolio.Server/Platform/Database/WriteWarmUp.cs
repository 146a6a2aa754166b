namespace VenturePortfolio.Server;

/// <summary>Prepares the write side beside the first requests, so that the first person who writes waits no longer than the next.</summary>
internal sealed class WriteWarmUp(VentureDbPool pool) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => pool.WarmUpAsync(stoppingToken);
}
