using System.CommandLine;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary><c>seed [reference|public|demo|all]</c>: each part stands on those before it, so it brings them along.</summary>
public static class SeedCommand
{
    private static readonly Argument<string> Part = Declare();

    public static Command Create()
    {
        var command = PortfolioCommand.CreateWithDatabase(
            "seed", "Load reference lists, publicly reported facts, and the invented demo programme; loading twice changes nothing",
            async (context, logins, cancel) =>
            {
                await RunAsync(logins.Job, context.Parsed.GetValue(Part)!, context.Progress, cancel);
                return 0;
            });
        command.Arguments.Add(Part);
        return command;
    }

    /// <param name="part">"reference", "public", "demo" or "all".</param>
    public static async Task RunAsync(NpgsqlDataSource job, string part, ProgressLines progress, CancellationToken cancel)
    {
        await StepAsync("Reference", () => SeedReference.RunAsync(job, cancel), progress);
        if (part is not "reference")
            await StepAsync("Public", () => SeedPublic.RunAsync(job, cancel), progress);
        if (part is "demo" or "all")
            await StepAsync("Demo", () => SeedDemo.RunAsync(job, cancel), progress);
    }

    private static Task<SeedOutcome> StepAsync(string title, Func<Task<SeedOutcome>> step, ProgressLines progress) =>
        progress.StepAsync(title, step, outcome => outcome.ToString());

    private static Argument<string> Declare()
    {
        var part = new Argument<string>("part") { Description = "reference, public, demo or all", DefaultValueFactory = _ => "all" };
        part.AcceptOnlyFromAmong("reference", "public", "demo", "all");
        return part;
    }
}
