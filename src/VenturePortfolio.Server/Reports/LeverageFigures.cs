using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Computed figures in the words of the report.</summary>
public static class LeverageFigures
{
    private const decimal E4 = 10_000;

    /// <param name="context">The figure as computed now, for its terms, its coverage and the age of its inputs; and what it is of.</param>
    /// <param name="stored">The published figure of the same identity; its value is the one given. Null when there is none.</param>
    /// <param name="bridge">To the definition asked for; null where there is none.</param>
    public static LeverageFigure Of(
        FigureContext context, PublishedValue? stored, FigureBridge? bridge)
    {
        var (figure, subject, asOf, language) = (context.Figure, context.Subject, context.Facts.AsOf, context.Query.Language);
        var (metric, measure) = (figure.Metric, figure.Measure);
        var isCount = metric.Unit == MetricUnit.Count;
        var isMoney = metric.Unit is MetricUnit.Ratio or MetricUnit.Amount && metric != DrawParityGap.Metric;
        var value = stored is null ? measure.Value : stored.Value;
        return new LeverageFigure
        {
            Key = metric.Key,
            Revision = metric.Revision,
            Title = metric.Title.In(language),
            Unit = metric.Unit.Key(),
            Source = metric.Source,
            IsVerified = metric.IsVerified && context.Facts.Mappings.All(mapping => mapping.Identity != measure.Mapping || mapping.IsVerified),
            Value = value,
            NumeratorMinor = isMoney ? measure.Numerator : null,
            DenominatorMinor = isMoney ? measure.Denominator : null,
            // Without the zeros of the ten decimals.
            Count = isCount && value is { } counted ? counted / 1.0000000000000000000000000000m : null,
            Currency = isCount ? null : measure.Currency?.Code,
            Mapping = measure.Mapping,
            FxBasis = isCount ? "none" : measure.FxBasis.Print(),
            Status = stored?.Status ?? figure.Status,
            AbsentWhy = Why(figure, language),
            Covered = figure.Covered,
            Funds = metric.Subject == MetricSubject.SupportProgramme ? 0 : subject.Funds.Count,
            LeftOut = [.. figure.LeftOut.Select(left => $"{left.Fund.Code} ({left.Why.Why})")],
            Bridge = bridge,
            Context = context,
            NavAsOf = measure.NavAsOf,
            NavStaleDays = measure.NavAsOf is { } nav ? Period.DaysBetween(nav, asOf) : null,
            Flags = FigureFlag.Of(measure.Flags, language),
            Roots = figure.Roots,
            Rates = measure.Rates,
            IsPublished = stored is not null,
        };
    }

    public static SupportOutcome? Outcome(SupportCard? card) => card is null ? null : new SupportOutcome
    {
        Transactions = card.Count,
        Currency = card.Totals.Currency.Code,
        PublicFundsMinor = card.Totals.PublicFundsMinor,
        LoanOrInvestmentMinor = card.Totals.LoanOrInvestmentMinor,
        ConcurrentPrivateMinor = card.Totals.ConcurrentPrivateMinor,
        SubsequentPrivateMinor = card.Totals.SubsequentPrivateMinor,
        JobsCreated = (decimal)card.Totals.JobsCreatedE4 / E4,
        JobsRetained = (decimal)card.Totals.JobsRetainedE4 / E4,
    };

    private static string? Why(Figure figure, string language) => figure switch
    {
        { Measure.Absent: { } absent } => Messages.Text($"ABSENT_{absent.Why}", language, ("detail", absent.Detail)),
        { LeftOut.Count: > 0 } => Messages.Text(
            "REPORT_PARTIAL", language,
            ("covered", $"{figure.Covered}"),
            ("all", $"{figure.Covered + figure.LeftOut.Count}"),
            ("leftOut", string.Join(", ", figure.LeftOut.Select(left => $"{left.Fund.Code} ({left.Why.Why})")))),
        _ => null,
    };
}
