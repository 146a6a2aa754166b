using NodaTime;

namespace VenturePortfolio.Domain.Tests;

internal sealed class FundBuilder(Currency currency)
{
    private readonly List<Commitment> _commitments = [];
    private readonly List<InvestorClassAssignment> _classes = [];
    private readonly List<CashFlow> _flows = [];
    private readonly List<ReportedNav> _navs = [];
    private readonly Dictionary<InvestorClass, InvestorId> _investors = [];

    internal FundFacts Facts => new()
    {
        SubFund = new SubFundId(Guid.Empty),
        Commitments = _commitments,
        InvestorClasses = _classes,
        CashFlows = _flows,
        Navs = _navs,
    };

    internal IReadOnlyList<CashFlow> Flows => _flows;

    /// <summary>One investor stands for each class.</summary>
    internal InvestorId InvestorOf(InvestorClass of)
    {
        if (!_investors.TryGetValue(of, out var investor))
        {
            investor = _investors[of] = new InvestorId(Guid.NewGuid());
            var since = new LocalDate(1970, 1, 1);
            _classes.Add(new(Guid.NewGuid(), investor, of, since, World.Noon(since)));
        }

        return investor;
    }

    internal FundBuilder Commits(
        InvestorClass of, decimal amount, LocalDate on, Currency? inCurrency = null, CommitmentKind? kind = null)
    {
        _commitments.Add(new()
        {
            Id = new(Guid.NewGuid()), Investor = InvestorOf(of), Kind = kind ?? CommitmentKind.Initial,
            Amount = World.Money(amount, inCurrency ?? currency), EffectiveOn = on, RecordedAt = World.Noon(on),
        });
        return this;
    }

    internal FundBuilder Calls(decimal amount, LocalDate on, InvestorClass? of = null) =>
        Flow(CashFlowKind.CapitalCall, amount, on, of);

    internal FundBuilder Distributes(decimal amount, LocalDate on, InvestorClass? of = null) =>
        Flow(CashFlowKind.Distribution, amount, on, of);

    internal FundBuilder Invests(decimal amount, LocalDate on) => Flow(CashFlowKind.Investment, amount, on, null);

    internal FundBuilder Flow(
        CashFlowKind kind, decimal amount, LocalDate on, InvestorClass? of,
        Currency? inCurrency = null, Instant? recordedAt = null)
    {
        _flows.Add(new()
        {
            Id = new(Guid.NewGuid()), Seq = _flows.Count + 1, Kind = kind,
            Amount = World.Money(amount, inCurrency ?? currency),
            UnfundedEffectMinor = 0, EffectiveOn = on, RecordedAt = recordedAt ?? World.Noon(on),
            Investor = of is null ? null : InvestorOf(of),
        });
        return this;
    }

    internal FundBuilder Reverses(long seq, Instant recordedAt)
    {
        _flows.Add(_flows[(int)seq - 1] with
        {
            Id = new(Guid.NewGuid()), Seq = _flows.Count + 1, RecordedAt = recordedAt, ReversesSeq = seq,
        });
        return this;
    }

    internal FundBuilder ReportsNav(decimal amount, LocalDate asOf, Instant? recordedAt = null)
    {
        _navs.Add(new(Guid.NewGuid(), World.Money(amount, currency), asOf, recordedAt ?? World.Noon(asOf)));
        return this;
    }

    internal FundHistory Cut(LocalDate asOf, Instant? knownAt = null) =>
        FundHistory.Cut(Facts, asOf, knownAt ?? World.Ever);
}
