namespace VenturePortfolio;

/// <summary>Figures over the sums of supported transactions, which stay in the programme's own currency.</summary>
internal static class SupportRatio
{
    private static readonly Absent NoSupport = new(AbsentCode.NoSupport, "the subject has no supported transactions");

    private static readonly Absent NoPublicFunds = new(AbsentCode.NoPublicFunds, "no transaction has public funds");

    internal static Measure Of(PortfolioHistory history, Func<SupportTotals, Int128> numerator)
    {
        var tally = history.Tally(FxBasis.None);
        return history.Support is { } totals
            ? tally.Ratio(numerator(totals), totals.PublicFundsMinor, NoPublicFunds) with { Currency = totals.Currency }
            : tally.Finish(new Measure { Absent = NoSupport });
    }

    internal static Measure Jobs(PortfolioHistory history)
    {
        var tally = history.Tally(FxBasis.None);
        return history.Support is { } totals
            ? tally.Ratio(totals.JobsCreatedE4 + totals.JobsRetainedE4, 10_000, NoSupport) with { Currency = null }
            : tally.Finish(new Measure { Absent = NoSupport });
    }
}
