using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>The logic of every rule, by code. One file and one line here, and one row of data, make a new one.</summary>
public static class RuleCatalog
{
    private static readonly Dictionary<string, Func<RuleDefinition, RuleFacts, Verdict>> Logic =
        new(RulesWithoutFacts.All.Concat(StatedRules.All), StringComparer.Ordinal)
        {
            ["NF-01"] = GuidanceShareBand.Judge,
            ["NF-01-OLD"] = GuidanceShareBand.Judge,
            ["NF-02"] = GuidanceNotLargest.Judge,
            ["NF-03"] = ConversionDuty.Multiple,
            ["NF-04"] = ConversionDuty.Share,
            ["NF-05"] = FieldsSupported.Judge,
            ["NF-07"] = StageFocus.Judge,
            ["NF-08"] = LocalFundsTakePart.Judge,
            ["NF-12"] = FundSizeMinimum.Cny,
            ["NF-13"] = RegisteredOnMainland.Judge,
            ["NF-14"] = TermLimit.Judge,
            ["NF-15"] = ManagerContribution.Judge,
            ["NF-17"] = EnterpriseCap.Judge,
            ["NF-18"] = InvestedBeforeNextFund.Judge,
            ["NF-21-1"] = ExitTriggers.NotEstablished,
            ["NF-21-2"] = ExitTriggers.NotStarted,
            ["NF-22"] = TermDuties.Exit,
            ["NF-24"] = TermDuties.Extension,
            ["NF-25"] = TermDuties.Liquidation,
            ["NF-29"] = ReportsDue.Judge,
            ["NF-31"] = InvesteesOnMainland.Judge,
            ["ITVF-01"] = FundSizeMinimum.Hkd,
            ["ITVF-02"] = ItvfContributions.Others,
            ["ITVF-03"] = ItvfContributions.Governments,
            ["ITVF-04"] = LinkedToHongKong.Judge,
            ["ITVF-06"] = ItvfMatching.Judge,
            ["ITVF-06-OLD"] = ItvfMatching.Judge,
            ["ITVF-07"] = LimitedPartnershipInHongKong.Judge,
        };

    /// <summary>Rules judged by what flowed or was invested; of a fund whose ledger is not kept here nothing can be said.</summary>
    private static readonly HashSet<string> OfLedger = new(StringComparer.Ordinal)
    {
        "NF-03", "NF-04", "NF-05", "NF-07", "NF-17", "NF-18", "NF-21-2", "NF-31", "ITVF-04",
    };

    /// <summary>Every code that has logic, sorted.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Logic.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// What a rule says of a fund. The rule that binds a fund is the one in force on the day of its approval. A rule whose
    /// text was not seen, or that only warns, never fails a fund.
    /// </summary>
    public static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(facts);
        if (WhyNot(rule, facts) is { } not)
        {
            return not;
        }

        if (!Logic.TryGetValue(rule.Code, out var judge))
        {
            return Verdict.Unknown("LOGIC_MISSING", $"this version of the program does not know how to judge {rule.Code}");
        }

        if (OfLedger.Contains(rule.Code) && !facts.Fund.IsLedgerKept)
        {
            return Verdict.Unknown(Disclosure.LedgerNotKept);
        }

        var judged = judge(rule, facts);
        // A day gone by is no forecast: what it brought is in the status and its reason.
        var verdict = judged with { Headroom = judged.Headroom?.Reduced(), Forecast = judged.Forecast >= facts.AsOf ? judged.Forecast : null };
        return (!rule.IsVerified || rule.IsWarning) && verdict.Status is (VerdictStatus.Breach or VerdictStatus.Unattainable)
            ? verdict with { Status = VerdictStatus.Warn }
            : verdict;
    }

    private static Verdict? WhyNot(RuleDefinition rule, RuleFacts facts)
    {
        if (facts.Fund.Terms?.ApprovedOn is not { } approved)
        {
            return Verdict.NotApplicable("APPROVAL_DATE_MISSING", "the day of approval is not on record, so it cannot be said which rules bind the fund");
        }

        if (!rule.IsInForceOn(approved))
        {
            return Verdict.NotApplicable("NOT_IN_FORCE", $"not in force on the day of approval, {LocalDatePattern.Iso.Format(approved)}");
        }

        if (rule.IsPerFund)
        {
            return facts.SwitchedOn.Contains(rule.Code) ? null : Verdict.NotApplicable("NOT_CHOSEN", "a choice per fund, not made for this one");
        }

        var pledges = facts.Pledges;
        return pledges.Missing is not null || pledges.Guidance > 0 ? null
            : pledges.Undisclosed > 0 ? Verdict.Unknown(AbsentCode.GuidanceUndisclosed, "undisclosed contributors: the guidance part is not known")
            : Verdict.NotApplicable(AbsentCode.NoGuidanceCommitment, "no guidance fund has a standing commitment");
    }
}
