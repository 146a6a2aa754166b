namespace VenturePortfolio;

/// <summary>Places in a list, row by row, in two bytes each while the list is short: a fund has hundreds of investments and tens of investors.</summary>
/// <param name="places">-1 for none.</param>
/// <param name="count">How long the list is.</param>
internal readonly struct PlaceColumn(int[] places, int count)
{
    private readonly short[]? _narrow = count <= short.MaxValue ? Array.ConvertAll(places, place => (short)place) : null;
    private readonly int[]? _wide = count <= short.MaxValue ? null : places;

    internal int this[int row] => _narrow is { } narrow ? narrow[row] : _wide![row];
}
