namespace VenturePortfolio;

/// <summary>
/// NF-16: the manager has at least staff_min senior staff of years_min years' experience in venture capital, and cases_min successful cases in the supported fields,
/// both counts as stated. Progress is staff of staff_min or cases of cases_min, whichever falls shorter. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
internal static class ManagerStaff
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts, RuleStatement newest)
    {
        var (staff, cases) = (newest.StaffCount ?? 0, newest.CaseCount ?? 0);
        var (staffMin, casesMin) = (rule.Count("staff_min"), rule.Count("cases_min"));
        var verdict = staff < staffMin ? newest.Says(VerdictStatus.Breach, "there are fewer senior staff than asked for")
            : cases < casesMin ? newest.Says(VerdictStatus.Breach, "there are fewer successful cases than asked for")
            : newest.Says(VerdictStatus.Pass, "the rule is kept");
        return verdict with { Progress = Fraction.Min(new(staff, staffMin), new(cases, casesMin)) };
    }
}
