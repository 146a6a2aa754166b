using System.Collections;

namespace VenturePortfolio;

/// <summary>Evidence made only when it is looked at: a figure of all startups has millions of rows, and a night keeps none of them.</summary>
internal sealed class EvidenceLater(Func<IEnumerable<EvidenceRow>> make) : IReadOnlyList<EvidenceRow>
{
    private List<EvidenceRow>? _rows;

    public int Count => Rows.Count;

    public EvidenceRow this[int index] => Rows[index];

    private List<EvidenceRow> Rows => _rows ??= [.. make()];

    public IEnumerator<EvidenceRow> GetEnumerator() => Rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
