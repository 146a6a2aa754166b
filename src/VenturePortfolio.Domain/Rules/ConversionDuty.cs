using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// NF-03 (E ≥ multiple · G) and NF-04 (E ≥ share · S): duties to be fulfilled by the end of the investment period. Progress is E
/// of what is required; headroom is what can still be invested less what is still needed, and below zero the duty is
/// unattainable. What of S is left for investments after fees is what the fund's terms say, else the rule's "investable".
/// Source: 財教〔2021〕176號 Art. 10; states after domain notes 1.3.
/// </summary>
public static class ConversionDuty
{
    internal static Verdict Multiple(RuleDefinition rule, RuleFacts facts) => Judge(rule, facts, pledges => rule.Number("multiple") * pledges.Guidance);

    internal static Verdict Share(RuleDefinition rule, RuleFacts facts) => Judge(rule, facts, pledges => rule.Number("share") * pledges.Total);

    private static Verdict Judge(RuleDefinition rule, RuleFacts facts, Func<PledgeSums, Fraction> requiredOf)
    {
        var (pledges, costs) = (facts.Pledges, facts.Costs);
        if ((pledges.Missing ?? costs.Missing) is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        var (required, conversion) = (requiredOf(pledges), costs.Conversion);
        var needed = required - Fraction.Whole(conversion);
        if (costs.Enterprises.Count > 0 && !costs.Enterprises.Any(enterprise => enterprise.IsConversion))
        {
            return Verdict.Unknown("CONVERSIONS_UNRECORDED", "of no enterprise it holds is it on record whether it converts an achievement formed with public money (NF-06)");
        }

        if (needed.Numerator > 0 && costs.Unnamed is { } unnamed)
        {
            return Verdict.Unknown(unnamed);
        }

        var investable = facts.Fund.Terms!.InvestableShare is { } share ? Fraction.Of(share) : rule.Number("investable");
        var room = (investable * pledges.Total) - Fraction.Whole(costs.Total);
        var headroom = needed.Numerator > 0 ? room - needed : room;
        var forecast = needed.Numerator > 0 && Start(facts) is { } start ? Pace.Reaches(start, facts.AsOf, conversion, required) : null;
        var (status, reason) = needed.Numerator <= 0 ? (VerdictStatus.Met, null) : State(rule, facts, headroom, conversion, forecast);
        return new Verdict
        {
            Status = status,
            Reason = reason,
            Progress = Fraction.Reached(conversion, required),
            Headroom = headroom,
            Currency = pledges.Currency,
            // At the present pace: of a duty that can still be fulfilled in its time, sooner or later.
            Forecast = status is VerdictStatus.Unattainable or VerdictStatus.Breach ? null : forecast,
            Evidence = [.. pledges.Evidence, .. costs.Enterprises.Where(enterprise => enterprise.IsConversion).SelectMany(enterprise => enterprise.Evidence)],
        };
    }

    private static (VerdictStatus Status, Absent? Reason) State(
        RuleDefinition rule, RuleFacts facts, Fraction headroom, Int128 conversion, LocalDate? forecast)
    {
        if (facts.Fund.Terms!.InvestmentPeriodEndOn is { } over && over < facts.AsOf)
        {
            return (VerdictStatus.Breach, new("PERIOD_ENDED", "the investment period ended before it was fulfilled"));
        }

        if (headroom.Numerator < 0)
        {
            return (VerdictStatus.Unattainable, new("NOT_ENOUGH_LEFT", "what can still be invested is less than what is still needed"));
        }

        if (facts.Fund.Terms.InvestmentPeriodEndOn is not { } end)
        {
            return (VerdictStatus.Unknown, new("PERIOD_END_MISSING", "the end of the investment period is not on record"));
        }

        if (conversion == 0 && Start(facts) is { } start && facts.AsOf <= start.PlusMonths(rule.Count("grace_months")))
        {
            return (VerdictStatus.OnTrack, null);
        }

        return forecast <= end
            ? (VerdictStatus.OnTrack, null)
            : (VerdictStatus.AtRisk, new("LATE_AT_PRESENT_PACE", "at the present pace it is not fulfilled by the end of the investment period"));
    }

    private static LocalDate? Start(RuleFacts facts) => facts.Fund.Terms!.RegisteredOn ?? facts.Fund.Terms.ApprovedOn;
}
