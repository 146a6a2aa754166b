namespace VenturePortfolio;

/// <summary>Figures over the sums of supported transactions, which stay in the programme's own currency.</summary>
internal static class SupportRatio
{
    private static readonly Absent NoSupport = new(AbsentCode.NoSupport, "the subject has no supported transactions");

    private static readonly Absent NoPublicFunds = new(AbsentCode.NoPublicFunds, "no transaction has public funds");

    /// <param name="numerator">Which of the totals it sums.</param>
    internal static Measure Of(PortfolioHistory history, params IReadOnlyList<SupportSide> numerator)
    {
        var tally = history.Tally(FxBasis.None);
        if (history.Support is not { } totals)
        {
            return tally.Finish(new Measure { Absent = NoSupport });
        }

        var sum = numerator.Aggregate((Int128)0, (sum, side) => sum + side.Of(totals));
        return tally.Ratio(sum, totals.PublicFundsMinor, NoPublicFunds) with
        {
            Currency = totals.Currency,
            Parts =
            [
                .. numerator.Select(side => new MeasurePart(side.Key, side.Of(totals), 0))
                    .Append(new MeasurePart("PUBLIC_FUNDS", 0, totals.PublicFundsMinor))
                    .OrderBy(part => part.Key, StringComparer.Ordinal),
            ],
        };
    }

    internal static Measure Jobs(PortfolioHistory history)
    {
        var tally = history.Tally(FxBasis.None);
        return history.Support is { } totals
            ? tally.Ratio(totals.JobsCreatedE4 + totals.JobsRetainedE4, 10_000, NoSupport) with { Currency = null }
            : tally.Finish(new Measure { Absent = NoSupport });
    }
}

/// <summary>One of the sums of money of a support programme.</summary>
internal sealed record SupportSide(string Key, Func<SupportTotals, Int128> Of)
{
    internal static SupportSide LoanOrInvestment { get; } = new("LOAN_OR_INVESTMENT", totals => totals.LoanOrInvestmentMinor);

    internal static SupportSide ConcurrentPrivate { get; } = new("CONCURRENT_PRIVATE", totals => totals.ConcurrentPrivateMinor);

    internal static SupportSide SubsequentPrivate { get; } = new("SUBSEQUENT_PRIVATE", totals => totals.SubsequentPrivateMinor);
}
