namespace VenturePortfolio;

/// <summary>
/// NF-08: local-government funds and qualified incubators are encouraged to contribute. No duty: it is met or it does not apply; where
/// contributors are undisclosed and none of the disclosed is one, it is not known. Progress is what both contribute of S, at least. Source: 財教〔2021〕176號 Art. 8.
/// </summary>
public static class LocalFundsTakePart
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var pledges = facts.Pledges;
        if (pledges.Missing is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        var amount = pledges.OfClass("LOCAL_GOVERNMENT_FUND") + pledges.OfInvestors(facts.Incubators);
        if (amount == 0 && pledges.Undisclosed > 0)
        {
            return Verdict.Unknown("CONTRIBUTORS_UNDISCLOSED", "undisclosed contributors may be a local-government fund or an incubator") with { Evidence = pledges.Evidence };
        }

        return amount > 0
            ? new Verdict
            {
                Status = VerdictStatus.Met,
                Progress = new Fraction(amount, pledges.Total),
                Currency = pledges.Currency,
                Evidence = pledges.Evidence,
            }
            : Verdict.NotApplicable("NO_DUTY", "encouraged, not asked for; neither a local-government fund nor an incubator contributes");
    }
}
