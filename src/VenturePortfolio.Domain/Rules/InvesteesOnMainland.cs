namespace VenturePortfolio;

/// <summary>
/// NF-31: investees are registered in mainland China. In conflict with Hong Kong startups, so a choice per fund. Progress is the number
/// of mainland enterprises of all. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
public static class InvesteesOnMainland
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var held = facts.Costs.Enterprises;
        if (held.FirstOrDefault(enterprise => !facts.Jurisdictions.ContainsKey(enterprise.Startup)) is not null)
        {
            return Verdict.Unknown("JURISDICTION_MISSING", "where an enterprise is registered is not on record");
        }

        var abroad = held.Where(enterprise => !string.Equals(facts.Jurisdictions[enterprise.Startup], "CN", StringComparison.Ordinal)).ToList();
        return new Verdict
        {
            Status = abroad.Count == 0 ? VerdictStatus.Pass : VerdictStatus.Breach,
            Reason = abroad.Count == 0 ? null : new Absent("REGISTERED_ELSEWHERE", $"{abroad.Count} of {held.Count} enterprises are registered elsewhere"),
            Progress = held.Count > 0 ? new Fraction(held.Count - abroad.Count, held.Count) : null,
            Evidence = [.. abroad.SelectMany(enterprise => enterprise.Evidence)],
        };
    }
}
