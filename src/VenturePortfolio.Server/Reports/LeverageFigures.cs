using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Computed figures in the words of the report.</summary>
public static class LeverageFigures
{
    private const decimal E4 = 10_000;

    /// <param name="context">The figure as computed now, for its terms, its coverage and the age of its inputs; and what it is of.</param>
    /// <param name="stored">The published figure of the same identity; its value is the one given. Null when there is none.</param>
    /// <param name="bridge">To the definition asked for; null where none was.</param>
    public static LeverageFigure Of(
        FigureContext context, PublishedValue? stored, OrAbsent<FigureBridge>? bridge)
    {
        var (figure, subject, asOf, language) = (context.Figure, context.Subject, context.Facts.AsOf, context.Query.Language);
        var (metric, measure) = (figure.Metric, figure.Measure);
        var (isCount, isMoney) = (metric.Unit == MetricUnit.Count, IsMoney(metric));
        var value = stored is null ? measure.Value : stored.Value;
        return new LeverageFigure
        {
            Definition = MetricDefinition.InForce(metric, language),
            IsVerified = metric.IsVerified && context.Facts.Mappings.All(mapping => mapping.Identity != measure.Mapping || mapping.IsVerified),
            Value = value,
            NumeratorMinor = isMoney ? measure.Numerator : null,
            DenominatorMinor = isMoney ? measure.Denominator : null,
            Count = isCount ? Counted(value) : null,
            Currency = isCount ? null : measure.Currency?.Code,
            Mapping = measure.Mapping,
            FxBasis = isCount ? "none" : measure.FxBasis.Print(),
            Status = stored?.Status ?? figure.Status,
            AbsentWhy = Why(figure, language),
            Covered = figure.Covered,
            Funds = subject.CountFor(metric),
            LeftOut = [.. figure.LeftOut.Select(left => left.Shown)],
            Rounds = FigureRounds.Of(measure.Rounds),
            Bridge = bridge is { IsPresent: true } ? bridge.Value : null,
            NoBridge = bridge?.Absent is { } none ? new(none.Why, Messages.Text($"ABSENT_{none.Why}", language, ("detail", Said.In(language, none.Detail)))) : null,
            Context = context,
            Target = TargetCard.Of(context.Facts.Targets, context.TargetSubject, metric.Key, asOf),
            NavAsOf = measure.NavAsOf,
            NavStaleDays = measure.NavAsOf is { } nav ? Period.DaysBetween(nav, asOf) : null,
            Flags = FigureFlag.Of(measure.Flags, language),
            Roots = figure.Roots,
            Rates = measure.Rates,
            RateSpans = RateSpan.Of(measure.Rates),
            IsPublished = stored is not null,
        };
    }

    /// <summary>A figure as a published run has it, word for word what computing it says.</summary>
    /// <param name="definition">Of the revision that was stored.</param>
    /// <param name="stored">With its coverage.</param>
    /// <param name="mapping">The one it was counted under; null where it reads none.</param>
    /// <param name="target">Null: none was set, or none was asked for.</param>
    /// <param name="query">Day and language.</param>
    public static LeverageFigure OfPublished(MetricDefinition definition, PublishedValue stored, ClassMapping? mapping, TargetCard? target, LeverageQuery query)
    {
        var metric = definition.Metric;
        var (isCount, isMoney) = (metric.Unit == MetricUnit.Count, IsMoney(metric));
        return new LeverageFigure
        {
            Definition = definition,
            IsVerified = metric.IsVerified && mapping?.IsVerified != false,
            Value = stored.Value,
            NumeratorMinor = isMoney ? stored.Numerator : null,
            DenominatorMinor = isMoney ? stored.Denominator : null,
            Count = isCount ? Counted(stored.Value) : null,
            Currency = isCount ? null : stored.Currency,
            Mapping = stored.Mapping,
            FxBasis = stored.FxBasis,
            Status = stored.Status,
            AbsentWhy = !query.AsksForLeftOut ? null
                : stored.Value is null ? Absent(new(stored.Status, stored.AbsentWhy ?? ""), query.Language)
                : Partial(stored.Covered!.Value, stored.LeftOut, stored.Rounds, query.Language),
            Covered = stored.Covered!.Value,
            Funds = stored.Funds!.Value,
            LeftOut = stored.LeftOut,
            Rounds = stored.Rounds,
            Bridge = null,
            Context = null,
            Target = target,
            NavAsOf = stored.NavAsOf,
            NavStaleDays = stored.NavAsOf is { } nav ? Period.DaysBetween(nav, query.AsOf) : null,
            Flags = FigureFlag.OfStored(stored.Flags, query.Language),
            Roots = stored.Roots,
            Rates = [],
            RateSpans = RateSpan.OfStored(stored.Rates),
            IsPublished = true,
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

    private static bool IsMoney(Metric metric) => metric.Unit is MetricUnit.Ratio or MetricUnit.Amount && metric != DrawParityGap.Metric;

    /// <summary>Without the zeros of the ten decimals.</summary>
    private static decimal? Counted(decimal? value) => value / 1.0000000000000000000000000000m;

    /// <summary>Why there is no value, or what it leaves out; null where neither.</summary>
    internal static string? Why(Figure figure, string language) => figure switch
    {
        { Measure.Absent: { } absent } => Absent(absent, language),
        _ => Partial(figure.Covered, [.. figure.LeftOut.Select(left => left.Shown)], FigureRounds.Of(figure.Measure.Rounds), language),
    };

    private static string Absent(Absent absent, string language) => Messages.Text($"ABSENT_{absent.Why}", language, ("detail", Said.In(language, absent.Detail)));

    /// <summary>What a value leaves out, of rounds and of funds; null where nothing.</summary>
    private static string? Partial(int covered, IReadOnlyList<string> leftOut, FigureRounds? rounds, string language)
    {
        var ofRounds = rounds is { } told && told.Counted < told.All
            ? Messages.Text(told.HasUnrecorded ? "REPORT_PARTIAL_ROUNDS_UNRECORDED" : "REPORT_PARTIAL_ROUNDS", language, ("covered", $"{told.Counted}"), ("all", $"{told.All}"))
            : null;
        var ofFunds = leftOut.Count == 0 ? null : Messages.Text(
            "REPORT_PARTIAL", language, ("covered", $"{covered}"), ("all", $"{covered + leftOut.Count}"), ("leftOut", string.Join(", ", leftOut)));
        return ofRounds is null || ofFunds is null ? ofRounds ?? ofFunds : $"{ofRounds}{(language == Languages.English ? " " : "")}{ofFunds}";
    }
}
