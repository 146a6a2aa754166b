namespace VenturePortfolio;

/// <summary>
/// Leaves out rows that were taken back, together with the reversals that did it: an entry in a wrong currency must not
/// make a figure absent after it was corrected. A reversal that fits no entry stays and counts with the flipped sign,
/// so that the sums are those of the plain ledger in every case.
/// </summary>
internal static class Standing
{
    internal static IReadOnlyList<CashFlow> Of(IEnumerable<CashFlow> rows)
    {
        var all = rows.ToList();
        if (all.TrueForAll(row => row.ReversesSeq is null))
        {
            return all;
        }

        var bySeq = all.ToLookup(row => row.Seq);
        return Without(all, row => row.ReversesSeq is { } seq ? bySeq[seq].FirstOrDefault(row.TakesBack) : null);
    }

    internal static IReadOnlyList<Commitment> Of(IEnumerable<Commitment> rows)
    {
        var all = rows.ToList();
        if (all.TrueForAll(row => row.ReversesId is null))
        {
            return all;
        }

        var byId = all.ToLookup(row => row.Id);
        return Without(all, row => row.ReversesId is { } id ? byId[id].FirstOrDefault(row.TakesBack) : null);
    }

    internal static IReadOnlyList<Investment> Of(IEnumerable<Investment> rows) =>
        Things(rows, row => row.Id, row => row.ReversesId, (reversal, entry) => reversal.TakesBack(entry));

    internal static IReadOnlyList<FinancingRound> Of(IEnumerable<FinancingRound> rows) =>
        Things(rows, row => row.Id, row => row.ReversesId, (reversal, entry) => reversal.TakesBack(entry));

    internal static IReadOnlyList<SubscriptionLineEvent> Of(IEnumerable<SubscriptionLineEvent> rows) =>
        Things(rows, row => row.Id, row => row.ReversesId, (reversal, entry) => reversal.Kind == entry.Kind && reversal.Amount == entry.Amount && reversal.EffectiveOn == entry.EffectiveOn);

    /// <summary>Of things rather than sums: a reversal that fits none is no thing of its own either.</summary>
    private static List<T> Things<T, TId>(IEnumerable<T> rows, Func<T, TId> id, Func<T, TId?> reverses, Func<T, T, bool> takesBack)
        where T : class
        where TId : struct
    {
        var all = rows.ToList();
        if (all.TrueForAll(row => reverses(row) is null))
        {
            return all;
        }

        var byId = all.ToLookup(id);
        return Without(all, row => reverses(row) is { } of ? byId[of].FirstOrDefault(entry => takesBack(row, entry)) : null)
            .FindAll(row => reverses(row) is null);
    }

    private static List<T> Without<T>(List<T> all, Func<T, T?> takenBack)
        where T : class
    {
        var gone = new HashSet<T>(ReferenceEqualityComparer.Instance);
        foreach (var row in all)
        {
            // Each entry is taken back once: a second reversal of it fits nothing and stays.
            if (takenBack(row) is { } entry && gone.Add(entry))
            {
                gone.Add(row);
            }
        }

        return all.FindAll(row => !gone.Contains(row));
    }
}
