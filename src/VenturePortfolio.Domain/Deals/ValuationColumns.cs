using NodaTime;

namespace VenturePortfolio;

/// <summary>Last valuations of many holdings in columns, 29 bytes each: without ids and recorded times, so there are no trails of them.</summary>
internal sealed class ValuationColumns
{
    private readonly InvestmentId[] _investments;
    private readonly long[] _minor;
    private readonly Currency[] _currency;
    private readonly LocalDate[] _asOf;

    internal ValuationColumns(IEnumerable<Valuation> valuations)
    {
        Valuation[] rows = [.. valuations.OrderBy(row => row.Investment.Value)];
        _investments = Array.ConvertAll(rows, row => row.Investment);
        _minor = Array.ConvertAll(rows, row => row.Value.Minor);
        _currency = Array.ConvertAll(rows, row => row.Value.Currency);
        _asOf = Array.ConvertAll(rows, row => row.AsOf);
    }

    /// <summary>Null where there is none.</summary>
    internal Valuation? Of(InvestmentId investment) =>
        Array.BinarySearch(_investments, investment, ById) is >= 0 and var at
            ? new Valuation(default, investment, new Money(_minor[at], _currency[at]), _asOf[at], default)
            : null;

    private static readonly Comparer<InvestmentId> ById = Comparer<InvestmentId>.Create((one, other) => one.Value.CompareTo(other.Value));
}
