namespace VenturePortfolio;

/// <summary>NF-15: the manager contributes at least share_min of S (5‰). Source: 國科發財〔2014〕229號 (general knowledge).</summary>
public static class ManagerContribution
{
    private static readonly string[] Managers = ["GENERAL_PARTNER", "HK_GENERAL_PARTNER"];

    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var pledges = facts.Pledges;
        if (pledges.Missing is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        var manager = pledges.Sum(of => Managers.Contains(of.Key, StringComparer.Ordinal));
        var room = Fraction.Whole(manager) - (rule.Number("share_min") * pledges.Total);
        if (room.Numerator < 0 && pledges.Undisclosed > 0)
        {
            return Verdict.Unknown("CONTRIBUTORS_UNDISCLOSED", "the manager may be among undisclosed contributors") with { Evidence = pledges.Evidence };
        }

        return new Verdict
        {
            Status = room.Numerator >= 0 ? VerdictStatus.Pass : VerdictStatus.Breach,
            Reason = room.Numerator >= 0 ? null : new Absent("BELOW_MINIMUM", "the manager contributes less than the minimum"),
            Progress = new Fraction(manager, pledges.Total),
            Headroom = room,
            Currency = pledges.Currency,
            Evidence = pledges.Evidence,
        };
    }
}
