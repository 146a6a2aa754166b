using NodaTime;

namespace VenturePortfolio;

/// <summary>A standing ledger entry as sums see it.</summary>
/// <param name="Amount">Positive.</param>
/// <param name="Effect">+1 for an entry, -1 for a reversal that fits none.</param>
/// <param name="Investor">Whose money; null where the source does not say, and on the side of companies and costs.</param>
/// <param name="Class">Of the investor on the day of the cut; unknown for flows that are no investor's.</param>
/// <param name="Investment">Which holding; null where the source does not say.</param>
/// <param name="Row">The row itself; null in a condensed history, which keeps none.</param>
public readonly record struct FundFlow(
    CashFlowKind Kind, Money Amount, int Effect, LocalDate EffectiveOn, InvestorId? Investor, InvestorClass Class, InvestmentId? Investment, CashFlow? Row);
