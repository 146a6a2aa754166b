using System.CommandLine;

namespace VenturePortfolio.Server;

/// <summary>
/// Proves that nothing was altered since it was recorded. Standard output has a line per chain and one per finding; exit
/// code 1 when there is a finding.
/// </summary>
public static class VerifyCommand
{
    private static readonly Option<string?> Anchors = new("--anchors") { Description = "A copy of the anchor file kept elsewhere; default: the program's own" };

    public static Command Create()
    {
        var command = PortfolioCommand.CreateWithDatabase("verify", "Walk every chain and say what was altered, removed or put in", RunAsync);
        command.Options.Add(Anchors);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, DatabaseLogins logins, CancellationToken cancel)
    {
        var given = context.Parsed.GetValue(Anchors);
        var file = given is null ? AnchorFile.Of(context.Configuration) : new AnchorFile(given);
        var lines = file.Read();
        if (given is not null && lines is null)
            throw new PlainException($"There is no anchor file {given}.");

        var report = await VerifyReport.MakeAsync(logins, lines, context.Progress, cancel);
        foreach (var line in report.Lines)
            await Console.Out.WriteLineAsync(line);
        foreach (var finding in report.Findings)
            await Console.Out.WriteLineAsync($"FOUND {finding}");
        await Console.Out.WriteLineAsync($"{report.Lines.Count} looked at: {report.Outcome}");
        await SecurityLog.RecordAsync(logins.Job, SecurityLog.VerifyRun, report.Outcome, cancel);
        return report.Findings.Count == 0 ? 0 : 1;
    }
}
