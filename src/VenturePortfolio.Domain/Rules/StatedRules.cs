using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>
/// Rules judged by what people state from papers. Without a statement they are UNKNOWN, and say which paper would tell and how it is entered. Source: domain notes 1.2.
/// </summary>
public static class StatedRules
{
    /// <summary>What is stated of each such rule.</summary>
    public static IReadOnlyDictionary<string, StatementContent> Contents { get; } = new Dictionary<string, StatementContent>(StringComparer.Ordinal)
    {
        ["NF-09"] = StatementContent.Kept,
        ["NF-09-2"] = StatementContent.Kept,
        ["NF-10"] = StatementContent.Kept,
        ["NF-11"] = StatementContent.Kept,
        ["NF-13"] = StatementContent.Kept,
        ["NF-16"] = StatementContent.Staff,
        ["NF-20"] = StatementContent.Custodian,
        ["NF-21-3"] = StatementContent.Kept,
        ["NF-21-4"] = StatementContent.Kept,
        ["NF-21-5"] = StatementContent.Kept,
        ["NF-23"] = StatementContent.Kept,
        ["NF-26"] = StatementContent.Transfer,
        ["NF-27"] = StatementContent.Transfer,
        ["NF-28"] = StatementContent.Reward,
        ["NF-29"] = StatementContent.Kept,
        ["ITVF-05"] = StatementContent.Kept,
        ["ITVF-07"] = StatementContent.Kept,
    };

    /// <summary>Those that statements alone judge; NF-13, NF-29 and ITVF-07 have more to go by, and a file of their own.</summary>
    internal static IReadOnlyDictionary<string, Func<RuleDefinition, RuleFacts, Verdict>> All { get; } =
        new Dictionary<string, Func<RuleDefinition, RuleFacts, Verdict>>(StringComparer.Ordinal)
        {
            ["NF-09"] = By(Kept, "loans and shares bought", "the bank statements of the fund's account"),
            ["NF-09-2"] = By(Kept, "futures, property, securities funds, bonds, derivatives, sponsorship and donations", "the bank statements of the fund's account"),
            ["NF-10"] = By(Kept, "how idle money is kept", "the custodian's statement of deposits and treasury bonds"),
            ["NF-11"] = By(OfTheYear, "yearly evaluations", "the manager's performance self-evaluation of the year"),
            ["NF-16"] = By(ManagerStaff.Judge, "the manager's senior staff and earlier cases", "the application for the sub-fund"),
            ["NF-20"] = By(Kept, "the custodian bank", "the custody agreement"),
            ["NF-21-3"] = By(Kept, "the policy objectives agreed for the fund", "its charter, beside the sectors of what it holds"),
            ["NF-21-4"] = By(Kept, "the investment terms of the charter", "the charter"),
            ["NF-21-5"] = By(Kept, "the further exit cases of the charter", "the charter"),
            ["NF-23"] = By(Kept, "exits of government money and their appraisals", "the valuer's report"),
            ["NF-26"] = By(TransferPrice.Judge, "transfers of the guidance fund's share", "the transfer agreement; what one would cost says buyOutPrice"),
            ["NF-27"] = By(TransferPrice.Judge, "transfers of the guidance fund's share", "the transfer agreement; what one would cost says buyOutPrice"),
            ["NF-28"] = By(ManagerReward.Judge, "rewards paid to the manager", "the guidance fund's decision"),
            ["ITVF-05"] = By(Kept, "what an investee spends on operations in Hong Kong", "the investee's accounts"),
        };

    /// <param name="judge">Judges by the newest statement.</param>
    /// <param name="fact">What the ledger does not carry.</param>
    /// <param name="paper">Where it stands.</param>
    private static Func<RuleDefinition, RuleFacts, Verdict> By(Func<RuleDefinition, RuleFacts, RuleStatement, Verdict> judge, string fact, string paper) =>
        (rule, facts) => facts.StatementsOf(rule.Code).FirstOrDefault() is { } newest
            ? judge(rule, facts, newest)
            : Unstated(fact, paper);

    internal static Verdict Unstated(string fact, string paper) =>
        Verdict.Unknown("FACT_NOT_RECORDED", $"nothing is stated yet of {fact}. What it is judged from is entered by recordRuleStatement: {paper}");

    internal static Verdict Kept(RuleDefinition rule, RuleFacts facts, RuleStatement newest) => newest.IsKept == true
        ? newest.Says(VerdictStatus.Pass, "the rule is kept")
        : newest.Says(VerdictStatus.Breach, "the rule is not kept");

    /// <summary>An evaluation speaks of its year only.</summary>
    private static Verdict OfTheYear(RuleDefinition rule, RuleFacts facts, RuleStatement newest) => newest.EffectiveOn > facts.AsOf.PlusYears(-1)
        ? Kept(rule, facts, newest)
        : Verdict.Unknown("STATEMENT_TOO_OLD", $"the newest statement is more than a year old, of {LocalDatePattern.Iso.Format(newest.EffectiveOn)}") with { Evidence = [newest.Evidence] };
}
