using System.CommandLine;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>seed [reference|public|demo|all]</c>: each part stands on those before it, so it brings them along. <c>seed --scale S|L|XL</c>:
/// an invented world of that size instead.
/// </summary>
public static class SeedCommand
{
    private static readonly Argument<string?> Part = Declare();

    private static readonly Option<string?> Scale = new("--scale")
    {
        Description = "S, L or XL: instead an invented world of that size, for measuring, in a database of its own; "
            + "S 200 sub-funds, 20,000 startups and 500,000 valuations, L ten times that, XL 10,000, 500,000 and 20 million",
    };

    public static Command Create()
    {
        var command = PortfolioCommand.CreateWithDatabase(
            "seed", "Load reference lists, publicly reported facts, and the invented demo programme, or an invented world of a size; loading twice changes nothing",
            async (context, logins, cancel) =>
            {
                var (part, scale) = (context.Parsed.GetValue(Part), context.Parsed.GetValue(Scale));
                if (scale is null)
                    await RunAsync(logins.Job, part ?? "all", context.Progress, cancel);
                else
                    await SeedScale.RunAsync(logins, scale, context.Progress, cancel);
                return 0;
            });
        command.Arguments.Add(Part);
        command.Options.Add(Scale);
        command.Validators.Add(given =>
        {
            if (given.GetValue(Part) is { } part && given.GetValue(Scale) is { } scale)
                given.AddError($"Either seed {part} or seed --scale {scale}: an invented world stands alone.");
        });
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

    private static Argument<string?> Declare()
    {
        var part = new Argument<string?>("part") { Description = "reference, public, demo or all; default: all", Arity = ArgumentArity.ZeroOrOne };
        part.AcceptOnlyFromAmong("reference", "public", "demo", "all");
        return part;
    }
}
