using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// NF-21 (1) and (2): government money may leave at once, without the others' consent, when the fund is not established more than
/// years after its approval, or has begun no investment more than years after money reached its account. Exactly the years are still
/// in time. Without a day of registration on record nothing is claimed, only the last day told: silence is no proof that a fund was not
/// established. Source: 財預〔2015〕210號 Art. 20.
/// </summary>
public static class ExitTriggers
{
    private const int WarnDays = 90;

    internal static Verdict NotEstablished(RuleDefinition rule, RuleFacts facts)
    {
        var terms = facts.Fund.Terms!;
        IReadOnlyList<VerdictEvidence> evidence = [new("sub_fund_term", terms.Id, terms.EffectiveOn, terms.RecordedAt, null)];
        var last = terms.ApprovedOn!.Value.PlusYears(rule.Count("years"));
        return terms.RegisteredOn is not { } registered
            ? Verdict.Unknown("TERM_MISSING", "the day of registration is not on record") with { Forecast = last.PlusDays(1), Evidence = evidence }
            : Deadline(
            facts, last, registered <= facts.AsOf,
            new("NOT_ESTABLISHED", "approved and not established in due form within the time"), evidence);
    }

    internal static Verdict NotStarted(RuleDefinition rule, RuleFacts facts)
    {
        if (facts.Fund.FirstCall is not { } first)
        {
            return Verdict.NotApplicable("NO_MONEY_YET", "no money has reached the fund's account, so its time has not begun");
        }

        var started = facts.Fund.Investments.Count > 0 || facts.Fund.Flows(CashFlowKind.Investment).Any();
        return Deadline(
            facts, first.EffectiveOn.PlusYears(rule.Count("years")), started,
            new("NOT_STARTED", "money reached the account and no investment was begun within the time"),
            [
                new("cash_flow", first.Id.Value, first.EffectiveOn, first.RecordedAt, first.Amount),
                .. facts.Fund.Investments.Take(1).Select(row => new VerdictEvidence("investment", row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Amount)),
            ]);
    }

    private static Verdict Deadline(RuleFacts facts, LocalDate last, bool done, Absent why, IReadOnlyList<VerdictEvidence> evidence)
    {
        var left = Period.DaysBetween(facts.AsOf, last);
        return done
            ? new Verdict { Status = VerdictStatus.Pass, Evidence = evidence }
            : new Verdict
            {
                Status = left < 0 ? VerdictStatus.Breach : left <= WarnDays ? VerdictStatus.AtRisk : VerdictStatus.OnTrack,
                Reason = left < 0 ? why : null,
                Headroom = Fraction.Whole(left),
                Forecast = last.PlusDays(1),
                Evidence = evidence,
            };
    }
}
