namespace VenturePortfolio;

/// <summary>
/// NF-31: investees are registered in mainland China. In conflict with Hong Kong startups, so a choice per fund. One registered
/// elsewhere breaks it, whatever is not known of others. Progress is the number of enterprises not known to be elsewhere, of all. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
public static class InvesteesOnMainland
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var held = facts.Costs.Enterprises;
        var abroad = held.Where(enterprise => facts.Jurisdictions.TryGetValue(enterprise.Startup, out var where) && !string.Equals(where, "CN", StringComparison.Ordinal)).ToList();
        if (abroad.Count == 0 && facts.Costs.Unnamed is { } unnamed)
        {
            return Verdict.Unknown(unnamed);
        }

        if (abroad.Count == 0 && held.Any(enterprise => !facts.Jurisdictions.ContainsKey(enterprise.Startup)))
        {
            return Verdict.Unknown("JURISDICTION_MISSING", "where an enterprise is registered is not on record");
        }

        if (held.Count == 0)
        {
            return Verdict.NotApplicable("NOTHING_INVESTED", "nothing was invested yet");
        }

        return new Verdict
        {
            Status = abroad.Count == 0 ? VerdictStatus.Pass : VerdictStatus.Breach,
            Reason = abroad.Count == 0 ? null : new Absent("REGISTERED_ELSEWHERE", $"{abroad.Count} of {held.Count} enterprises are registered elsewhere"),
            Progress = new Fraction(held.Count - abroad.Count, held.Count),
            Evidence = [.. abroad.SelectMany(enterprise => enterprise.Evidence)],
        };
    }
}
