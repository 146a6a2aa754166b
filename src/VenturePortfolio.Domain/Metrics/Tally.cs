using System.Numerics;
using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// The sums of one metric: converts each row once, adds it to numerator and denominator by weights of -1, 0 or 1, and
/// keeps the trail. The first missing rate makes the whole figure absent.
/// </summary>
internal sealed class Tally(PortfolioHistory history, FxBasis basis)
{
    private readonly List<TrailRow> _trail = [];
    private readonly TallyExchange _exchange = new(history, basis);
    private LocalDate? _navAsOf;

    internal Int128 Numerator { get; private set; }

    internal Int128 Denominator { get; private set; }

    /// <summary>The first thing missing, in the order of funds and rows.</summary>
    internal Absent? Missing => _exchange.Missing;

    /// <summary>The signed flows with their dates, for figures that need more than the sum.</summary>
    internal DatedFlows Dated { get; } = new();

    internal Tally Commitments(Func<InvestorClass, bool>? numerator, Func<InvestorClass, bool>? denominator)
    {
        foreach (var fund in history.Funds)
        {
            foreach (var row in fund.Commitments)
            {
                var of = fund.ClassOf(row.Investor);
                Add(TallyRow.Of(row, of), NumeratorWeight(numerator, of) * row.Effect, Weight(denominator, of) * row.Effect);
            }
        }

        return this;
    }

    /// <summary>
    /// What each investor of one fund pledges, converted, in the order of their ids; what was withdrawn in full
    /// stands with zero. Adds to no sum.
    /// </summary>
    internal IReadOnlyList<Pledge> Pledges(FundHistory fund)
    {
        return [.. fund.Commitments.GroupBy(row => row.Investor).OrderBy(rows => rows.Key.Value).Select(rows => new Pledge(
            rows.First(), rows.Aggregate(0L, (sum, row) => checked(sum + (row.Effect * Minor(row))))))];

        long Minor(Commitment row) => (long)(InReportCurrency(TallyRow.Of(row, fund.ClassOf(row.Investor))) ?? 0);
    }

    /// <summary>A part of an amount that is not a plain sum, shown beside the row it stems from.</summary>
    internal void Attribute(FundHistory fund, Commitment row, Int128 minor)
    {
        Numerator += minor;
        Keep(TallyRow.Of(row, fund.ClassOf(row.Investor)), minor, 0);
    }

    /// <summary>
    /// Flows of a kind, as positive sums whatever the kind's sign; the class is that of the flow's investor.
    /// </summary>
    internal Tally Flows(
        CashFlowKind kind, Func<InvestorClass, bool>? numerator, Func<InvestorClass, bool>? denominator)
    {
        foreach (var fund in history.Funds)
        {
            foreach (var row in fund.Flows(kind))
            {
                Add(TallyRow.Of(row, fund), NumeratorWeight(numerator, row.Class) * row.Effect, Weight(denominator, row.Class) * row.Effect);
            }
        }

        return this;
    }

    /// <summary>What was paid into a fund, by class. Adds to no sum.</summary>
    internal IReadOnlyList<(InvestorClass Of, Int128 Minor)> PaidIn(FundHistory fund)
    {
        var found = fund.PaidIn.Last is { } last && last.IsIn(history, basis) ? last : fund.PaidIn.Last = new Tally(history, basis).PaidInAnew(fund);
        _exchange.Take(found.Rates, found.Flags, found.Missing);
        return found.ByClass;
    }

    private PaidIn PaidInAnew(FundHistory fund)
    {
        var sums = new Dictionary<InvestorClass, Int128>();
        foreach (var flow in fund.Flows(CashFlowKind.CapitalCall))
        {
            sums[flow.Class] = sums.GetValueOrDefault(flow.Class) + (flow.Effect * (InReportCurrency(TallyRow.Of(flow, fund)) ?? 0));
        }

        return new(
            history.Fx, history.ReportCurrency, basis, history.ConstantOn,
            [.. sums.OrderBy(sum => sum.Key.Key, StringComparer.Ordinal).Select(sum => (sum.Key, sum.Value))], _exchange.Rates, _exchange.Flags, Missing);
    }

    /// <summary>Investor-side flows into the numerator with the investor's sign.</summary>
    /// <param name="after">Only of later days; null for all.</param>
    internal Tally InvestorFlows(LocalDate? after = null) => SignedFlows(FlowSide.Investor, after);

    /// <summary>Company-side flows into the numerator with the fund's sign.</summary>
    /// <param name="after">Only of later days; null for all.</param>
    internal Tally CompanyFlows(LocalDate? after = null) => SignedFlows(FlowSide.Company, after);

    private Tally SignedFlows(FlowSide side, LocalDate? after)
    {
        foreach (var fund in history.Funds)
        {
            foreach (var row in fund.Flows(side))
            {
                if (!(row.EffectiveOn <= after) && Add(TallyRow.Of(row, fund), row.Kind.Sign * row.Effect, 0) is { } minor)
                {
                    Dated.Add(new XirrFlow(row.EffectiveOn, minor));
                }
            }
        }

        return this;
    }

    /// <summary>
    /// A row that counts with parts of its own making, such as its share of a round: minor units of the report currency, as
    /// <see cref="InReportCurrency"/> gives them.
    /// </summary>
    /// <param name="stateOn">For a state rather than a flow: the day it stands on.</param>
    internal void Count(TallyRow row, Int128 numerator, Int128 denominator, LocalDate? stateOn = null)
    {
        Numerator += numerator;
        Denominator += denominator;
        Keep(row, numerator, denominator, stateOn);
    }

    /// <summary>A row shown beside terms that are no plain sums of rows: its part in them, as the metric reckons it.</summary>
    internal void Show(TallyRow row, Int128 numerator, Int128 denominator) => Keep(row, numerator, denominator);

    /// <summary>
    /// The residual value into the numerator: each fund's last reported net asset value, plus contributions, minus
    /// distributions since, all at the rate of the as-of date, because it is a state and not a flow. A fund that nobody
    /// paid into has none.
    /// </summary>
    internal Tally ResidualValue()
    {
        foreach (var fund in history.Funds)
        {
            if (fund.Nav is { } nav)
            {
                AddNav(fund, nav, history.AsOf, 1);
                _navAsOf = _navAsOf is { } oldest && oldest < nav.AsOf ? oldest : nav.AsOf;
            }
            else if (fund.Flows(CashFlowKind.CapitalCall).Any())
            {
                Miss(new Absent(AbsentCode.NoReportedNav, $"no net asset value reported by {Iso(history.AsOf)}"));
            }
        }

        return this;
    }

    /// <summary>
    /// The residual value at the end of an earlier day as if it had been paid in then: each fund's net asset value reported by then, rolled
    /// forward to it, at the rates of that day.
    /// </summary>
    /// <param name="asCapital">Into the denominator too, as what was there from the first day on.</param>
    internal Tally OpeningValue(LocalDate on, bool asCapital = false)
    {
        var before = Numerator;
        foreach (var fund in history.Funds)
        {
            if (fund.NavOn(on) is { } nav)
            {
                AddNav(fund, nav, on, -1, asCapital);
            }
            else if (fund.Flows(CashFlowKind.CapitalCall).Any(flow => flow.EffectiveOn <= on))
            {
                Miss(new Absent(AbsentCode.NoReportedNav, $"no net asset value reported by {Iso(on)}"));
            }
        }

        Dated.Add(new XirrFlow(on, Numerator - before));
        return this;
    }

    /// <summary>The ratio of the two sums; absent with the given reason when the denominator is not positive.</summary>
    internal Measure Ratio(Absent whenNotPositive) =>
        Missing is null ? Ratio(Numerator, Denominator, whenNotPositive) : Finish(new Measure { Absent = Missing });

    /// <summary>As <see cref="Ratio(Absent)"/>, for figures whose terms are not the plain sums.</summary>
    internal Measure Ratio(Int128 numerator, Int128 denominator, Absent whenNotPositive)
    {
        var exact = new Measure { Numerator = numerator, Denominator = denominator, Currency = history.ReportCurrency };
        if (denominator <= 0)
        {
            return Finish(exact with { Absent = whenNotPositive });
        }

        return Finish(HalfEven.Divide(numerator, denominator, Places) is { } value
            ? exact with { Value = value }
            : exact with { Absent = new Absent(AbsentCode.OutOfRange, $"{numerator}/{denominator}") });
    }

    /// <summary>The rate of return of dated flows and what is left at the end, minor units; absent where the search finds none.</summary>
    internal Measure Rate(IReadOnlyList<XirrFlow> flows, Int128 residual)
    {
        if (Missing is not null)
        {
            return Finish(new Measure { Absent = Missing });
        }

        var found = Xirr.Solve([.. flows], new TerminalValue(history.AsOf, residual));
        var measure = new Measure { Status = found.Status, Roots = found.Roots, Currency = history.ReportCurrency };
        string[] flags = found.SpanDays < 365 ? [MeasureFlag.UnderOneYear] : [];
        return found.Rate is { } rate
            ? Finish(measure with { Value = rate }, flags)
            : Finish(measure with { Absent = found.Status.WithoutRate() });
    }

    /// <summary>As <see cref="Rate(IReadOnlyList{XirrFlow}, Int128)"/>, of the flows counted so far.</summary>
    /// <param name="left">Adds what is left at the end, and no flow.</param>
    internal Measure Rate(Func<Tally, Tally> left)
    {
        var (flows, before) = (Dated.ToArray(), Numerator);
        return left(this).Rate(flows, Numerator - before);
    }

    /// <summary>The numerator as an amount of money.</summary>
    internal Measure Amount() =>
        Missing is not null ? Finish(new Measure { Absent = Missing })
        : HalfEven.Divide(Numerator, (Int128)BigInteger.Pow(10, history.ReportCurrency.MinorDigits), Places) is { } value
            ? Finish(new Measure { Numerator = Numerator, Currency = history.ReportCurrency, Value = value })
            : Finish(new Measure { Absent = new Absent(AbsentCode.OutOfRange, $"{Numerator} minor units") });

    /// <summary>Puts what was collected on a measure.</summary>
    internal Measure Finish(Measure measure, params IEnumerable<string> flags) => measure with
    {
        FxBasis = basis,
        Flags = [.. _exchange.Flags.Concat(flags).Order(StringComparer.Ordinal)],
        NavAsOf = _navAsOf,
        Trail = _trail,
        Parts = measure.Parts.Count > 0 ? measure.Parts : MeasurePart.Of(_trail),
        Rates = [.. _exchange.Rates.OrderBy(rate => rate.Currency.Code, StringComparer.Ordinal).ThenBy(rate => rate.EffectiveOn)
            .ThenBy(rate => rate.Series)],
    };

    /// <summary>Decimals of a presented value.</summary>
    internal const int Places = 10;

    /// <summary>The rates and flags of sums that were made apart, and what they missed, after what this one missed.</summary>
    internal void Notes(Tally apart) => _exchange.Take(apart._exchange.Rates, apart._exchange.Flags, apart.Missing);

    internal void Flag(string flag) => _exchange.Flag(flag);

    /// <summary>The first thing that is missing counts.</summary>
    internal void Miss(Absent absent) => _exchange.Miss(absent);

    /// <param name="sign">1 for what is left at the end, -1 for what is there at the beginning.</param>
    private void AddNav(FundHistory fund, ReportedNav nav, LocalDate on, int sign, bool asCapital = false)
    {
        var before = Numerator;
        Add(sign > 0 ? TallyRow.Of(nav) : TallyRow.Of(nav) with { Kind = "OPENING_NAV" }, sign, asCapital ? -sign : 0, on);
        foreach (var flow in fund.Flows(FlowSide.Investor).Where(flow => flow.EffectiveOn > nav.AsOf && flow.EffectiveOn <= on))
        {
            var weight = -sign * flow.Kind.Sign * flow.Effect;
            Add(TallyRow.Of(flow, fund), weight, asCapital ? -weight : 0, on);
            Flag(MeasureFlag.NavRolledForward);
        }

        if (sign * (Numerator - before) < 0)
        {
            Miss(new Absent(AbsentCode.NavExhausted,
                $"distributions since {Iso(nav.AsOf)} exceed the net asset value reported for that day"));
        }

        if (nav.IsStaleOn(on))
        {
            Flag(MeasureFlag.NavStale);
        }
    }

    /// <summary>The row's part in the numerator; null where it has none, or where a rate is missing.</summary>
    private Int128? Add(in TallyRow row, int numerator, int denominator, LocalDate? stateOn = null)
    {
        if (numerator == 0 && denominator == 0)
        {
            return null;
        }

        if (InReportCurrency(row, stateOn) is not { } minor)
        {
            return null;
        }

        Numerator += numerator * minor;
        Denominator += denominator * minor;
        Keep(row, numerator * minor, denominator * minor, stateOn);
        return numerator * minor;
    }

    private void Keep(in TallyRow row, Int128 numerator, Int128 denominator, LocalDate? stateOn = null)
    {
        if (history.KeepsTrail)
        {
            if (row is { Source: TrailSource.CashFlow or TrailSource.Valuation, RecordedAt: var recordedAt } && recordedAt == default)
            {
                throw new InvalidOperationException("A condensed history has no trail of its flows and valuations.");
            }

            _trail.Add(new TrailRow(
                row.Source, row.Part, row.Id, row.EffectiveOn, row.RecordedAt, row.Amount, numerator, denominator)
            {
                CountedOn = stateOn ?? row.EffectiveOn,
            });
        }
    }

    /// <inheritdoc cref="TallyExchange.InReportCurrency"/>
    internal Int128? InReportCurrency(in TallyRow row, LocalDate? stateOn = null) => _exchange.InReportCurrency(row, stateOn);

    /// <inheritdoc cref="TallyExchange.Converted"/>
    internal Int128? Converted(Money money, Currency to, LocalDate day) => _exchange.Converted(money, to, day);

    private int NumeratorWeight(Func<InvestorClass, bool>? which, InvestorClass of) =>
        history.NumeratorClass is { } key && key != of.Key ? 0 : Weight(which, of);

    private static int Weight(Func<InvestorClass, bool>? which, InvestorClass of) => which?.Invoke(of) == true ? 1 : 0;

    private static string Iso(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);
}
