namespace VenturePortfolio;

/// <summary>
/// Rules that cannot be judged, each with the plain reason: a fact that is not on record, or nothing that a fund could break. They are told
/// rather than left out.
/// </summary>
internal static class RulesWithoutFacts
{
    internal static IReadOnlyDictionary<string, Func<RuleDefinition, RuleFacts, Verdict>> All { get; } =
        new Dictionary<string, Func<RuleDefinition, RuleFacts, Verdict>>(StringComparer.Ordinal)
        {
            ["NF-06"] = Told("says what counts as an achievement; NF-03 and NF-04 use it"),
            ["NF-09"] = Missing("loans, guarantees, securities and donations", "the bank statements of the fund's account"),
            ["NF-10"] = Missing("how idle money is kept", "the custodian's statement of deposits and treasury bonds"),
            ["NF-11"] = Missing("yearly evaluations", "the manager's performance self-evaluation of the year"),
            ["NF-16"] = Missing("the manager's senior staff and earlier cases", "the application for the sub-fund"),
            ["NF-19"] = Told("limits the guidance fund's liability; a fund cannot break it"),
            ["NF-20"] = Missing("the custodian bank", "the custody agreement"),
            ["NF-21-3"] = Missing("the policy objectives agreed for the fund", "its charter, beside the sectors of what it holds"),
            ["NF-21-4"] = Missing("the investment terms of the charter", "the charter"),
            ["NF-21-5"] = Missing("the further exit cases of the charter", "the charter"),
            ["NF-23"] = Missing("exits of government money and their appraisals", "the valuer's report"),
            ["NF-26"] = Missing("transfers of the guidance fund's share", "the transfer agreement; what one would cost says buyOutPrice"),
            ["NF-27"] = Missing("transfers of the guidance fund's share", "the transfer agreement; what one would cost says buyOutPrice"),
            ["NF-28"] = Missing("rewards paid to the manager", "the guidance fund's decision"),
            ["NF-30"] = Told("agreed between contributors and manager; no number is set"),
            ["ITVF-05"] = Missing("what an investee spends on operations in Hong Kong", "the investee's accounts"),
        };

    /// <param name="fact">What no table of this register keeps.</param>
    /// <param name="paper">What a person would look into instead.</param>
    private static Func<RuleDefinition, RuleFacts, Verdict> Missing(string fact, string paper) => (_, _) =>
        Verdict.Unknown("FACT_NOT_RECORDED", $"not on record, and not to be entered here yet: {fact}. To be judged by hand, from {paper}");

    private static Func<RuleDefinition, RuleFacts, Verdict> Told(string detail) => (_, _) => Verdict.NotApplicable("NOTHING_TO_KEEP", detail);
}
