namespace VenturePortfolio;

/// <summary>
/// NF-12 (S ≥ 100 million CNY) and ITVF-01 (fund of at least 600 million HKD). Amounts in the rule's own currency, commitments at
/// the rates of their days. Source: 國科發財〔2014〕229號 (not seen); ITVF Enhanced Scheme, itf.gov.hk.
/// </summary>
public static class FundSizeMinimum
{
    internal static Verdict Cny(RuleDefinition rule, RuleFacts facts) => AtLeast(rule, facts, Currency.Of("CNY"), pledges => pledges.Total, _ => true);

    internal static Verdict Hkd(RuleDefinition rule, RuleFacts facts) => AtLeast(rule, facts, Currency.Of("HKD"), pledges => pledges.Total, _ => true);

    /// <summary>The amount is at least amount_min of the currency. Undisclosed money may be what is missing.</summary>
    /// <param name="isWhole">Whether the sum is known although some contributors are not.</param>
    internal static Verdict AtLeast(
        RuleDefinition rule, RuleFacts facts, Currency currency, Func<PledgeSums, Int128> amountOf, Func<PledgeSums, bool> isWhole)
    {
        var pledges = facts.PledgesIn(currency);
        if (pledges.Missing is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        var minimum = rule.Number("amount_min") * MinorPerUnit(currency);
        var amount = amountOf(pledges);
        var room = Fraction.Whole(amount) - minimum;
        if (room.Numerator < 0 && !isWhole(pledges))
        {
            return Verdict.Unknown("CONTRIBUTORS_UNDISCLOSED", "undisclosed contributors may bring what is missing") with { Evidence = pledges.Evidence };
        }

        return new Verdict
        {
            Status = room.Numerator >= 0 ? VerdictStatus.Pass : VerdictStatus.Breach,
            Reason = room.Numerator >= 0 ? null : new Absent("BELOW_MINIMUM", "less than the minimum is pledged"),
            Progress = Fraction.Reached(amount, minimum),
            Headroom = room,
            Currency = currency,
            Evidence = pledges.Evidence,
        };
    }

    internal static Int128 MinorPerUnit(Currency currency)
    {
        Int128 units = 1;
        for (var digit = 0; digit < currency.MinorDigits; digit++)
        {
            units *= 10;
        }

        return units;
    }
}
