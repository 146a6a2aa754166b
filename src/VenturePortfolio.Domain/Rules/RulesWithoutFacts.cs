namespace VenturePortfolio;

/// <summary>
/// Rules that say nothing a fund could break, each with the plain reason. They are told rather than left out.
/// </summary>
internal static class RulesWithoutFacts
{
    internal static IReadOnlyDictionary<string, Func<RuleDefinition, RuleFacts, Verdict>> All { get; } =
        new Dictionary<string, Func<RuleDefinition, RuleFacts, Verdict>>(StringComparer.Ordinal)
        {
            ["NF-06"] = Told("says what counts as an achievement; NF-03 and NF-04 use it"),
            ["NF-19"] = Told("limits the guidance fund's liability; a fund cannot break it"),
            ["NF-30"] = Told("agreed between contributors and manager; no number is set"),
        };

    private static Func<RuleDefinition, RuleFacts, Verdict> Told(string detail) => (_, _) => Verdict.NotApplicable("NOTHING_TO_KEEP", detail);
}
