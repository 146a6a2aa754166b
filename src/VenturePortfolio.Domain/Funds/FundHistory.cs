using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// What had happened to one sub-fund by the end of <see cref="AsOf"/>, as far as we had been told at
/// <see cref="KnownAt"/>. The only thing a metric sees of a fund. Rows that took each other back are gone.
/// </summary>
public sealed class FundHistory
{
    private readonly Dictionary<InvestorId, InvestorClass> _classes;
    private readonly IdIndex<FinancingRound> _rounds;
    private ILookup<InvestmentId?, FundFlow>? _moved;
    private bool? _namesUnknownRound;
    private readonly FundValuations _values;
    private readonly IReadOnlyList<CashFlow>? _rows;
    private readonly FlowColumns? _columns;
    private readonly IdIndex<Investment> _stakes;
    private readonly bool _isOnceInEach;
    private readonly IReadOnlyList<ReportedNav> _navs;
    private readonly Func<ReportedNav, ReportedNav?>? _partOf;
    // Told apart by value and rates; few are asked for. A reference is replaced whole: whoever reads sees the old or the new one.
    private NavParts? _navParts;
    private LineParts? _lineParts;

    private FundHistory(FundFacts facts, LocalDate asOf, Instant knownAt)
    {
        (SubFund, AsOf, KnownAt) = (facts.SubFund, asOf, knownAt);
        bool Seen(LocalDate effectiveOn, Instant recordedAt) => effectiveOn <= asOf && recordedAt <= knownAt;

        Terms = facts.Terms.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .MaxBy(row => (row.EffectiveOn, row.RecordedAt, row.Id));
        AgreedTermEndOn = facts.Terms.Where(row => row.TermEndOn is not null && Seen(row.EffectiveOn, row.RecordedAt))
            .MinBy(row => (row.EffectiveOn, row.RecordedAt, row.Id))?.TermEndOn;
        _navs = [.. facts.Navs.Where(row => Seen(row.AsOf, row.RecordedAt)).OrderBy(row => row.AsOf).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id)];
        Nav = _navs.Count == 0 ? null : _navs[^1];
        Commitments = Standing.Of(facts.Commitments.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id.Value));
        _rows = Standing.Of(facts.CashFlows.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.Seq));
        FirstCall = First(_rows);
        Investments = Standing.Of(facts.Investments.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id.Value));
        OfAllDeals = Investments;
        List<Investment> again = [.. InRoundsTakenAgain(Investments)];
        (_isOnceInEach, _stakes) = (again.Count == 0, new(
            again.Concat(Standing.Of(facts.Beside.Where(row => Seen(row.EffectiveOn, row.RecordedAt))).Where(row => row.Round is not null)),
            row => row.Round!.Value.Value));
        LineEvents = Standing.Of(facts.LineEvents.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id));
        var held = Investments.Select(row => row.Startup).ToHashSet();
        Rounds = Standing.Of(facts.Rounds.Where(row => held.Contains(row.Startup) && Seen(row.EffectiveOn, row.RecordedAt))
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id.Value));
        _rounds = ById(Rounds);
        _values = new(facts.Valuations.Where(row => Seen(row.AsOf, row.RecordedAt)).OrderBy(row => row.AsOf).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id), facts.ValuedOn);
        IsLedgerKept = Terms?.LedgerKept != false || _rows.Count + Investments.Count + _navs.Count + LineEvents.Count > 0;
        _classes = facts.InvestorClasses.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .GroupBy(row => row.Investor)
            .ToDictionary(
                group => group.Key,
                group => group.MaxBy(row => (row.EffectiveOn, row.RecordedAt, row.Id))!.Class);
    }

    private FundHistory(FundHistory whole, Func<Investment, bool> which)
    {
        (SubFund, AsOf, KnownAt, Terms, Nav, Commitments, IsLedgerKept) = (whole.SubFund, whole.AsOf, whole.KnownAt, whole.Terms, whole.Nav, whole.Commitments, whole.IsLedgerKept);
        (_classes, _values, _stakes, _isOnceInEach, LineEvents) = (whole._classes, whole._values, whole._stakes, whole._isOnceInEach, whole.LineEvents);
        (_navs, _partOf) = (whole._navs, whole._partOf);
        Investments = [.. whole.Investments.Where(which)];
        OfAllDeals = whole.OfAllDeals;
        var others = whole.Investments.Where(row => !which(row)).Select(row => row.Id).ToHashSet();
        // What names no holding on record may be of any: it stays, and makes figures of deals say so.
        _rows = whole._rows is { } rows ? [.. rows.Where(flow => flow.Investment is not { } id || !others.Contains(id))] : null;
        _columns = whole._columns?.Without(others);
        FirstCall = whole.FirstCall;
        PaidIn = whole.PaidIn;
        _moved = whole.MovedSinceValued;
        _namesUnknownRound = whole.NamesUnknownRound ? null : false;
        var held = Investments.Select(row => row.Startup).ToHashSet();
        Rounds = [.. whole.Rounds.Where(row => held.Contains(row.Startup))];
        _rounds = ById(Rounds);
    }

    private FundHistory(FundHistory whole, Func<InvestorId, bool> whose, FxTable fx)
    {
        (SubFund, AsOf, KnownAt, Terms, IsLedgerKept) = (whole.SubFund, whole.AsOf, whole.KnownAt, whole.Terms, whole.IsLedgerKept);
        (_classes, _values, _rounds, _stakes) = (whole._classes, FundValuations.None, IdIndex<FinancingRound>.Empty, IdIndex<Investment>.Empty);
        Commitments = [.. whole.Commitments.Where(row => whose(row.Investor))];
        (_rows, _columns) = whole.Kept([.. whole.Flows(FlowSide.Investor).Where(flow => flow.Investor is { } payer && whose(payer))]);
        (Investments, OfAllDeals, Rounds) = ([], [], []);
        var line = whole.KnownLineParts(fx);
        (LineEvents, LineUnsplit) = ([.. line.Events.Select(row => row.Of with { Amount = row.Parts.Where(part => whose(part.Key)).Aggregate(VenturePortfolio.Money.Zero(row.Of.Amount.Currency), (sum, part) => sum + part.Value) })], line.Missing);
        (_navs, _partOf) = (whole._navs, nav => whole.PartOf(nav, whose, fx));
        Nav = whole.Nav is { } nav ? _partOf(nav) : null;
    }

    private FundHistory(FundHistory whole, IReadOnlyList<Investment> investments, IReadOnlyList<FundFlow> flows)
    {
        (SubFund, AsOf, KnownAt, Terms, IsLedgerKept) = (whole.SubFund, whole.AsOf, whole.KnownAt, whole.Terms, whole.IsLedgerKept);
        (_classes, _values, _rounds, _stakes, _navs) = (whole._classes, whole._values, IdIndex<FinancingRound>.Empty, IdIndex<Investment>.Empty, []);
        (Investments, OfAllDeals) = (investments, whole.OfAllDeals);
        (_rows, _columns) = whole.Kept(flows);
        _moved = whole.MovedSinceValued;
        (Commitments, Rounds, LineEvents) = ([], [], []);
    }

    private FundHistory(FundHistory whole)
    {
        (SubFund, AsOf, KnownAt, Terms, Nav, Commitments, IsLedgerKept) = (whole.SubFund, whole.AsOf, whole.KnownAt, whole.Terms, whole.Nav, whole.Commitments, whole.IsLedgerKept);
        (_classes, _values, _rounds, _stakes, LineEvents) = (whole._classes, whole._values.Condensed(), whole._rounds, whole._stakes, whole.LineEvents);
        _isOnceInEach = whole._isOnceInEach;
        (Investments, OfAllDeals, Rounds, FirstCall, AgreedTermEndOn) = (whole.Investments, whole.OfAllDeals, whole.Rounds, whole.FirstCall, whole.AgreedTermEndOn);
        (_navs, _partOf) = (whole._navs, whole._partOf);
        _columns = new([.. whole.Flows()]);
    }

    /// <summary>Asked for by every deal of the fund.</summary>
    internal PaidInKept PaidIn { get; } = new();

    public SubFundId SubFund { get; }

    /// <summary>Inclusive: flows of this very day count.</summary>
    public LocalDate AsOf { get; }

    /// <summary>Inclusive: rows recorded at this very instant count.</summary>
    public Instant KnownAt { get; }

    /// <summary>Null when no terms are known.</summary>
    public FundTerms? Terms { get; }

    /// <summary>The last day of the term as first agreed; null where no end was ever on record, and in parts of a fund.</summary>
    public LocalDate? AgreedTermEndOn { get; }

    /// <summary>False: nothing is known of flows, investments and values, which is not the same as that there were none. Whatever was entered makes it true.</summary>
    public bool IsLedgerKept { get; }

    /// <summary>By date, then by recording.</summary>
    public IReadOnlyList<Commitment> Commitments { get; }

    /// <summary>By date, then by sequence; same-day flows are not netted. A condensed history has no rows and throws.</summary>
    public IReadOnlyList<CashFlow> CashFlows =>
        _rows ?? throw new InvalidOperationException("A condensed history keeps sums and no rows of the ledger.");

    /// <summary>The fund's first standing capital call, for evidence; null where nobody paid in, and in parts of one investor or company.</summary>
    public CashFlow? FirstCall { get; }

    /// <summary>The latest reported net asset value; null when none was ever reported.</summary>
    public ReportedNav? Nav { get; }

    /// <summary>Standing investments, by date, then by recording.</summary>
    public IReadOnlyList<Investment> Investments { get; }

    /// <summary>As <see cref="Investments"/>, of the whole fund where this history is of some of its deals: what it put in elsewhere is still ours.</summary>
    internal IReadOnlyList<Investment> OfAllDeals { get; }

    /// <summary>
    /// Investments that cost money: part of a round, or paid for by a flow of the ledger. The others are conversions of notes, whose money counted
    /// when it came. Source: domain.md 3.3, counting rule (5).
    /// </summary>
    internal IEnumerable<Investment> Costs
    {
        get
        {
            if (Investments.All(row => row.Round is not null))
            {
                return Investments;
            }

            var paidFor = Flows(CashFlowKind.Investment).Select(flow => flow.Investment).ToHashSet();
            return Investments.Where(row => row.Round is not null || paidFor.Contains(row.Id));
        }
    }

    /// <summary>Standing events of its subscription line, by date; empty where it has none. Of an investor its part of each, which may be nothing.</summary>
    public IReadOnlyList<SubscriptionLineEvent> LineEvents { get; }

    /// <summary>Why nobody's part of the line is known; null where it is, and of whole funds.</summary>
    internal Absent? LineUnsplit { get; }

    /// <summary>Standing rounds of the startups it holds or held, by date, then by recording; its own part in them or none.</summary>
    public IReadOnlyList<FinancingRound> Rounds { get; }

    /// <summary>
    /// The one way in: both dates cut every kind of row. Ties are broken by (date, recorded, id), so the order of the
    /// rows given never matters.
    /// </summary>
    public static FundHistory Cut(FundFacts facts, LocalDate asOf, Instant knownAt) => new(facts, asOf, knownAt);

    /// <summary>The same fund with its deals in these startups only: for figures of deals. Investors and their money stay whole.</summary>
    public FundHistory Holding(Func<StartupId, bool> which) => new(this, row => which(row.Startup));

    /// <summary>As <see cref="Holding(Func{StartupId, bool})"/>, with one deal only.</summary>
    public FundHistory Holding(InvestmentId deal) => new(this, row => row.Id == deal);

    /// <summary>
    /// The fund company by company, each with what was paid to it and came back and no more: for figures of the companies' side, MOIC and
    /// gross rate of return. What names no holding on record may be of any: it stays with each, and makes these figures say so.
    /// </summary>
    public IEnumerable<(StartupId Company, FundHistory Deals)> Companies()
    {
        var companies = Investments.ToDictionary(row => row.Id, row => row.Startup);
        var flows = Flows(FlowSide.Company).Index()
            .ToLookup(flow => flow.Item.Investment is { } id && companies.TryGetValue(id, out var company) ? company : (StartupId?)null);
        var unnamed = flows[null].ToList();
        return Investments.GroupBy(row => row.Startup).Select(rows => (rows.Key, new FundHistory(this, [.. rows], [.. (unnamed.Count == 0
            ? flows[rows.Key]
            : flows[rows.Key].Concat(unnamed).OrderBy(flow => flow.Index)).Select(flow => flow.Item)])));
    }

    /// <summary>
    /// One investor's part in the fund: its commitments and flows, and its part of the net asset value by what it had paid in by then. The
    /// parts of all investors add up to the whole value, to the minor unit; so do their parts of the subscription line (<see cref="LineParts"/>). Without what lies
    /// between fund and companies.
    /// </summary>
    /// <param name="fx">For what was paid in another currency than the value is told in; each flow at its own day.</param>
    public FundHistory OfInvestor(InvestorId investor, FxTable fx) => new(this, investor.Equals, fx);

    /// <summary>As <see cref="OfInvestor"/>, of all investors of one class on the as-of date.</summary>
    /// <param name="key">Of the class.</param>
    public FundHistory OfClass(string key, FxTable fx) => new(this, investor => ClassOf(investor).Key == key, fx);

    /// <summary>Who has a commitment or a flow, in the order of ids: what is split among them must not depend on who was told of first.</summary>
    public IReadOnlyList<InvestorId> Investors =>
        [.. Commitments.Select(row => row.Investor).Concat(Flows().Select(flow => flow.Investor).OfType<InvestorId>()).Distinct().OrderBy(investor => investor.Value)];

    /// <summary>Null where nobody had paid in, or a rate is missing: then nobody's part is known.</summary>
    private ReportedNav? PartOf(ReportedNav nav, Func<InvestorId, bool> whose, FxTable fx) =>
        KnownParts(nav, fx) is { } parts
            ? nav with { Amount = parts.Where(part => whose(part.Key)).Aggregate(VenturePortfolio.Money.Zero(nav.Amount.Currency), (sum, part) => sum + part.Value) }
            : null;

    /// <summary>Everybody's at once and kept: they are asked for one after the other.</summary>
    private Dictionary<InvestorId, Money>? KnownParts(ReportedNav nav, FxTable fx)
    {
        if (_navParts?.Find(nav, fx) is { } known)
        {
            return known.Parts;
        }

        var parts = NavParts.Split(this, nav, fx);
        _navParts = new(nav.Id, fx, parts, _navParts);
        return parts;
    }

    private LineParts KnownLineParts(FxTable fx) =>
        _lineParts is { } known && ReferenceEquals(known.Fx, fx) ? known : _lineParts = LineParts.Of(LineEvents, Commitments, fx);

    /// <summary>
    /// The investor's class on <see cref="AsOf"/>; <see cref="InvestorClass.Unknown"/> where none is on record.
    /// </summary>
    public InvestorClass ClassOf(InvestorId? investor) =>
        investor is { } id && _classes.TryGetValue(id, out var known) ? known : InvestorClass.Unknown;

    /// <summary>The day of the investor's first standing commitment to the fund; null where there is none.</summary>
    internal LocalDate? FirstCommitmentOf(InvestorId investor)
    {
        foreach (var row in Commitments)
        {
            if (row.Investor == investor)
            {
                return row.EffectiveOn;
            }
        }

        return null;
    }

    /// <summary>The round an investment was made in; null where it was no part of one, and where the round is not (yet) known.</summary>
    public FinancingRound? RoundOf(Investment investment) =>
        investment.Round is { } id ? _rounds.Of(id.Value) : null;

    /// <summary>The rounds on record in which it took part, by its first investment in them, with its investments in each.</summary>
    internal IEnumerable<(FinancingRound Round, IReadOnlyList<Investment> Own)> RoundsWithOwn() => _isOnceInEach
        ? Investments.Select(row => (Round: RoundOf(row), Own: row)).Where(row => row.Round is not null).Select(row => (row.Round!, (IReadOnlyList<Investment>)[row.Own]))
        : Investments.Where(row => RoundOf(row) is not null).GroupBy(row => row.Round!.Value).Select(rows => (RoundOf(rows.First())!, (IReadOnlyList<Investment>)[.. rows]));

    /// <summary>
    /// What else than one investment of this fund our sub-funds put into a round of a startup it holds: what others did, beside it or without it, and,
    /// where it invested in the round more than once, all of its own. Empty for a round it has to itself: nothing is kept of those.
    /// </summary>
    public IEnumerable<Investment> MoreStakesIn(FinancingRoundId round) => _stakes.AllOf(round.Value);

    private static IEnumerable<Investment> InRoundsTakenAgain(IEnumerable<Investment> own) =>
        own.Where(row => row.Round is not null).GroupBy(row => row.Round!.Value).Where(rows => rows.Skip(1).Any()).SelectMany(rows => rows);

    /// <summary>The last net asset value reported for that day or one before; null when there was none.</summary>
    internal ReportedNav? NavOn(LocalDate on) =>
        _navs.LastOrDefault(row => row.AsOf <= on) is { } nav ? _partOf is null ? nav : _partOf(nav) : null;

    /// <summary>The latest valuation of a holding; null where there is none.</summary>
    public Valuation? ValueOf(InvestmentId investment) => _values.LatestOf(investment, AsOf);

    /// <summary>
    /// What was paid to companies and came back after the last valuation of their holding, or ever where it has none, by holding: of most nothing. Found once, for each part of
    /// the fund too.
    /// </summary>
    internal ILookup<InvestmentId?, FundFlow> MovedSinceValued => _moved ??= _values.Since(Investments, Flows(FlowSide.Company), AsOf);

    /// <summary>Whether a round that an investment names is not on record.</summary>
    internal bool NamesUnknownRound => _namesUnknownRound ??= Investments.Any(row => row.Round is not null && RoundOf(row) is null);

    /// <summary>The last valuation of a holding for that day or one before; null where there is none. Of a day whose values were not read it throws.</summary>
    internal Valuation? ValueOn(InvestmentId investment, LocalDate on) => _values.On(investment, on);

    /// <summary>
    /// The same history with its flows and valuations in columns, for figures over very many funds: every sum is the same, but these rows
    /// have no ids and no recorded times, so there are no trails of them.
    /// </summary>
    public FundHistory Condensed() => _columns is null ? new(this) : this;

    /// <summary>Standing entries by date, then by sequence.</summary>
    /// <param name="kind">Null for all.</param>
    public IEnumerable<FundFlow> Flows(CashFlowKind? kind = null) => _columns?.Of(kind) ?? Seen(CashFlows, kind);

    /// <summary>Standing entries of one side, by date, then by sequence.</summary>
    public IEnumerable<FundFlow> Flows(FlowSide side) => _columns?.Of(side) ?? Seen(CashFlows.Where(row => row.Kind.Side == side), null);

    /// <summary>How many standing entries.</summary>
    public int FlowCount => _columns?.Count ?? CashFlows.Count;

    private IEnumerable<FundFlow> Seen(IEnumerable<CashFlow> rows, CashFlowKind? kind) =>
        (kind is null ? rows : rows.Where(row => row.Kind == kind))
        .Select(row => new FundFlow(row.Kind, row.Amount, row.Effect, row.EffectiveOn, row.Investor, ClassOf(row.Investor), row.Investment, row));

    /// <summary>Some of the flows, kept as this history keeps its own.</summary>
    private (IReadOnlyList<CashFlow>? Rows, FlowColumns? Columns) Kept(IReadOnlyList<FundFlow> flows) =>
        _rows is null ? (null, new(flows)) : ([.. flows.Select(flow => flow.Row!)], null);

    private static CashFlow? First(IReadOnlyList<CashFlow> rows) =>
        rows.FirstOrDefault(row => row.Kind == CashFlowKind.CapitalCall && row.Effect > 0);

    private static IdIndex<FinancingRound> ById(IReadOnlyList<FinancingRound> rounds) => new(rounds, round => round.Id.Value);
}
