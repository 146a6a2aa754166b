using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>
/// NF-22, NF-24 and NF-25: what falls due at the end of the term, or when it is made longer. While the term runs, and as long as it was never made longer, nothing
/// is due; afterwards the paper that would tell is not on record. Source: 財預〔2015〕210號 Art. 17 to 19.
/// </summary>
public static class TermDuties
{
    /// <summary>NF-22: government money exits at term.</summary>
    internal static Verdict Exit(RuleDefinition rule, RuleFacts facts) =>
        AtTerm(facts, "the term ended; whether government money left is not on record: the payment to the treasury would tell");

    /// <summary>NF-25: supervised liquidation at the end.</summary>
    internal static Verdict Liquidation(RuleDefinition rule, RuleFacts facts) =>
        AtTerm(facts, "the term ended; the liquidation is not on record: the liquidators' report would tell");

    /// <summary>NF-24: a longer term is approved by the government of the same level.</summary>
    internal static Verdict Extension(RuleDefinition rule, RuleFacts facts)
    {
        if (facts.Fund is not { Terms: { TermEndOn: { } end } terms, AgreedTermEndOn: { } agreed })
        {
            return EndMissing;
        }

        return end <= agreed
            ? Verdict.NotApplicable("NOT_EXTENDED", $"the term was not made longer: it ends on {LocalDatePattern.Iso.Format(end)}, as first agreed")
            : Verdict.Unknown("FACT_NOT_RECORDED",
                $"the term was made longer, from {LocalDatePattern.Iso.Format(agreed)}; the approval is not on record: the government's letter would tell") with
            {
                Evidence = [new("sub_fund_term", terms.Id, terms.EffectiveOn, terms.RecordedAt, null)],
            };
    }

    private static Verdict AtTerm(RuleFacts facts, string afterwards)
    {
        if (facts.Fund.Terms is not { TermEndOn: { } end } terms)
        {
            return EndMissing;
        }

        var verdict = facts.AsOf <= end
            ? Verdict.NotApplicable("TERM_RUNNING", $"not due before the term ends, on {LocalDatePattern.Iso.Format(end)}")
            : Verdict.Unknown("FACT_NOT_RECORDED", afterwards);
        return verdict with
        {
            Forecast = facts.AsOf <= end ? end : null,
            Headroom = Fraction.Whole(Period.DaysBetween(facts.AsOf, end)),
            Evidence = [new("sub_fund_term", terms.Id, terms.EffectiveOn, terms.RecordedAt, null)],
        };
    }

    private static Verdict EndMissing => Verdict.Unknown("TERM_MISSING", "the end of the term is not on record");
}
