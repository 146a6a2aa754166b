namespace VenturePortfolio;

/// <summary>
/// ITVF-04: at least share_min of what is invested goes into companies linked to Hong Kong. On record are two links: being registered there, and a stay in an
/// incubator there. Where these are enough the rule is kept; where not, others may be linked in ways that are not on record. Progress is linked cost of cost.
/// Source: ITVF Enhanced Scheme, itf.gov.hk; the text's own list of links was not seen.
/// </summary>
public static class LinkedToHongKong
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var costs = facts.Costs;
        if (costs.Missing is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        if (costs.Unnamed is { } unnamed)
        {
            return Verdict.Unknown(unnamed);
        }

        if (costs.Enterprises.Count == 0)
        {
            return Verdict.NotApplicable("NOTHING_INVESTED", "nothing was invested yet");
        }

        var linked = costs.Enterprises.Where(enterprise => facts.InHongKongIncubators.Contains(enterprise.Startup)
            || string.Equals(facts.Jurisdictions.GetValueOrDefault(enterprise.Startup), "HK", StringComparison.Ordinal)).ToList();
        var amount = linked.Aggregate(Int128.Zero, (sum, enterprise) => sum + enterprise.Minor);
        var room = Fraction.Whole(amount) - (rule.Number("share_min") * costs.Total);
        var verdict = room.Numerator >= 0
            ? new Verdict { Status = VerdictStatus.Pass }
            : Verdict.Unknown("LINK_UNRECORDED", $"of {linked.Count} of {costs.Enterprises.Count} enterprises a link to Hong Kong is on record; others may be linked in other ways");
        return verdict with
        {
            Progress = new Fraction(amount, costs.Total),
            Headroom = room,
            Currency = facts.Fund.Terms!.Currency,
            Evidence = [.. linked.SelectMany(enterprise => enterprise.Evidence)],
        };
    }
}
