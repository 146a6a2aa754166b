namespace VenturePortfolio;

/// <summary>
/// NF-07: the fund is to support seed, start-up and growth stage enterprises. The text sets no number, so this is an indicator: the share of
/// cost put in at such stages, told by the round bought into (up to C: seed, start-up and growth; D, later growth and listings are later
/// stages). All of it is a pass; anything else is told as a warning. Source: 財教〔2021〕176號 Art. 7; the reading of round names is this
/// program's own.
/// </summary>
public static class StageFocus
{
    private static readonly HashSet<string> Early = new(StringComparer.Ordinal) { "ANGEL", "SEED", "PRE_A", "A", "B", "C" };

    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var fund = facts.Fund;
        if ((facts.Costs.Missing ?? facts.Costs.Unnamed) is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        if (fund.Investments.Count == 0)
        {
            return Verdict.NotApplicable("NOTHING_INVESTED", "nothing was invested yet");
        }

        var unstaged = fund.Investments.Count(row => fund.RoundOf(row)?.Stage is null);
        if (unstaged > 0)
        {
            return Verdict.Unknown("STAGE_UNRECORDED", $"of {unstaged} of {fund.Investments.Count} investments the stage is not on record: they are part of no round that is");
        }

        var tally = RuleFacts.TallyOf(fund, facts.Fx, fund.Terms!.Currency, FxBasis.TransactionDate);
        var later = fund.Investments.Where(row => !Early.Contains(fund.RoundOf(row)!.Stage!)).ToList();
        var outside = later.Aggregate(Int128.Zero, (sum, row) => sum + (tally.InReportCurrency(TallyRow.Of(row, "INVESTMENT")) ?? 0));
        return new Verdict
        {
            Status = outside == 0 ? VerdictStatus.Pass : VerdictStatus.Warn,
            Reason = outside == 0 ? null : new Absent("LATER_STAGES", $"{later.Count} of {fund.Investments.Count} investments were made at later stages"),
            Progress = new Fraction(facts.Costs.Total - outside, facts.Costs.Total),
            Currency = fund.Terms.Currency,
            Evidence = [.. later.Select(row => new VerdictEvidence("investment", row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Amount))],
        };
    }
}
