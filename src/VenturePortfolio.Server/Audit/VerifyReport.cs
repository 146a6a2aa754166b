using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>What <c>verify</c> looked at and what it found, in plain words.</summary>
/// <param name="Lines">One per thing looked at.</param>
/// <param name="Findings">One sentence each; empty when all is intact.</param>
public sealed record VerifyReport(IReadOnlyList<string> Lines, IReadOnlyList<string> Findings)
{
    private const int EntriesPerLine = 100_000;

    public string Outcome => Findings.Count == 0 ? "all intact" : Count(Findings.Count, "finding");

    /// <summary>Walks everything, through one snapshot.</summary>
    /// <param name="logins">The job's is used: it sees all rows.</param>
    /// <param name="anchors">Null: none are compared.</param>
    /// <param name="progress">Told of each part when it is done.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<VerifyReport> MakeAsync(
        DatabaseLogins logins, IReadOnlyList<AnchorLine>? anchors, ProgressLines progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        ArgumentNullException.ThrowIfNull(progress);
        List<string> lines = [];
        List<string> findings = [];
        var check = new AnchorCheck(anchors ?? []);
        await using var snapshot = await FactSnapshot.OpenAsync(logins, cancel);

        var seen = 0L;
        var chains = await progress.StepAsync(
            "Ledgers",
            () => LedgerChain.WalkAsync(snapshot, See, cancel),
            all => $"{Count(all.Count, "ledger")}, {Count(all.Sum(chain => chain.Entries), "entry", "entries")}");
        foreach (var chain in chains)
        {
            lines.Add($"ledger {chain.FundCode}: {Count(chain.Entries, "entry", "entries")}, {(chain.IsIntact ? "intact" : Count(chain.Findings.Count, "finding"))}");
            findings.AddRange(chain.Findings.Select(finding => $"fund {chain.FundCode}, {finding}"));
        }

        var security = await progress.StepAsync(
            "Security", () => SecurityEvent.WalkAsync(snapshot, check.See, cancel), walked => Count(walked.Events, "event"));
        lines.Add($"security events: {security.Events}, {(security.Findings.Count == 0 ? "intact" : Count(security.Findings.Count, "finding"))}");
        findings.AddRange(security.Findings);

        if (anchors is null)
        {
            lines.Add("anchor: no file, so nothing outside the database vouches for it");
            return new(lines, findings);
        }

        var nights = check.Nights;
        foreach (var run in await progress.StepAsync(
            "Anchor", () => RunDigest.ReadAsync(snapshot, "r.kind = 'NIGHTLY'", cancel), runs => $"{Count(nights, "night")} anchored, {Count(runs.Count, "night")} published"))
        {
            check.See(run);
        }

        if (check.Horizons.Count > 0)
        {
            check.See(await progress.StepAsync(
                "Facts", () => FactDigest.ReadAsync(snapshot, check.Horizons, cancel), facts => Say($"{facts[^1].Count} tables, {facts[^1].Sum(fact => fact.Rows):#,0} rows")));
        }

        var against = check.End();
        lines.Add($"anchor: {Count(nights, "night")}, {Count(check.Points, "end")} of chains, {(against.Count == 0 ? "all fit" : Count(against.Count, "finding"))}");
        findings.AddRange(against);
        return new(lines, findings);

        void See(LedgerEntry entry)
        {
            check.See(entry);
            if (++seen % EntriesPerLine == 0)
                progress.Say("Ledgers", Say($"{seen:#,0} entries so far"));
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Count(long number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {(number == 1 ? one : many ?? one + "s")}");
}
