using NodaTime;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>The sub-funds of a <see cref="RandomPortfolio"/>: one to four, with investors that may stand in several.</summary>
internal sealed class RandomFunds
{
    private static readonly InvestorClass[] Others = [LocalGovernment, HongKongPublic, HongKongPrivate, MainlandPrivate, GeneralPartner, StateOwned];

    private readonly Dice _dice;
    private readonly IReadOnlyList<FinancingRound> _rounds;
    private readonly IReadOnlyList<InvestorId> _investors;
    private readonly IReadOnlyList<InvestorClassAssignment> _classes;

    private RandomFunds(Dice dice, IReadOnlyList<FinancingRound> rounds)
    {
        (_dice, _rounds) = (dice, rounds);
        _investors = [.. Enumerable.Range(0, 7).Select(_ => new InvestorId(dice.Id()))];
        _classes = [.. _investors.SelectMany((investor, at) => Classes(investor, at == 0 ? Guidance : dice.Of<InvestorClass>(Others)))];
    }

    internal static IReadOnlyList<FundFacts> Of(Dice dice, IReadOnlyList<FinancingRound> rounds)
    {
        var funds = new RandomFunds(dice, rounds);
        return [.. Enumerable.Range(0, dice.Between(1, 4)).Select(_ => funds.Fund())];
    }

    /// <summary>Some turn out to be of another class later, few are never disclosed.</summary>
    private IEnumerable<InvestorClassAssignment> Classes(InvestorId investor, InvestorClass of)
    {
        var since = RandomPortfolio.FirstDay.PlusYears(-1);
        yield return new(_dice.Id(), investor, _dice.Chance(3) ? Undisclosed : of, since, Noon(since));
        if (_dice.Chance(15))
        {
            var on = _dice.Day(RandomPortfolio.FirstDay, RandomPortfolio.LastDay);
            yield return new(_dice.Id(), investor, _dice.Of<InvestorClass>(Others), on, _dice.Recorded(on));
        }
    }

    private FundFacts Fund()
    {
        var currency = _dice.Of(RandomPortfolio.Currencies);
        var opened = _dice.Day(RandomPortfolio.FirstDay, On(2020, 3, 31));
        // The guidance fund, which stands first, in most of them.
        List<InvestorId> who = [.. _investors.Where((_, at) => at == 0 ? _dice.Chance(90) : _dice.Chance(45))];
        who = who.Count == 0 ? [_investors[0]] : who;
        var flows = new List<CashFlow>();
        var (investments, valuations) = Holdings(currency, opened, flows);
        InvestorFlows(currency, opened, who, flows);
        return new FundFacts
        {
            SubFund = new(_dice.Id()),
            Terms = [new() { Id = _dice.Id(), EffectiveOn = opened, RecordedAt = Noon(opened), Currency = currency, ApprovedOn = opened }],
            Commitments = [.. who.SelectMany(investor => Pledges(investor, currency, opened))],
            InvestorClasses = _classes,
            CashFlows = Numbered(flows),
            Navs = [.. Navs(currency, opened)],
            Investments = investments,
            Rounds = _rounds,
            Valuations = valuations,
            LineEvents = _dice.Chance(60) ? [.. Line(currency, opened)] : [],
        };
    }

    private IEnumerable<Commitment> Pledges(InvestorId investor, Currency currency, LocalDate opened)
    {
        var riskiest = _dice.Chance(15);
        var first = Pledge(CommitmentKind.Initial, _dice.Amount(_dice.Chance(15) ? _dice.Of(RandomPortfolio.Currencies) : currency, 40), opened);
        yield return first;
        if (_dice.Chance(25))
        {
            yield return Pledge(CommitmentKind.Increase, _dice.Amount(first.Amount.Currency, 10), _dice.Day(opened, RandomPortfolio.LastDay));
        }

        if (_dice.Chance(15))
        {
            yield return Pledge(CommitmentKind.Reduction, first.Amount with { Minor = (first.Amount.Minor / 3) + 1 }, _dice.Day(opened, RandomPortfolio.LastDay));
        }
        else if (_dice.Chance(8))
        {
            var wrong = Pledge(CommitmentKind.Increase, _dice.Amount(first.Amount.Currency), opened);
            yield return wrong;
            yield return wrong with { Id = new(_dice.Id()), ReversesId = wrong.Id, RecordedAt = wrong.RecordedAt.Plus(Duration.FromDays(_dice.Between(1, 400))) };
        }

        Commitment Pledge(CommitmentKind kind, Money amount, LocalDate on) => new()
        {
            Id = new(_dice.Id()), Investor = investor, Kind = kind, Amount = amount, EffectiveOn = on, RecordedAt = _dice.Recorded(on), IsRiskiest = riskiest,
        };
    }

    private void InvestorFlows(Currency currency, LocalDate opened, List<InvestorId> who, List<CashFlow> flows)
    {
        foreach (var investor in who)
        {
            for (var left = _dice.Between(1, 5); left > 0; left--)
            {
                flows.Add(Flow(CashFlowKind.CapitalCall, _dice.Amount(currency, 6), _dice.Day(opened, RandomPortfolio.LastDay), investor));
            }

            for (var left = _dice.Next(4); left > 0; left--)
            {
                flows.Add(Flow(CashFlowKind.Distribution, _dice.Amount(currency, 2), _dice.Day(opened.PlusYears(1), RandomPortfolio.LastDay), investor));
            }
        }

        flows.Add(Flow(CashFlowKind.ManagementFee, _dice.Amount(currency, 1), _dice.Day(opened, RandomPortfolio.LastDay), null));
    }

    private (IReadOnlyList<Investment> Investments, IReadOnlyList<Valuation> Valuations) Holdings(Currency currency, LocalDate opened, List<CashFlow> flows)
    {
        var (investments, valuations) = (new List<Investment>(), new List<Valuation>());
        foreach (var round in _rounds.Where(round => round.ReversesId is null && round.EffectiveOn >= opened && _dice.Chance(35)))
        {
            var amount = _dice.Amount(_dice.Chance(12) ? round.Total.Currency : currency);
            var investment = new Investment
            {
                Id = new(_dice.Id()), Startup = round.Startup, Round = _dice.Chance(90) ? round.Id : null, Amount = amount,
                EffectiveOn = round.EffectiveOn, RecordedAt = _dice.Recorded(round.EffectiveOn),
            };
            investments.Add(investment);
            var holding = _dice.Chance(97) ? investment.Id : (InvestmentId?)null;
            flows.Add(Flow(CashFlowKind.Investment, amount, round.EffectiveOn, null, holding));
            if (_dice.Chance(40))
            {
                flows.Add(Flow(CashFlowKind.Proceeds, _dice.Amount(currency), _dice.Day(round.EffectiveOn, RandomPortfolio.LastDay), null, holding));
            }

            for (var left = _dice.Next(3); left > 0; left--)
            {
                var on = _dice.Day(round.EffectiveOn, RandomPortfolio.LastDay);
                valuations.Add(new(_dice.Id(), investment.Id, _dice.Chance(10) ? VenturePortfolio.Money.Zero(currency) : _dice.Amount(currency), on, _dice.Recorded(on)));
            }

            if (_dice.Chance(5))
            {
                investments.Add(investment with { Id = new(_dice.Id()), ReversesId = investment.Id, RecordedAt = investment.RecordedAt.Plus(Duration.FromDays(90)) });
            }
        }

        return (investments, valuations);
    }

    private IEnumerable<ReportedNav> Navs(Currency currency, LocalDate opened)
    {
        for (var on = opened.PlusMonths(2); on < RandomPortfolio.LastDay; on = on.PlusMonths(_dice.Between(3, 9)))
        {
            if (_dice.Chance(85))
            {
                yield return new(_dice.Id(), _dice.Amount(currency, 40), on, _dice.Recorded(on));
            }
        }
    }

    private IEnumerable<SubscriptionLineEvent> Line(Currency currency, LocalDate opened)
    {
        var on = _dice.Day(opened, On(2022, 12, 31));
        var drawn = _dice.Amount(currency, 3);
        yield return new(_dice.Id(), LineEventKind.Draw, drawn, on, _dice.Recorded(on));
        var paid = on.PlusDays(_dice.Between(20, 300));
        yield return new(_dice.Id(), LineEventKind.Repayment, drawn with { Minor = (drawn.Minor / 2) + 1 }, paid, _dice.Recorded(paid));
        yield return new(_dice.Id(), LineEventKind.Interest, drawn with { Minor = (drawn.Minor / 50) + 1 }, paid, _dice.Recorded(paid));
    }

    private CashFlow Flow(CashFlowKind kind, Money amount, LocalDate on, InvestorId? investor, InvestmentId? holding = null) => new()
    {
        Id = new(_dice.Id()), Seq = 0, Kind = kind, Amount = amount, UnfundedEffectMinor = 0, EffectiveOn = on, RecordedAt = _dice.Recorded(on),
        Investor = investor, Investment = holding,
    };

    /// <summary>In the order of recording, with some entries taken back and most of these told anew.</summary>
    private List<CashFlow> Numbered(List<CashFlow> flows)
    {
        var rows = new List<CashFlow>();
        foreach (var flow in flows.OrderBy(flow => flow.RecordedAt).ThenBy(flow => flow.Id.Value))
        {
            var entry = flow with { Seq = rows.Count + 1 };
            rows.Add(entry);
            if (_dice.Chance(6))
            {
                var at = entry.RecordedAt.Plus(Duration.FromDays(_dice.Between(1, 500)));
                rows.Add(entry with { Id = new(_dice.Id()), Seq = rows.Count + 1, ReversesSeq = entry.Seq, RecordedAt = at });
                if (_dice.Chance(70))
                {
                    var more = entry.Amount with { Minor = entry.Amount.Minor + _dice.Between(1, 99_999) };
                    rows.Add(entry with { Id = new(_dice.Id()), Seq = rows.Count + 1, Amount = more, RecordedAt = at });
                }
            }
        }

        return rows;
    }
}
