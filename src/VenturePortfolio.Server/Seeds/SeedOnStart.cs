namespace VenturePortfolio.Server;

/// <summary>A step of starting up: the facts the tracker comes with, and in the demo the invented programme too.</summary>
public static class SeedOnStart
{
    /// <summary>
    /// Only until the first night is planned: after that somebody may rely on what was known then, and newer seeds are
    /// loaded by the command. Loading is idempotent, so a first start that was interrupted is finished by the next. Beside an
    /// invented world of a stated size nothing is loaded: it holds nobody real, and its sizes are what it is for.
    /// </summary>
    public static async Task RunAsync(StartContext context, CancellationToken cancel)
    {
        var state = await new RunTable(context.Logins).ReadAsync(cancel);
        if (state.Nights.Count > 0 || await SeedScale.IsThereAsync(context.Logins.Job, cancel))
        {
            return;
        }

        var part = SignInSettings.From(context.Configuration).IsDemo ? "all" : "public";
        await SeedCommand.RunAsync(context.Logins.Job, part, context.Progress, cancel);
    }
}
