using NodaTime;

namespace VenturePortfolio;

/// <summary>What a fund's holdings were worth, told by the two dates of its history: as rows, or in columns for figures over very many funds.</summary>
internal sealed class FundValuations
{
    private readonly IdIndex<Valuation> _rows;
    private readonly ValuationColumns? _columns;
    private readonly IReadOnlySet<LocalDate>? _readOn;

    /// <param name="rows">By date, then by recording, then by id.</param>
    /// <param name="readOn">The earlier days whose values were read; null for all.</param>
    internal FundValuations(IEnumerable<Valuation> rows, IReadOnlySet<LocalDate>? readOn) => (_rows, _readOn) = (new(rows, row => row.Investment.Value), readOn);

    private FundValuations(FundValuations whole) => (_rows, _columns, _readOn) = (IdIndex<Valuation>.Empty, new(whole._rows.Rows), whole._readOn);

    internal static FundValuations None { get; } = new([], null);

    internal FundValuations Condensed() => _columns is null ? new(this) : this;

    /// <summary>The latest of a holding; null where there is none.</summary>
    internal Valuation? LatestOf(InvestmentId investment, LocalDate asOf) => _columns is { } columns ? columns.Of(investment, asOf) : _rows.LastOf(investment.Value, _ => true);

    /// <summary>The last of a holding for that day or one before; null where there is none. Of a day whose values were not read it throws.</summary>
    internal Valuation? On(InvestmentId investment, LocalDate on) => _readOn?.Contains(on) == false
        ? throw new InvalidOperationException($"The values of holdings on {on} were not read.")
        : _columns is { } columns ? columns.Of(investment, on) : _rows.LastOf(investment.Value, row => row.AsOf <= on);

    /// <summary>Flows after the latest valuation of their holding, or of one without any, by holding. Flows that name none are left out.</summary>
    internal ILookup<InvestmentId?, FundFlow> Since(IEnumerable<Investment> held, IEnumerable<FundFlow> flows, LocalDate asOf)
    {
        var valued = new Dictionary<InvestmentId, LocalDate>();
        foreach (var investment in held)
        {
            if (LatestOf(investment.Id, asOf) is { } value)
            {
                valued[investment.Id] = value.AsOf;
            }
        }

        return flows.Where(flow => flow.Investment is { } id && !(valued.TryGetValue(id, out var on) && flow.EffectiveOn <= on)).ToLookup(flow => flow.Investment);
    }
}
