namespace VenturePortfolio.Server;

/// <summary>What the serving program adds to the audit: refusals counted, nights anchored.</summary>
public static partial class AuditSlice
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton(provider => AnchorFile.Of(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<SecurityTally>()
        .AddHostedService(provider => provider.GetRequiredService<SecurityTally>());

    /// <summary>Anchors the nights published since. A file that cannot be written keeps no night from being published.</summary>
    public static async Task AnchorNightsAsync(IServiceProvider provider, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (provider.GetService<AnchorFile>() is not { } file)
            return; // Only the serving program keeps one.
        try
        {
            await file.AppendOwedAsync(provider.GetRequiredService<DatabaseLogins>(), cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotAnchored(provider.GetRequiredService<ILogger<AnchorFile>>(), failure, file.FilePath);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The anchor {File} cannot be written: nothing outside the database vouches for the last nights.")]
    private static partial void LogNotAnchored(ILogger log, Exception failure, string file);
}
