using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Looks every few seconds whether somebody asked for a run: people wait for it, so the sweeper of nights would be too slow.</summary>
public sealed partial class RequestedRuns(Night night, ILogger<RequestedRuns> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await night.RunRequestedAsync(stoppingToken);
                }
                catch (NpgsqlException away)
                {
                    LogAway(away);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends; what was begun is taken up again.
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Requested runs were not looked for: the database did not answer.")]
    private partial void LogAway(Exception away);
}
