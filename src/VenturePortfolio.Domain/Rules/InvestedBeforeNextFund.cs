namespace VenturePortfolio;

/// <summary>
/// NF-18: the manager raises no other fund before share_min of S is invested. Above it the rule asks nothing any more; below it only
/// whether another fund was raised could tell, and that is not on record. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
public static class InvestedBeforeNextFund
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var (pledges, costs) = (facts.Pledges, facts.Costs);
        if ((pledges.Missing ?? costs.Missing) is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        var needed = rule.Number("share_min") * pledges.Total;
        var room = Fraction.Whole(costs.Total) - needed;
        var verdict = room.Numerator >= 0
            ? new Verdict { Status = VerdictStatus.Pass }
            : Verdict.Unknown("OTHER_FUNDS_UNRECORDED", "whether the manager raised another fund is not on record");
        return verdict with
        {
            Progress = new Fraction(costs.Total, pledges.Total),
            Headroom = room,
            Currency = pledges.Currency,
            Evidence = [.. costs.Enterprises.SelectMany(enterprise => enterprise.Evidence)],
        };
    }
}
