using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Figures over the sums of supported transactions. They stay in the programme's own currency, as Treasury told them, unless another is asked for: then each
/// transaction is converted by itself, at the rate of the as-of date so that the ratio stays what it is, or by whatever basis is asked for.
/// </summary>
internal static class SupportRatio
{
    private const long JobE4 = 10_000;

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

        if (history.ConvertsSupport && totals.Currency != history.ReportCurrency)
        {
            return Converted(history, totals, [.. numerator.Select(side => (side, true)), (SupportSide.PublicFunds, false)]);
        }

        var sum = numerator.Aggregate((Int128)0, (sum, side) => sum + side.Of(totals));
        return tally.Ratio(sum, totals.PublicFundsMinor, NoPublicFunds) with
        {
            Currency = totals.Currency,
            Trail = Trail(history, [.. numerator.Select(side => (side, true)), (SupportSide.PublicFunds, false)]),
            Parts =
            [
                .. numerator.Select(side => new MeasurePart(side.Key, side.Of(totals), 0))
                    .Append(new MeasurePart(SupportSide.PublicFunds.Key, 0, totals.PublicFundsMinor))
                    .OrderBy(part => part.Key, StringComparer.Ordinal),
            ],
        };
    }

    private static Measure Converted(PortfolioHistory history, SupportTotals totals, IReadOnlyList<(SupportSide Side, bool IsNumerator)> sides)
    {
        if (totals.Transactions.Count != totals.Count)
        {
            throw new InvalidOperationException("Sums cannot be converted without the transactions they are made of.");
        }

        var tally = history.Tally(FxBasis.AsOf);
        foreach (var row in totals.Transactions)
        {
            foreach (var (side, isNumerator) in sides.Where(of => of.Side.OfRow(row) != 0))
            {
                var of = new TallyRow(
                    TrailSource.SupportTransaction, side.Key, null, row.Id, row.EffectiveOn, row.RecordedAt, new Money(side.OfRow(row), totals.Currency));
                if (tally.InReportCurrency(of) is { } minor)
                {
                    tally.Count(of, isNumerator ? minor : 0, isNumerator ? 0 : minor);
                }
            }
        }

        return tally.Ratio(NoPublicFunds);
    }

    internal static Measure Jobs(PortfolioHistory history)
    {
        var tally = history.Tally(FxBasis.None);
        return history.Support is { } totals
            ? tally.Ratio(totals.JobsCreatedE4 + totals.JobsRetainedE4, JobE4, NoSupport) with
            {
                Currency = null,
                Trail =
                [
                    .. Trail(history, [(SupportSide.JobsCreated, true), (SupportSide.JobsRetained, true)]),
                    // The numerator counts ten-thousandths of a job.
                    .. history.KeepsTrail ? [TrailRow.OfDefinition(history.AsOf, JobE4)] : Array.Empty<TrailRow>(),
                ],
                Parts =
                [
                    new(TrailRow.Asked, 0, JobE4),
                    new(SupportSide.JobsCreated.Key, totals.JobsCreatedE4, 0),
                    new(SupportSide.JobsRetained.Key, totals.JobsRetainedE4, 0),
                ],
            }
            : tally.Finish(new Measure { Absent = NoSupport });
    }

    /// <summary>Each transaction once for each side in which it has something.</summary>
    private static IReadOnlyList<TrailRow> Trail(PortfolioHistory history, IReadOnlyList<(SupportSide Side, bool IsNumerator)> sides)
    {
        if (!history.KeepsTrail)
        {
            return [];
        }

        return [.. history.Support!.Transactions.SelectMany(row => sides.Where(of => of.Side.OfRow(row) != 0).Select(of =>
        {
            var amount = of.Side.OfRow(row);
            return new TrailRow(
                TrailSource.SupportTransaction, of.Side.Key, row.Id, row.EffectiveOn, row.RecordedAt,
                of.Side.IsMoney ? new Money(amount, history.Support.Currency) : null,
                of.IsNumerator ? amount : 0, of.IsNumerator ? 0 : amount);
        }))];
    }
}

/// <summary>One of the sums of a support programme.</summary>
/// <param name="OfRow">The same of one transaction.</param>
internal sealed record SupportSide(string Key, Func<SupportTotals, Int128> Of, Func<SupportTransaction, long> OfRow, bool IsMoney = true)
{
    internal static SupportSide LoanOrInvestment { get; } =
        new("LOAN_OR_INVESTMENT", totals => totals.LoanOrInvestmentMinor, row => row.LoanOrInvestmentMinor);

    internal static SupportSide ConcurrentPrivate { get; } =
        new("CONCURRENT_PRIVATE", totals => totals.ConcurrentPrivateMinor, row => row.ConcurrentPrivateMinor);

    internal static SupportSide SubsequentPrivate { get; } =
        new("SUBSEQUENT_PRIVATE", totals => totals.SubsequentPrivateMinor, row => row.SubsequentPrivateMinor);

    internal static SupportSide PublicFunds { get; } = new("PUBLIC_FUNDS", totals => totals.PublicFundsMinor, row => row.PublicFundsMinor);

    internal static SupportSide JobsCreated { get; } = new("JOBS_CREATED", totals => totals.JobsCreatedE4, row => row.JobsCreatedE4, IsMoney: false);

    internal static SupportSide JobsRetained { get; } = new("JOBS_RETAINED", totals => totals.JobsRetainedE4, row => row.JobsRetainedE4, IsMoney: false);
}
