using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// New rows that correct old ones: reversals of what was known, and what was entered again in its place, of the same day, kind and investor. Both together are one
/// correction, whose effect is the difference; each by itself would be told as a loss and a gain. One entry for each reversal, the first told first: what else
/// is new about that day came late.
/// </summary>
internal static class Reentries
{
    internal static HashSet<Guid> Of(FundFacts before, FundFacts after)
    {
        var flows = new Dictionary<long, Guid>();
        foreach (var flow in after.CashFlows.Concat(before.CashFlows))
        {
            flows[flow.Seq] = flow.Id.Value;
        }

        return
        [
            .. Of(before.Commitments, after.Commitments, row => row.Id.Value, row => row.ReversesId?.Value, row => (row.Investor, row.Kind, row.EffectiveOn), row => row.RecordedAt),
            .. Of(
                before.CashFlows, after.CashFlows, row => row.Id.Value, row => row.ReversesSeq is { } seq ? flows.GetValueOrDefault(seq) : null,
                row => (row.Investor, row.Investment, row.Kind, row.EffectiveOn), row => row.RecordedAt),
            .. Of(before.Investments, after.Investments, row => row.Id.Value, row => row.ReversesId?.Value, row => (row.Startup, row.EffectiveOn), row => row.RecordedAt),
            .. Of(before.Beside, after.Beside, row => row.Id.Value, row => row.ReversesId?.Value, row => (row.Startup, row.EffectiveOn), row => row.RecordedAt),
            .. Of(before.Rounds, after.Rounds, row => row.Id.Value, row => row.ReversesId?.Value, row => (row.Startup, row.EffectiveOn), row => row.RecordedAt),
            .. Of(before.LineEvents, after.LineEvents, row => row.Id, row => row.ReversesId, row => (row.Kind, row.EffectiveOn), row => row.RecordedAt),
        ];
    }

    /// <param name="key">What a row is about: an entry is in the place of what was taken back where it is about the same.</param>
    internal static IEnumerable<Guid> Of<T, TKey>(
        IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, Guid> id, Func<T, Guid?> reverses, Func<T, TKey> key, Func<T, Instant> told)
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
        return takenBack.Values.SelectMany(group => group.Select(id)).Concat(added[true].GroupBy(key)
            .SelectMany(group => takenBack.TryGetValue(group.Key, out var reversals) ? group.OrderBy(told).ThenBy(id).Take(reversals.Count).Select(id) : []));
    }
}
