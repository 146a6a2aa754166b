using System.CommandLine;

namespace VenturePortfolio.Server;

/// <summary>Proves that no ledger was altered since its entries were appended. Exit code 1 when one was.</summary>
public static class VerifyCommand
{
    public static Command Create() =>
        PortfolioCommand.CreateWithDatabase("verify", "Walk every fund's ledger and check its chain of hashes", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, DatabaseLogins logins, CancellationToken cancel)
    {
        var chains = await LedgerChain.WalkAsync(logins.Job, cancel);
        foreach (var chain in chains)
        {
            await Console.Out.WriteLineAsync($"{chain.FundCode}: {chain.Entries} entries, {FoundIn(chain)}");
        }

        var broken = chains.Count(chain => !chain.IsIntact);
        await Console.Out.WriteLineAsync(
            $"{chains.Count} ledgers, {chains.Sum(chain => chain.Entries)} entries: {(broken == 0 ? "all intact" : $"{broken} BROKEN")}");
        return broken == 0 ? 0 : 1;
    }

    private static string FoundIn(LedgerChain chain) =>
        chain.BrokenAt is { } seq ? $"BROKEN at entry {seq}"
        : chain.IsHeadLast ? "intact"
        : "BROKEN: the last entries are gone";
}
