using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// NF-14: the term is at most years_max from registration; up to years_extended with the agreement of all contributors, which is not
/// on record and therefore warns. Progress and headroom in days. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
public static class TermLimit
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var terms = facts.Fund.Terms!;
        if (terms is not { RegisteredOn: { } start, TermEndOn: { } end })
        {
            return Verdict.Unknown("TERM_MISSING", terms.RegisteredOn is null ? "the day of registration is not on record" : "the end of the term is not on record");
        }

        var (limit, extended) = (start.PlusYears(rule.Count("years_max")), start.PlusYears(rule.Count("years_extended")));
        return new Verdict
        {
            Status = end <= limit ? VerdictStatus.Pass : end <= extended ? VerdictStatus.Warn : VerdictStatus.Breach,
            Reason = end <= limit ? null
                : end <= extended ? new Absent("EXTENDED", "longer than the term allows without the agreement of all contributors")
                : new Absent("TERM_TOO_LONG", "longer than the term and its extension allow"),
            Progress = new Fraction(Period.DaysBetween(start, end), Period.DaysBetween(start, limit)),
            Headroom = Fraction.Whole(Period.DaysBetween(end, limit)),
            Forecast = limit,
            Evidence = [new VerdictEvidence("sub_fund_term", terms.Id, terms.EffectiveOn, terms.RecordedAt, null)],
        };
    }
}
