using NodaTime;

namespace VenturePortfolio;

/// <summary>That a startup converts an achievement formed with public money.</summary>
/// <param name="Id">Of the link.</param>
public sealed record ConversionLink(Guid Id, StartupId Startup, LocalDate EffectiveOn, Instant RecordedAt);

/// <summary>Another sub-fund of the same manager, by its terms.</summary>
/// <param name="TermId">Of the row of terms in force.</param>
/// <param name="ApprovedOn">Null: not on record.</param>
public sealed record ManagedFund(SubFundId Fund, Guid TermId, LocalDate? ApprovedOn, LocalDate EffectiveOn, Instant RecordedAt);

/// <summary>Everything rules look at of one sub-fund. Sums are made once, whichever rules ask.</summary>
public sealed class RuleFacts
{
    private readonly Dictionary<Currency, PledgeSums> _pledges = [];
    private readonly ILookup<StartupId, ConversionLink> _conversions;
    private CostSums? _costs;

    /// <param name="fund">Cut at the day and the instant that are judged.</param>
    /// <param name="fx">The rates known at the same instant.</param>
    /// <param name="conversions">Standing links of startups, cut likewise.</param>
    /// <param name="jurisdictions">ISO 3166-1 alpha-2 of startups.</param>
    /// <param name="switchedOn">Codes of the rules that apply to this fund by choice.</param>
    public RuleFacts(
        FundHistory fund, FxTable fx, ILookup<StartupId, ConversionLink> conversions,
        IReadOnlyDictionary<StartupId, string> jurisdictions, IReadOnlySet<string> switchedOn) =>
        (Fund, Fx, _conversions, Jurisdictions, SwitchedOn) = (fund, fx, conversions, jurisdictions, switchedOn);

    public FundHistory Fund { get; }

    public LocalDate AsOf => Fund.AsOf;

    public IReadOnlyDictionary<StartupId, string> Jurisdictions { get; }

    public IReadOnlySet<string> SwitchedOn { get; }

    /// <summary>Where the fund itself is registered, ISO 3166-1 alpha-2; null where that is not on record.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>Startups that stay or stayed in an incubator of Hong Kong.</summary>
    public IReadOnlySet<StartupId> InHongKongIncubators { get; init; } = new HashSet<StartupId>();

    /// <summary>Investors that are bodies which run an incubator.</summary>
    public IReadOnlySet<InvestorId> Incubators { get; init; } = new HashSet<InvestorId>();

    /// <summary>Startups whose field is none of 國家重點支持的高新技術領域.</summary>
    public IReadOnlySet<StartupId> OutsideFields { get; init; } = new HashSet<StartupId>();

    /// <summary>The other sub-funds of its manager, by day of approval; null where who manages it is not on record.</summary>
    public IReadOnlyList<ManagedFund>? OthersOfManager { get; init; }

    /// <summary>What people stated of rules of this fund, newest first; none that another row replaces.</summary>
    public IReadOnlyList<RuleStatement> Statements { get; init; } = [];

    /// <summary>The benchmark lending rate, as known at the same instant.</summary>
    public LendingRates LendingRates { get; init; } = LendingRates.None;

    internal FxTable Fx { get; }

    /// <summary>In the fund's currency.</summary>
    internal PledgeSums Pledges => PledgesIn(Fund.Terms!.Currency);

    internal CostSums Costs => _costs ??= CostSums.Of(Fund, Fx, _conversions);

    internal IEnumerable<RuleStatement> StatementsOf(string code) => Statements.Where(statement => statement.RuleCode == code);

    internal PledgeSums PledgesIn(Currency currency)
    {
        if (!_pledges.TryGetValue(currency, out var sums))
        {
            sums = _pledges[currency] = PledgeSums.Of(Fund, Fx, currency);
        }

        return sums;
    }

    /// <summary>S on a day up to the day that is judged, in the fund's currency; the rates are known where <see cref="Pledges"/> misses none.</summary>
    internal Int128 SizeOn(LocalDate day)
    {
        var tally = TallyOf(Fund, Fx, Fund.Terms!.Currency, FxBasis.CommitmentDate);
        return Fund.Commitments.Where(row => row.EffectiveOn <= day).Aggregate(
            Int128.Zero, (sum, row) => sum + (row.Effect * (tally.InReportCurrency(TallyRow.Of(row, Fund.ClassOf(row.Investor))) ?? 0)));
    }

    internal static Tally TallyOf(FundHistory fund, FxTable fx, Currency currency, FxBasis basis) => new PortfolioHistory
    {
        AsOf = fund.AsOf, Funds = [fund], ReportCurrency = currency, Fx = fx, KeepsTrail = false,
    }.Tally(basis);
}
