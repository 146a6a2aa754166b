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
            ["NF-05"] = Missing("which field of the national catalogue an investment is in is not on record"),
            ["NF-06"] = Told("says what counts as an achievement; NF-03 and NF-04 use it"),
            ["NF-09"] = Missing("loans, guarantees and holdings other than enterprises are not on record"),
            ["NF-10"] = Missing("how idle money is kept is not on record"),
            ["NF-11"] = Missing("annual self-evaluations are not on record"),
            ["NF-16"] = Missing("the manager's staff and earlier cases are not on record"),
            ["NF-19"] = Told("limits the guidance fund's liability; a fund cannot break it"),
            ["NF-20"] = Missing("the custodian bank is not on record"),
            ["NF-21-3"] = Missing("whether field and direction meet the policy objectives is not on record"),
            ["NF-21-4"] = Missing("the investment terms of the charter are not on record"),
            ["NF-21-5"] = Missing("the further exit cases of the charter are not on record"),
            ["NF-22"] = Missing("exits of government money are not on record"),
            ["NF-23"] = Missing("exits of government money and their appraisals are not on record"),
            ["NF-24"] = Missing("approvals of extensions are not on record"),
            ["NF-25"] = Missing("liquidations are not on record"),
            ["NF-26"] = Missing("transfers of the guidance fund's share are not on record; what one would cost says buyOutPrice"),
            ["NF-27"] = Missing("transfers of the guidance fund's share are not on record; what one would cost says buyOutPrice"),
            ["NF-28"] = Missing("rewards paid to the manager are not on record"),
            ["NF-30"] = Told("agreed between contributors and manager; no number is set"),
            ["ITVF-05"] = Missing("what an investee spends on operations in Hong Kong is not on record"),
        };

    private static Func<RuleDefinition, RuleFacts, Verdict> Missing(string detail) => (_, _) => Verdict.Unknown("FACT_NOT_RECORDED", detail);

    private static Func<RuleDefinition, RuleFacts, Verdict> Told(string detail) => (_, _) => Verdict.NotApplicable("NOTHING_TO_KEEP", detail);
}
