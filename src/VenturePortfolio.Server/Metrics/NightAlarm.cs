using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server;

/// <summary>
/// When the night is asked for: at 02:30 Asia/Hong_Kong, and every five minutes in case that was missed. What is kept for a
/// time only is forgotten then too.
/// </summary>
public static class NightAlarm
{
    /// <summary>02:30 in Hong Kong, which keeps UTC+8 all year: hosts without time zone data ring it too.</summary>
    public const string DailyCronUtc = "0 30 18 * * ?";

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);

    /// <summary>For the serving program only.</summary>
    public static IServiceCollection AddNightAlarm(this IServiceCollection services) => services.AddHostedService<RequestedRuns>().AddAlarmClock(
        new Alarm(
            DailyCronUtc,
            SweepEvery,
            async (provider, cancel) =>
            {
                await provider.GetRequiredService<Night>().RunOwedAsync(cancel);
                await AuditSlice.AnchorNightsAsync(provider, cancel);
                await ForgetOperationKeys.RunAsync(provider.GetRequiredService<DatabaseLogins>().Job, cancel);
            }),
        provider => provider.GetRequiredService<DatabaseLogins>().QuartzConnectionString);
}
