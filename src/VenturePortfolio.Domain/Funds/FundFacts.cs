using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// All rows of one sub-fund, uncut by any date and in any order. Metrics never see this, only its cut.
/// </summary>
public sealed record FundFacts
{
    public required SubFundId SubFund { get; init; }

    public IReadOnlyList<FundTerms> Terms { get; init; } = [];

    public IReadOnlyList<Commitment> Commitments { get; init; } = [];

    /// <summary>Of the investors that appear in commitments and flows; assignments of others do no harm.</summary>
    public IReadOnlyList<InvestorClassAssignment> InvestorClasses { get; init; } = [];

    public IReadOnlyList<CashFlow> CashFlows { get; init; } = [];

    public IReadOnlyList<ReportedNav> Navs { get; init; } = [];

    public IReadOnlyList<Investment> Investments { get; init; } = [];

    /// <summary>What other sub-funds of ours put into rounds of the startups it invested in, whether it took part or not; other investments do no harm.</summary>
    public IReadOnlyList<Investment> Beside { get; init; } = [];

    /// <summary>Of the startups it invested in, whoever took part; rounds of others do no harm.</summary>
    public IReadOnlyList<FinancingRound> Rounds { get; init; } = [];

    public IReadOnlyList<Valuation> Valuations { get; init; } = [];

    /// <summary>Null: <see cref="Valuations"/> are all there are. Else of each holding only the last one by the as-of date and by each of these days: there are very many.</summary>
    public IReadOnlySet<LocalDate>? ValuedOn { get; init; }

    public IReadOnlyList<SubscriptionLineEvent> LineEvents { get; init; } = [];
}
