namespace VenturePortfolio;

/// <summary>
/// NF-08: local-government funds and qualified incubators are encouraged to contribute. No duty: it is met or it does not apply.
/// Source: 財教〔2021〕176號 Art. 8.
/// </summary>
public static class LocalFundsTakePart
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var pledges = facts.Pledges;
        return pledges.Missing is { } missing ? Verdict.Unknown(missing)
            : pledges.OfClass("LOCAL_GOVERNMENT_FUND") > 0
                ? new Verdict
                {
                    Status = VerdictStatus.Met,
                    Progress = new Fraction(pledges.OfClass("LOCAL_GOVERNMENT_FUND"), pledges.Total),
                    Currency = pledges.Currency,
                    Evidence = pledges.Evidence,
                }
                : Verdict.NotApplicable("NO_DUTY", "encouraged, not asked for; no local-government fund contributes");
    }
}
