namespace VenturePortfolio;

/// <summary>
/// Rows by an id: a sorted array, a fifth of what a dictionary takes, because a night keeps millions. Rows of the same id keep their order.
/// </summary>
internal sealed class IdIndex<T>(IEnumerable<T> rows, Func<T, Guid> id)
    where T : class
{
    private readonly T[] _rows = [.. rows.OrderBy(id)];

    /// <summary>By id.</summary>
    internal IReadOnlyList<T> Rows => _rows;

    internal static IdIndex<T> Empty { get; } = new([], _ => default);

    /// <summary>The first of the id; null where there is none.</summary>
    internal T? Of(Guid wanted) => From(wanted) is var at && at < _rows.Length && id(_rows[at]) == wanted ? _rows[at] : null;

    /// <summary>The last one of the id that is so; null where there is none.</summary>
    internal T? LastOf(Guid wanted, Predicate<T> isSo)
    {
        T? last = null;
        for (var at = From(wanted); at < _rows.Length && id(_rows[at]) == wanted; at++)
        {
            last = isSo(_rows[at]) ? _rows[at] : last;
        }

        return last;
    }

    internal IEnumerable<T> AllOf(Guid wanted)
    {
        int from = From(wanted), to = from;
        while (to < _rows.Length && id(_rows[to]) == wanted)
        {
            to++;
        }

        return new ArraySegment<T>(_rows, from, to - from);
    }

    /// <summary>The place of the first row whose id is no smaller.</summary>
    private int From(Guid wanted)
    {
        int low = 0, high = _rows.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = id(_rows[middle]).CompareTo(wanted) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
