using System.Collections;

namespace VenturePortfolio;

/// <summary>A list whose members are made of smaller rows each time they are asked for: for sets of which millions are kept and few looked at.</summary>
internal sealed class MadeAgain<TRow, T>(TRow[] rows, Func<TRow, T> make) : IReadOnlyList<T>
{
    public int Count => rows.Length;

    public T this[int index] => make(rows[index]);

    public IEnumerator<T> GetEnumerator() => rows.Select(make).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
