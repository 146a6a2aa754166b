namespace VenturePortfolio;

/// <summary>
/// NF-05: what does not go into enterprises that convert achievements stays within 國家重點支持的高新技術領域. An enterprise's field is the sector of its
/// card; the eight fields are from general knowledge, so one outside them warns. Progress is cost within them of that cost.
/// Source: 財教〔2021〕176號 Art. 10; fields: 國科發火〔2016〕32號, annex (not seen).
/// </summary>
public static class FieldsSupported
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts)
    {
        var costs = facts.Costs;
        if ((costs.Missing ?? costs.Unnamed) is { } missing)
        {
            return Verdict.Unknown(missing);
        }

        if (costs.Enterprises.Count == 0)
        {
            return Verdict.NotApplicable("NOTHING_INVESTED", "nothing was invested yet");
        }

        var others = costs.Enterprises.Where(enterprise => !enterprise.IsConversion).ToList();
        var outside = others.Where(enterprise => facts.OutsideFields.Contains(enterprise.Startup)).ToList();
        if (outside.Count > 0 && others.Count == costs.Enterprises.Count)
        {
            return Verdict.Unknown("CONVERSIONS_UNRECORDED", "enterprises are outside the fields, and of none is it on record whether it converts an achievement (linkAchievement)");
        }

        var (all, beyond) = (Sum(others), Sum(outside));
        return new Verdict
        {
            Status = outside.Count == 0 ? VerdictStatus.Pass : VerdictStatus.Warn,
            Reason = outside.Count == 0 ? null : new Absent("OUTSIDE_FIELDS", $"{outside.Count} of {others.Count} enterprises that convert no achievement are outside the fields"),
            Progress = all > 0 ? new Fraction(all - beyond, all) : null,
            Currency = all > 0 ? facts.Fund.Terms!.Currency : null,
            Evidence = [.. outside.SelectMany(enterprise => enterprise.Evidence)],
        };

        static Int128 Sum(IEnumerable<EnterpriseCost> of) => of.Aggregate(Int128.Zero, (sum, enterprise) => sum + enterprise.Minor);
    }
}
