using System.CommandLine;

namespace VenturePortfolio.Server;

/// <summary><c>backup --to FILE</c>, while everybody goes on working; <c>restore --from FILE</c>, into an empty database.</summary>
public static class BackupCommand
{
    private static readonly Option<string> To = new("--to") { Description = "The file to write; must not be there yet", Required = true };
    private static readonly Option<string> From = new("--from") { Description = "A file written by backup", Required = true };

    public static Command CreateBackup()
    {
        var command = PortfolioCommand.CreateWithDatabase("backup", "Write everything into one file, while others go on working", BackupAsync);
        command.Options.Add(To);
        return command;
    }

    public static Command CreateRestore()
    {
        var command = PortfolioCommand.Create("restore", "Put a backup into an empty database and prove that nothing is missing", RestoreAsync);
        command.Options.Add(From);
        return command;
    }

    private static async Task<int> BackupAsync(CommandContext context, DatabaseLogins logins, CancellationToken cancel)
    {
        var path = context.Parsed.GetValue(To)!;
        var backup = await BackupDatabase.RunAsync(logins, path, context.Progress, cancel);
        await SecurityLog.RecordAsync(logins.Job, SecurityLog.BackupRun, $"manifest {backup.Hash}", cancel);
        await Console.Out.WriteLineAsync($"{path}: manifest {backup.Hash}. Keep that line elsewhere: it tells this backup from every other.");
        return 0;
    }

    private static async Task<int> RestoreAsync(CommandContext context, CancellationToken cancel)
    {
        var path = context.Parsed.GetValue(From)!;
        VerifyReport report;
        await using (var empty = await PortfolioDatabase.OpenUnmigratedAsync(context.Configuration, context.Progress, cancel))
        {
            report = await RestoreDatabase.RunAsync(empty.Logins, path, context.Progress, cancel);
            var migrated = await Migrations.RunAsync(empty.Logins.Migrator, cancel);
            context.Progress.Say("Schema", migrated.Applied.Count == 0 ? $"{migrated.Version}, up to date" : $"{migrated.Version}, applied {migrated.Applied.Count} scripts");
            await SecurityLog.RecordAsync(empty.Logins.Job, SecurityLog.RestoreRun, report.Outcome, cancel);
        }

        foreach (var finding in report.Findings)
            await Console.Out.WriteLineAsync($"FOUND {finding}");
        await Console.Out.WriteLineAsync($"Restored and compared with the manifest; chains: {report.Outcome}.");
        return report.Findings.Count == 0 ? 0 : 1;
    }
}
