namespace VenturePortfolio;

/// <summary>
/// ITVF-06 and ITVF-06-OLD: for each dollar of the Government others bring at least ratio_min, 3 in the Enhanced Scheme and 2 in the scheme of 2017, by
/// commitments. The Government's money is that of Hong Kong's public bodies. Of undisclosed contributors it is not known on which side they stand: what is
/// published decides only where either way comes to the same. Progress is others' money of what is due. Source: domain notes 3.4, ITVF design.
/// </summary>
public static class ItvfMatching
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var currency = Currency.Of("HKD");
        var pledges = facts.PledgesIn(currency);
        if (pledges.Missing is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        var (government, undisclosed) = (pledges.OfClass(ItvfContributions.Government), pledges.Undisclosed);
        if (government == 0 && undisclosed == 0)
        {
            return Verdict.NotApplicable("NO_GOVERNMENT_CONTRIBUTION", "the Government contributes nothing, so there is nothing to match");
        }

        var ratio = rule.Number("ratio_min");
        var (atLeast, atMost) = (pledges.Total - government - undisclosed, pledges.Total - government);
        var isKept = Room(atLeast, government + undisclosed).Numerator >= 0;
        if (!isKept && undisclosed > 0 && Room(atMost, government).Numerator >= 0)
        {
            return Verdict.Unknown("CONTRIBUTORS_UNDISCLOSED", "undisclosed contributors may be public bodies of Hong Kong, or those who match them") with { Evidence = pledges.Evidence };
        }

        var (others, matching) = isKept ? (atLeast, government + undisclosed) : (atMost, government);
        var due = ratio * matching;
        return new Verdict
        {
            Status = isKept ? VerdictStatus.Pass : VerdictStatus.Breach,
            Reason = isKept ? null : new Absent("BELOW_MATCHING_RATIO", "others bring less for each dollar of the Government than the scheme asks for"),
            Progress = Fraction.Reached(others, due),
            Headroom = Room(others, matching),
            Currency = currency,
            Evidence = pledges.Evidence,
        };

        Fraction Room(Int128 of, Int128 matched) => Fraction.Whole(of) - (ratio * matched);
    }
}
