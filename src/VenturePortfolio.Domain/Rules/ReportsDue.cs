using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// NF-29: an audited annual report within months of the year's end. Reports are not on record, so nothing is judged; the next due date
/// is told. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
public static class ReportsDue
{
    /// <summary>The first due date of an annual report that is not before the day; the year is the calendar year.</summary>
    public static LocalDate NextAnnual(LocalDate asOf, int months)
    {
        var due = new LocalDate(asOf.Year - 1, 12, 31).PlusMonths(months);
        return due >= asOf ? due : new LocalDate(asOf.Year, 12, 31).PlusMonths(months);
    }

    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts) =>
        Verdict.Unknown("REPORTS_UNRECORDED", "which reports were handed in is not on record") with
        {
            Forecast = NextAnnual(facts.AsOf, rule.Count("months")),
        };
}
