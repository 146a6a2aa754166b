namespace VenturePortfolio;

/// <summary>
/// NF-01 and NF-01-old: the guidance fund's share of the fund stays within a band, both ends included: share_min ≤ G/S ≤ share_max.
/// Source: 財教〔2021〕176號 Art. 9 (10 to 30 %); before it 20 to 30 %.
/// </summary>
public static class GuidanceShareBand
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var pledges = facts.Pledges;
        if (pledges.Missing is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        var (guidance, total) = (Fraction.Whole(pledges.Guidance), pledges.Total);
        var room = Fraction.Min((rule.Number("share_max") * total) - guidance, guidance - (rule.Number("share_min") * total));
        return new Verdict
        {
            Status = room.Numerator >= 0 ? VerdictStatus.Pass : VerdictStatus.Breach,
            Reason = room.Numerator >= 0 ? null : new Absent("SHARE_OUT_OF_BAND", "the guidance share is outside the band"),
            Progress = new Fraction(pledges.Guidance, total),
            Headroom = room,
            Currency = pledges.Currency,
            Evidence = pledges.Evidence,
        };
    }
}
