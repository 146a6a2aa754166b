using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>
/// NF-29: a report for every quarter, and an audited annual report within months of the year's end. Reports are not on record, so nothing is judged; the next
/// days are told. Of the quarterly report no time limit is known, so its day is the end of the quarter. Source: 國科發財〔2014〕229號 (general knowledge).
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
        var (annual, quarter) = (NextAnnual(facts.AsOf, rule.Count("months")), NextQuarter(facts.AsOf));
        return Verdict.Unknown(
            "REPORTS_UNRECORDED",
            $"which reports were handed in is not on record; next are the report of the quarter ending {Iso(quarter)} and the annual report by {Iso(annual)}") with
        {
            Forecast = LocalDate.Min(annual, quarter),
        };
    }

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
