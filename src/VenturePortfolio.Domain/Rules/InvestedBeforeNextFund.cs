using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>
/// NF-18: the manager raises no other fund before share_min of S is invested. Judged on the day each later sub-fund of the manager was approved, by what was
/// invested and pledged by then; the first that came too early decides. With none on record a fund that is invested enough keeps the rule, and of one that is not
/// nothing is claimed: funds raised outside this register are not seen. Progress is invested of S on the day judged. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
public static class InvestedBeforeNextFund
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var (pledges, costs) = (facts.Pledges, facts.Costs);
        if ((pledges.Missing ?? costs.Missing) is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        if (facts.OthersOfManager is not { } others)
        {
            return Verdict.Unknown("MANAGER_MISSING", "who manages the fund is not on record, so whether its manager raised another is not known");
        }

        var share = rule.Number("share_min");
        var approved = facts.Fund.Terms!.ApprovedOn!.Value;
        foreach (var next in others.Where(other => other.ApprovedOn > approved && other.ApprovedOn <= facts.AsOf).OrderBy(other => other.ApprovedOn))
        {
            var (day, size) = (next.ApprovedOn!.Value, facts.SizeOn(next.ApprovedOn.Value));
            var invested = costs.UpTo(day);
            if (size > 0 && Told(invested, size) is { } early && early.Headroom!.Value.Numerator < 0)
            {
                return costs.Unnamed is { } unnamed ? Verdict.Unknown(unnamed) : early with
                {
                    Status = VerdictStatus.Breach,
                    Reason = new("RAISED_TOO_EARLY", $"another fund of the manager was approved on {LocalDatePattern.Iso.Format(day)}, before the share was invested"),
                    Evidence = [new("sub_fund_term", next.TermId, next.EffectiveOn, next.RecordedAt, null), .. early.Evidence.Where(row => row.EffectiveOn <= day)],
                };
            }
        }

        var now = Told(costs.Total, pledges.Total);
        return others.Any(other => other.ApprovedOn is null)
                ? Left(new("APPROVAL_DATE_MISSING", "of another fund of the manager the day of approval is not on record"))
            : now.Headroom!.Value.Numerator >= 0 ? now
            : Left(costs.Unnamed ?? new("OTHER_FUNDS_UNRECORDED",
                "less than the share is invested and no later fund of the manager came too early on record; one raised outside this register would not be seen"));

        Verdict Left(Absent why) => now with { Status = VerdictStatus.Unknown, Reason = why };

        Verdict Told(Int128 invested, Int128 size) => new()
        {
            Status = VerdictStatus.Pass,
            Progress = new Fraction(invested, size),
            Headroom = Fraction.Whole(invested) - (share * size),
            Currency = pledges.Currency,
            Evidence = [.. costs.Enterprises.SelectMany(enterprise => enterprise.Evidence)],
        };
    }
}
