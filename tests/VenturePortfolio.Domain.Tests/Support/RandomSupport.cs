using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>The supported transactions of a <see cref="RandomPortfolio"/>, and their sums.</summary>
internal static class RandomSupport
{
    internal static SupportTotals Of(Dice dice)
    {
        List<SupportTransaction> rows = [.. Enumerable.Range(0, dice.Between(1, 12)).Select(_ => dice.Day(RandomPortfolio.FirstDay, On(2020, 1, 1))).Select(on => new SupportTransaction(
            dice.Id(), on, Noon(on), dice.Between(1, 90_000_000), dice.Between(0, 200_000_000), dice.Between(0, 200_000_000), dice.Between(0, 99_000_000),
            dice.Between(0, 500_000), dice.Between(0, 500_000)))];
        return new()
        {
            Currency = Currency.Usd,
            PublicFundsMinor = rows.Sum(row => row.PublicFundsMinor),
            LoanOrInvestmentMinor = rows.Sum(row => row.LoanOrInvestmentMinor),
            ConcurrentPrivateMinor = rows.Sum(row => row.ConcurrentPrivateMinor),
            SubsequentPrivateMinor = rows.Sum(row => row.SubsequentPrivateMinor),
            JobsCreatedE4 = rows.Sum(row => row.JobsCreatedE4),
            JobsRetainedE4 = rows.Sum(row => row.JobsRetainedE4),
            Transactions = rows,
        };
    }
}
