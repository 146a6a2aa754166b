using NodaTime;

namespace VenturePortfolio;

/// <summary>What was paid into one fund by each class of investors, converted, in the order of the classes' keys.</summary>
/// <param name="Rates">The exchange rates used.</param>
/// <param name="Missing">The first rate missing, in the order of rows; what it leaves out is in no sum.</param>
internal sealed record PaidIn(
    FxTable Fx, Currency Currency, FxBasis Basis, LocalDate? ConstantOn, IReadOnlyList<(InvestorClass Of, Int128 Minor)> ByClass,
    IReadOnlyCollection<FxQuote> Rates, IReadOnlyCollection<string> Flags, Absent? Missing)
{
    internal bool IsIn(PortfolioHistory history, FxBasis basis) =>
        ReferenceEquals(Fx, history.Fx) && Currency == history.ReportCurrency && Basis == basis && ConstantOn == history.ConstantOn;
}

/// <summary>
/// What was found last of a fund's paid-in money. Deals and groups of deals ask for it again and again, and it is the same for all of them:
/// histories of some of a fund's deals share that of the fund.
/// </summary>
internal sealed class PaidInKept
{
    internal PaidIn? Last { get; set; }

    internal IReadOnlySet<InvestorClass>? Classes { get; set; }
}
