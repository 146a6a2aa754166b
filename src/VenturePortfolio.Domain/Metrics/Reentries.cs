using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// New rows that correct old ones: reversals of what was known, and what was entered again in its place, of the same day, kind and investor. Both together are one
/// correction, whose effect is the difference; each by itself would be told as a loss and a gain. One entry for each reversal, the first told first: what else
/// is new about that day came late. Where the day itself was wrong, or whose it was, the entry in its place is of the same amount: of another day no more than
/// <see cref="MovedDaysMax"/> away, or of another one on the same day.
/// </summary>
internal static class Reentries
{
    /// <summary>Farther apart, the same amount is rather the next call of a quarter than the same money.</summary>
    private const int MovedDaysMax = 31;

    internal static HashSet<Guid> Of(FundFacts before, FundFacts after)
    {
        var flows = new Dictionary<long, Guid>();
        foreach (var flow in after.CashFlows.Concat(before.CashFlows))
        {
            flows[flow.Seq] = flow.Id.Value;
        }

        return
        [
            .. Of(
                before.Commitments, after.Commitments, row => row.Id.Value, row => row.ReversesId?.Value, row => (row.Investor, row.Kind, row.EffectiveOn), row => row.RecordedAt,
                (old, entry) => old.Kind == entry.Kind && old.Amount == entry.Amount && IsMoved(old.EffectiveOn, entry.EffectiveOn, old.Investor == entry.Investor)),
            .. Of(
                before.CashFlows, after.CashFlows, row => row.Id.Value, row => row.ReversesSeq is { } seq ? flows.GetValueOrDefault(seq) : null,
                row => (row.Investor, row.Investment, row.Kind, row.EffectiveOn), row => row.RecordedAt,
                (old, entry) => old.Kind == entry.Kind && old.Amount == entry.Amount
                    && IsMoved(old.EffectiveOn, entry.EffectiveOn, old.Investor == entry.Investor && old.Investment == entry.Investment)),
            .. Of(
                before.Investments, after.Investments, row => row.Id.Value, row => row.ReversesId?.Value, row => (row.Startup, row.EffectiveOn), row => row.RecordedAt,
                (old, entry) => old.Amount == entry.Amount && IsMoved(old.EffectiveOn, entry.EffectiveOn, old.Startup == entry.Startup)),
            .. Of(
                before.Beside, after.Beside, row => row.Id.Value, row => row.ReversesId?.Value, row => (row.Startup, row.EffectiveOn), row => row.RecordedAt,
                (old, entry) => old.Amount == entry.Amount && IsMoved(old.EffectiveOn, entry.EffectiveOn, old.Startup == entry.Startup)),
            .. Of(
                before.Rounds, after.Rounds, row => row.Id.Value, row => row.ReversesId?.Value, row => (row.Startup, row.EffectiveOn), row => row.RecordedAt,
                (old, entry) => old.Total == entry.Total && IsMoved(old.EffectiveOn, entry.EffectiveOn, old.Startup == entry.Startup)),
            .. Of(
                before.LineEvents, after.LineEvents, row => row.Id, row => row.ReversesId, row => (row.Kind, row.EffectiveOn), row => row.RecordedAt,
                (old, entry) => old.Kind == entry.Kind && old.Amount == entry.Amount && IsMoved(old.EffectiveOn, entry.EffectiveOn, isSameOne: true)),
        ];
    }

    private static bool IsMoved(LocalDate old, LocalDate entry, bool isSameOne) =>
        isSameOne ? Math.Abs(Period.DaysBetween(old, entry)) <= MovedDaysMax : old == entry;

    /// <param name="key">What a row is about: an entry is in the place of what was taken back where it is about the same.</param>
    /// <param name="isMoved">Whether an entry is in the place of an old row though it is about another day or another one; null: never.</param>
    internal static IEnumerable<Guid> Of<T, TKey>(
        IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, Guid> id, Func<T, Guid?> reverses, Func<T, TKey> key, Func<T, Instant> told, Func<T, T, bool>? isMoved = null)
        where TKey : notnull
    {
        var known = before.Select(id).ToHashSet();
        var added = after.Where(row => !known.Contains(id(row))).ToLookup(row => reverses(row) is null);
        if (!added[false].Any())
        {
            return [];
        }

        var rows = new Dictionary<Guid, T>();
        foreach (var row in before.Concat(after))
        {
            rows[id(row)] = row;
        }

        // Something known was taken back there: then whatever is taken back of that day, a second thought of the correction too, belongs to it.
        var takenBack = added[false].Where(row => rows.ContainsKey(reverses(row)!.Value)).GroupBy(row => key(rows[reverses(row)!.Value]))
            .Where(group => group.Any(row => known.Contains(reverses(row)!.Value)))
            .ToDictionary(group => group.Key, group => group.ToList());
        var corrections = takenBack.Values.SelectMany(group => group.Select(id)).ToHashSet();
        var inPlace = added[true].GroupBy(key).Where(group => takenBack.ContainsKey(group.Key))
            .ToDictionary(group => group.Key, group => group.OrderBy(told).ThenBy(id).Take(takenBack[group.Key].Count).ToList());
        corrections.UnionWith(inPlace.Values.SelectMany(group => group.Select(id)));
        foreach (var row in takenBack.SelectMany(group => Alone(group.Value, inPlace.GetValueOrDefault(group.Key)?.Count ?? 0)))
        {
            if (added[true].Where(entry => !corrections.Contains(id(entry)) && isMoved?.Invoke(row, entry) == true).OrderBy(told).ThenBy(id).Take(1).ToList() is [var moved])
            {
                corrections.Add(id(moved));
            }
        }

        return corrections;

        // Known rows for which nothing was entered again about the same.
        IEnumerable<T> Alone(List<T> reversals, int entered) =>
            reversals.OrderBy(told).ThenBy(id).Skip(entered).Select(row => reverses(row)!.Value).Where(known.Contains).Select(old => rows[old]);
    }
}
