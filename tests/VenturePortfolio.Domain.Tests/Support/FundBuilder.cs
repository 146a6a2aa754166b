using NodaTime;

namespace VenturePortfolio.Domain.Tests;

internal sealed class FundBuilder(Currency currency)
{
    private readonly SubFundId _id = new(Guid.CreateVersion7());
    private readonly List<Commitment> _commitments = [];
    private readonly List<InvestorClassAssignment> _classes = [];
    private readonly List<CashFlow> _flows = [];
    private readonly List<ReportedNav> _navs = [];
    private readonly List<Investment> _investments = [];
    private readonly List<FinancingRound> _rounds = [];
    private readonly List<Valuation> _valuations = [];
    private readonly List<FundTerms> _terms = [];
    private readonly List<FundBuilder> _beside = [];
    private readonly Dictionary<InvestorClass, InvestorId> _investors = [];

    internal FundFacts Facts => new()
    {
        SubFund = _id,
        Commitments = _commitments,
        InvestorClasses = _classes,
        CashFlows = _flows,
        Navs = _navs,
        Investments = _investments,
        Beside = [.. _beside.SelectMany(other => other._investments)],
        Rounds = _rounds,
        Valuations = _valuations,
        Terms = _terms,
    };

    internal IReadOnlyList<CashFlow> Flows => _flows;

    /// <summary>Declared on that day: what flows and is invested is not entered here.</summary>
    internal FundBuilder KeepsNoLedgerHere(LocalDate on)
    {
        _terms.Add(new() { Id = Guid.NewGuid(), EffectiveOn = on, RecordedAt = World.Noon(on), Currency = currency, ApprovedOn = on, LedgerKept = false });
        return this;
    }

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
        InvestorClass of, decimal amount, LocalDate on, Currency? inCurrency = null, CommitmentKind? kind = null,
        bool riskiest = false)
    {
        _commitments.Add(new()
        {
            Id = new(Guid.NewGuid()), Investor = InvestorOf(of), Kind = kind ?? CommitmentKind.Initial,
            Amount = World.Money(amount, inCurrency ?? currency), EffectiveOn = on, RecordedAt = World.Noon(on),
            IsRiskiest = riskiest,
        });
        return this;
    }

    internal FundBuilder Calls(decimal amount, LocalDate on, InvestorClass? of = null) =>
        Flow(CashFlowKind.CapitalCall, amount, on, of);

    internal FundBuilder Distributes(decimal amount, LocalDate on, InvestorClass? of = null) =>
        Flow(CashFlowKind.Distribution, amount, on, of);

    internal FundBuilder Invests(decimal amount, LocalDate on) => Flow(CashFlowKind.Investment, amount, on, null);

    /// <summary>An investment with its cash.</summary>
    internal FundBuilder Buys(FinancingRound round, decimal amount, LocalDate? on = null)
    {
        var date = on ?? round.EffectiveOn;
        var id = new InvestmentId(Guid.NewGuid());
        _investments.Add(new()
        {
            Id = id, Startup = round.Startup, Round = round.Id, Amount = World.Money(amount, currency),
            EffectiveOn = date, RecordedAt = World.Noon(date),
        });
        Flow(CashFlowKind.Investment, amount, date, null, holding: id);
        return Sees(round);
    }

    /// <summary>Shares for a note held: nothing is paid.</summary>
    internal FundBuilder Converts(StartupId startup, decimal amount, LocalDate on) => WithoutRound(startup, amount, on, out _);

    /// <summary>Shares of somebody who held them, paid for.</summary>
    internal FundBuilder BuysFromHolder(StartupId startup, decimal amount, LocalDate on)
    {
        WithoutRound(startup, amount, on, out var id);
        return Flow(CashFlowKind.Investment, amount, on, null, holding: id);
    }

    private FundBuilder WithoutRound(StartupId startup, decimal amount, LocalDate on, out InvestmentId id)
    {
        id = new(Guid.NewGuid());
        _investments.Add(new() { Id = id, Startup = startup, Amount = World.Money(amount, currency), EffectiveOn = on, RecordedAt = World.Noon(on) });
        return this;
    }

    /// <summary>Knows of a round of a startup, whether it takes part or not.</summary>
    internal FundBuilder Sees(FinancingRound round)
    {
        if (!_rounds.Contains(round))
        {
            _rounds.Add(round);
        }

        return this;
    }

    /// <summary>Knows what other sub-funds of ours put into the rounds it took part in.</summary>
    internal FundBuilder Beside(params IEnumerable<FundBuilder> others)
    {
        _beside.AddRange(others);
        return this;
    }

    /// <summary>Of the n-th investment, from 0.</summary>
    internal FundBuilder Values(int holding, decimal value, LocalDate on)
    {
        _valuations.Add(new(Guid.NewGuid(), _investments[holding].Id, World.Money(value, currency), on, World.Noon(on)));
        return this;
    }

    /// <summary>Money back from the n-th investment.</summary>
    internal FundBuilder Sells(int holding, decimal amount, LocalDate on) =>
        Flow(CashFlowKind.Proceeds, amount, on, null, holding: _investments[holding].Id);

    /// <summary>More paid for a holding there is.</summary>
    internal FundBuilder BuysMore(int holding, decimal amount, LocalDate on) =>
        Flow(CashFlowKind.Investment, amount, on, null, holding: _investments[holding].Id);

    internal FundBuilder Flow(
        CashFlowKind kind, decimal amount, LocalDate on, InvestorClass? of,
        Currency? inCurrency = null, Instant? recordedAt = null, InvestmentId? holding = null)
    {
        _flows.Add(new()
        {
            Id = new(Guid.NewGuid()), Seq = _flows.Count + 1, Kind = kind,
            Amount = World.Money(amount, inCurrency ?? currency),
            UnfundedEffectMinor = 0, EffectiveOn = on, RecordedAt = recordedAt ?? World.Noon(on),
            Investor = of is null ? null : InvestorOf(of),
            Investment = holding,
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
