using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// NF-17: no more than share_max of S in one enterprise, by cumulative cost; judged by the largest. Source: 財建〔2011〕668號 has it for
/// another programme; whether 229號 does was not seen.
/// </summary>
public static class EnterpriseCap
{
    private const int RecentMonths = 24;

    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var (pledges, costs) = (facts.Pledges, facts.Costs);
        if ((pledges.Missing ?? costs.Missing) is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        if (costs.Enterprises.Count == 0)
        {
            return costs.Unnamed is { } all ? Verdict.Unknown(all) : new Verdict { Status = VerdictStatus.Pass };
        }

        var limit = rule.Number("share_max") * pledges.Total;
        var largest = costs.Enterprises.MaxBy(enterprise => (enterprise.Minor, enterprise.Startup.Value))!;
        var room = limit - Fraction.Whole(largest.Minor);
        if (room.Numerator >= 0 && costs.Unnamed is { } unnamed)
        {
            return Verdict.Unknown(unnamed);
        }

        return new Verdict
        {
            Status = room.Numerator >= 0 ? VerdictStatus.Pass : VerdictStatus.Breach,
            Reason = room.Numerator >= 0 ? null : new Absent("CAP_EXCEEDED", "one enterprise holds more of the fund than the cap"),
            Progress = new Fraction(largest.Minor, pledges.Total),
            Headroom = room,
            Currency = pledges.Currency,
            Forecast = room.Numerator >= 0 ? InLife(facts, Passed(largest, facts.AsOf, limit)) : null,
            Evidence = largest.Evidence,
        };
    }

    /// <summary>
    /// The day on which purchases like those of the last two years pass the cap. One purchase is no pace, and a fund that stopped buying has none: an average over
    /// all the years would only move its day along for ever.
    /// </summary>
    private static LocalDate? Passed(EnterpriseCost enterprise, LocalDate asOf, Fraction limit)
    {
        var recent = enterprise.Purchases.Where(purchase => purchase.On > asOf.PlusMonths(-RecentMonths)).ToList();
        if (recent.Count < 2)
        {
            return null;
        }

        var amount = recent.Aggregate(Int128.Zero, (sum, purchase) => sum + purchase.Minor);
        return Pace.Reaches(recent.Min(purchase => purchase.On), asOf, amount, limit - Fraction.Whole(enterprise.Minor - amount));
    }

    /// <summary>Null beyond the days on which the fund still invests: what is not bought by then passes no cap.</summary>
    private static LocalDate? InLife(RuleFacts facts, LocalDate? day) =>
        facts.Fund.Terms is var terms && (terms?.InvestmentPeriodEndOn ?? terms?.TermEndOn) is { } last && day > last ? null : day;
}
