using NodaTime;

namespace VenturePortfolio;

/// <summary>Valuations of many holdings in columns, 29 bytes each: without ids and recorded times, so there are no trails of them.</summary>
internal sealed class ValuationColumns
{
    private readonly InvestmentId[] _investments;
    private readonly long[] _minor;
    private readonly Currency[] _currency;
    private readonly LocalDate[] _asOf;

    /// <param name="valuations">Of each holding in the order of their days.</param>
    internal ValuationColumns(IEnumerable<Valuation> valuations)
    {
        Valuation[] rows = [.. valuations.OrderBy(row => row.Investment.Value)];
        _investments = Array.ConvertAll(rows, row => row.Investment);
        _minor = Array.ConvertAll(rows, row => row.Value.Minor);
        _currency = Array.ConvertAll(rows, row => row.Value.Currency);
        _asOf = Array.ConvertAll(rows, row => row.AsOf);
    }

    /// <summary>The last one for that day or one before; null where there is none.</summary>
    internal Valuation? Of(InvestmentId investment, LocalDate on)
    {
        int low = 0, high = _investments.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = IsUpTo(middle) ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && _investments[low - 1] == investment
            ? new Valuation(default, investment, new Money(_minor[low - 1], _currency[low - 1]), _asOf[low - 1], default)
            : null;

        bool IsUpTo(int at) => _investments[at].Value.CompareTo(investment.Value) switch
        {
            < 0 => true,
            0 => _asOf[at] <= on,
            _ => false,
        };
    }
}
