namespace VenturePortfolio.Domain.Tests;

/// <summary>The supported transactions of a <see cref="RandomPortfolio"/>.</summary>
internal static class RandomSupport
{
    internal static SupportTotals Of(Dice dice) => new()
    {
        Currency = Currency.Usd,
        PublicFundsMinor = dice.Between(1, 500_000_000),
        LoanOrInvestmentMinor = dice.Between(1, 900_000_000),
        ConcurrentPrivateMinor = dice.Between(0, 900_000_000),
        SubsequentPrivateMinor = dice.Between(0, 900_000_000),
        JobsCreatedE4 = dice.Between(0, 5_000_000),
        JobsRetainedE4 = dice.Between(0, 5_000_000),
    };
}
