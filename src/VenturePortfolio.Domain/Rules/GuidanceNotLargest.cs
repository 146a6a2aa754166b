namespace VenturePortfolio;

/// <summary>
/// NF-02: the guidance fund is not the largest contributor 不作為子基金的第一大股東或出資人: G &lt; max C. The text is silent on a tie,
/// which therefore warns. Undisclosed money can only help: it decides where one of it could be the largest.
/// Source: 財教〔2021〕176號 Art. 9.
/// </summary>
public static class GuidanceNotLargest
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var pledges = facts.Pledges;
        if (pledges.Missing is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        var guidance = pledges.Guidance;
        var largest = pledges.Largest(of => of.IsDisclosed && !of.IsGuidance);
        if (largest <= guidance && pledges.Undisclosed >= guidance)
        {
            return Verdict.Unknown("CONTRIBUTORS_UNDISCLOSED", "undisclosed contributors: whether one of them is larger is not known") with { Evidence = pledges.Evidence };
        }

        return new Verdict
        {
            Status = guidance < largest ? VerdictStatus.Pass : guidance == largest ? VerdictStatus.Warn : VerdictStatus.Breach,
            Reason = guidance < largest ? null
                : guidance == largest ? new Absent("TIE", "the guidance fund and another contributor are equally large; the text does not say")
                : new Absent("LARGEST_CONTRIBUTOR", "the guidance fund is the largest contributor"),
            Progress = largest > 0 ? new Fraction(guidance, largest) : null,
            Headroom = Fraction.Whole(largest - guidance),
            Currency = pledges.Currency,
            Evidence = pledges.Evidence,
        };
    }
}
