namespace VenturePortfolio.Server;

/// <summary>
/// The time between being asked to stop and closing the door. Readiness says 503 at once; whoever shares requests out among
/// nodes notices and sends no more, while requests that come meanwhile are still answered, each on a connection that closes
/// with its answer.
/// </summary>
/// <param name="time">Setting <c>DrainSeconds</c>, 0 to 10.</param>
public sealed class Drain(TimeSpan time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private volatile bool hasBegun;

    public bool HasBegun => hasBegun;

    /// <summary>By default 5 seconds on a given database server, which other nodes may share; none on the private one: nobody takes over.</summary>
    public static Drain From(IConfiguration configuration)
    {
        var usual = configuration.GetConnectionString("Portfolio") is { Length: > 0 } ? 5.0 : 0.0;
        var time = TimeSpan.FromSeconds(configuration.GetValue("DrainSeconds", usual));
        return new(time < TimeSpan.Zero ? TimeSpan.Zero : time > Longest ? Longest : time);
    }

    public Task RunAsync()
    {
        hasBegun = true;
        return Task.Delay(time);
    }
}

public static class DrainRegistration
{
    public static void UseDrain(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<Drain>();
        app.Use((context, next) =>
        {
            if (drain.HasBegun)
                context.Response.Headers.Connection = "close";
            return next(context);
        });
    }
}
