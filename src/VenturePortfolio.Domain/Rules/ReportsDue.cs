using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>
/// NF-29: a report for every quarter, and an audited annual report within months of the year's end. That all reports due by a day were handed in is stated from
/// papers, and holds until the next falls due; that one was not, until another statement. The next days are told. Of the quarterly report no time limit is known,
/// so its day is the end of the quarter. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
public static class ReportsDue
{
    /// <summary>The first due date of an annual report that is not before the day; the year is the calendar year.</summary>
    public static LocalDate NextAnnual(LocalDate asOf, int months)
    {
        var due = new LocalDate(asOf.Year - 1, 12, 31).PlusMonths(months);
        return due >= asOf ? due : new LocalDate(asOf.Year, 12, 31).PlusMonths(months);
    }

    /// <summary>The first end of a quarter that is not before the day.</summary>
    public static LocalDate NextQuarter(LocalDate asOf) => new LocalDate(asOf.Year, ((asOf.Month - 1) / 3 * 3) + 1, 1).PlusMonths(3).PlusDays(-1);

    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var months = rule.Count("months");
        var (annual, quarter) = (NextAnnual(facts.AsOf, months), NextQuarter(facts.AsOf));
        var verdict = facts.StatementsOf(rule.Code).FirstOrDefault() is { } newest
            ? OfStatement(rule, facts, newest, FirstDue(newest.EffectiveOn.PlusDays(1), months))
            : Verdict.Unknown(
                "REPORTS_UNRECORDED",
                $"nothing is stated yet of reports handed in; next are the report of the quarter ending {Iso(quarter)} and the annual report by {Iso(annual)}. It is entered by recordRuleStatement: the guidance fund's receipts");
        return verdict with { Forecast = LocalDate.Min(annual, quarter) };
    }

    private static Verdict OfStatement(RuleDefinition rule, RuleFacts facts, RuleStatement newest, LocalDate due) => newest.IsKept != true || due >= facts.AsOf
        ? StatedRules.Kept(rule, facts, newest)
        : Verdict.Unknown("STATEMENT_TOO_OLD", $"a report fell due on {Iso(due)}, after the newest statement, of {Iso(newest.EffectiveOn)}") with { Evidence = [newest.Evidence] };

    private static LocalDate FirstDue(LocalDate from, int months) => LocalDate.Min(NextAnnual(from, months), NextQuarter(from));

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
