namespace VenturePortfolio.Server;

/// <summary>A group and what its figure is made of.</summary>
/// <param name="By">TOTAL, PROGRAMME, VINTAGE or SECTOR.</param>
/// <param name="Cells">Numbers of sub-funds, or of a sub-fund's deals in one sector.</param>
public sealed record PeerGroup(string By, string Key, IReadOnlySet<int> Cells);

/// <summary>
/// Which groups' figures are withheld from readers who may not see the parts. A manager knows the figures of its own funds, so what is protected is not the
/// count of funds but that of their managers: of fewer than three, one could reckon another's. Figures are taken for sums, whatever they are. Pure.
/// </summary>
public static class PeerSuppression
{
    public const int ManagersMin = 3;

    /// <summary>Fewer than three managers.</summary>
    public const string Few = "FEW_CONTRIBUTORS";

    /// <summary>Less its told parts, or one of them, it would tell of fewer than three.</summary>
    public const string Complementary = "COMPLEMENTARY";

    /// <summary>Why each withheld group is; the others may be told.</summary>
    /// <param name="managerOf">Of a cell; those whose manager is not known are taken for one.</param>
    public static IReadOnlyDictionary<PeerGroup, string> Withheld(IReadOnlyList<PeerGroup> groups, Func<int, string> managerOf)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var withheld = new Dictionary<PeerGroup, string>(ReferenceEqualityComparer.Instance);
        foreach (var group in groups.Where(group => !AreEnough(group.Cells)))
        {
            withheld[group] = Few;
        }

        // Withholding one makes what others leave over larger, or uncovers it: until nothing changes.
        while (groups.FirstOrDefault(group => !withheld.ContainsKey(group) && Tells(group)) is { } whole)
        {
            withheld[whole] = Complementary;
        }

        return withheld;

        bool Tells(PeerGroup whole)
        {
            var parts = groups.Where(part => !ReferenceEquals(part, whole) && !withheld.ContainsKey(part) && part.Cells.Count < whole.Cells.Count && part.Cells.IsSubsetOf(whole.Cells)).ToList();
            return parts.Exists(part => IsTelling(Without([part])))
                || parts.GroupBy(part => part.By, StringComparer.Ordinal).Any(kind => IsTelling(Without([.. kind])));

            IEnumerable<int> Without(IReadOnlyList<PeerGroup> told) => whole.Cells.Where(cell => !told.Any(part => part.Cells.Contains(cell)));
        }

        // Read no further than to the third manager.
        bool IsTelling(IEnumerable<int> rest) => Managers(rest) is > 0 and < ManagersMin;

        bool AreEnough(IEnumerable<int> cells) => Managers(cells) == ManagersMin;

        int Managers(IEnumerable<int> cells) => cells.Select(managerOf).Distinct(StringComparer.Ordinal).Take(ManagersMin).Count();
    }
}
