namespace VenturePortfolio;

/// <summary>
/// ITVF-02 (at least 450 million HKD from others than the Government) and ITVF-03 (150 to 250 million from the Government). The
/// Government's money is that of Hong Kong's public bodies. Source: ITVF Enhanced Scheme, itf.gov.hk.
/// </summary>
public static class ItvfContributions
{
    internal const string Government = "HK_PUBLIC";

    internal static Verdict Others(RuleDefinition rule, RuleFacts facts) => FundSizeMinimum.AtLeast(
        rule, facts, Currency.Of("HKD"),
        pledges => pledges.Total - pledges.OfClass(Government) - pledges.Undisclosed,
        pledges => pledges.Undisclosed == 0);

    internal static Verdict Governments(RuleDefinition rule, RuleFacts facts)
    {
        var currency = Currency.Of("HKD");
        var pledges = facts.PledgesIn(currency);
        if (pledges.Missing is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        var unit = FundSizeMinimum.MinorPerUnit(currency);
        var maximum = rule.Number("amount_max") * unit;
        var amount = Fraction.Whole(pledges.OfClass(Government));
        if (pledges.Undisclosed > 0 && amount.Against(maximum) <= 0)
        {
            return Verdict.Unknown("CONTRIBUTORS_UNDISCLOSED", "undisclosed contributors may be public bodies of Hong Kong") with { Evidence = pledges.Evidence };
        }

        var room = Fraction.Min(maximum - amount, amount - (rule.Number("amount_min") * unit));
        return new Verdict
        {
            Status = room.Numerator >= 0 ? VerdictStatus.Pass : VerdictStatus.Breach,
            Reason = room.Numerator >= 0 ? null : new Absent("AMOUNT_OUT_OF_BAND", "the Government's contribution is outside the band"),
            Progress = Fraction.Reached(amount.Numerator, maximum),
            Headroom = room,
            Currency = currency,
            Evidence = pledges.Evidence,
        };
    }
}
