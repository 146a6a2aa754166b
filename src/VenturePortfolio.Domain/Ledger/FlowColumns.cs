using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Flows of one fund in columns, 17 bytes each where they are in one currency: what sums over 20 million of them need and no more. Rows keep their
/// order.
/// </summary>
internal sealed class FlowColumns
{
    private const byte Reversal = 0x80;
    private const int None = -1;

    private readonly long[] _minor;
    private readonly LocalDate[] _effectiveOn;

    /// <summary>One alone where all are the same.</summary>
    private readonly Currency[] _currency;
    private readonly byte[] _kind;
    private readonly PlaceColumn _investor;
    private readonly PlaceColumn _investment;
    private readonly (InvestorId Id, InvestorClass Class)[] _investors;
    private readonly InvestmentId[] _investments;

    /// <summary>By the place of an investment, whether its flows are seen; null: all.</summary>
    private readonly bool[]? _shown;

    private int[]? _ofCompanies;

    internal FlowColumns(IReadOnlyCollection<FundFlow> flows)
    {
        (_minor, _effectiveOn, _kind) = (new long[flows.Count], new LocalDate[flows.Count], new byte[flows.Count]);
        var currency = new Currency[flows.Count];
        var (ofInvestors, ofInvestments) = (new int[flows.Count], new int[flows.Count]);
        var (investors, investments) = (new Dictionary<(InvestorId Id, InvestorClass Class), int>(), new Dictionary<InvestmentId, int>());
        foreach (var (at, flow) in flows.Index())
        {
            (_minor[at], currency[at], _effectiveOn[at]) = (flow.Amount.Minor, flow.Amount.Currency, flow.EffectiveOn);
            _kind[at] = (byte)(flow.Kind.Place | (flow.Effect < 0 ? Reversal : 0));
            ofInvestors[at] = flow.Investor is { } investor ? Place(investors, (investor, flow.Class)) : None;
            ofInvestments[at] = flow.Investment is { } investment ? Place(investments, investment) : None;
        }

        (_investors, _investments) = ([.. investors.Keys], [.. investments.Keys]);
        (_investor, _investment) = (new(ofInvestors, investors.Count), new(ofInvestments, investments.Count));
        _currency = Array.TrueForAll(currency, of => of == currency[0]) ? currency[..Math.Min(1, currency.Length)] : currency;
    }

    private FlowColumns(FlowColumns all, bool[] shown)
    {
        (_minor, _effectiveOn, _currency, _kind) = (all._minor, all._effectiveOn, all._currency, all._kind);
        (_investor, _investment, _investors, _investments) = (all._investor, all._investment, all._investors, all._investments);
        _shown = shown;
    }

    internal int Count => _shown is null ? _minor.Length : Of(null).Count();

    /// <summary>The same columns without the flows that name these investments.</summary>
    internal FlowColumns Without(IReadOnlySet<InvestmentId> hidden) =>
        new(this, [.. _investments.Select((id, at) => !hidden.Contains(id) && (_shown is null || _shown[at]))]);

    /// <param name="kind">Null for all.</param>
    internal IEnumerable<FundFlow> Of(CashFlowKind? kind) => kind is null
        ? Shown(Enumerable.Range(0, _minor.Length)).Select(At)
        : Rows(kind.Side).Where(at => (_kind[at] & ~Reversal) == kind.Place).Select(At);

    internal IEnumerable<FundFlow> Of(FlowSide side) => Rows(side).Where(at => SideOf(at) == side).Select(At);

    /// <summary>At least the rows of that side, in order. Of a few of a fund's deals those of the companies are looked for once: each figure asks again.</summary>
    private IEnumerable<int> Rows(FlowSide side)
    {
        var all = Enumerable.Range(0, _minor.Length);
        return _shown is null ? all
            : side == FlowSide.Company ? _ofCompanies ??= [.. Shown(all.Where(at => SideOf(at) == side))]
            : Shown(all);
    }

    private IEnumerable<int> Shown(IEnumerable<int> rows) => _shown is { } shown ? rows.Where(at => _investment[at] == None || shown[_investment[at]]) : rows;

    private FlowSide SideOf(int at) => CashFlowKind.All[_kind[at] & ~Reversal].Side;

    private FundFlow At(int at) => new(
        CashFlowKind.All[_kind[at] & ~Reversal],
        new Money(_minor[at], _currency.Length == 1 ? _currency[0] : _currency[at]),
        (_kind[at] & Reversal) == 0 ? 1 : -1,
        _effectiveOn[at],
        _investor[at] == None ? null : _investors[_investor[at]].Id,
        _investor[at] == None ? InvestorClass.Unknown : _investors[_investor[at]].Class,
        _investment[at] == None ? null : _investments[_investment[at]],
        null);

    // Dictionaries that only grow give their keys in the order of adding.
    private static int Place<TKey>(Dictionary<TKey, int> known, TKey key)
        where TKey : notnull
    {
        if (!known.TryGetValue(key, out var place))
        {
            known[key] = place = known.Count;
        }

        return place;
    }
}
