namespace VenturePortfolio.Server;

/// <summary>
/// A reader must not take demonstration money for real: a figure of invented data says so, one of invented beside real says that. Judged is what counts in
/// the figure and not what was asked for: a fund left out, or without a row that the figure reads, is no part of it. Pure.
/// </summary>
internal static class InventedData
{
    private static readonly string[] InventedAlone = [MeasureFlag.InventedOnly];

    /// <param name="measure">Of the subject; marked where it has a value.</param>
    /// <param name="covered">The funds that it is of.</param>
    /// <param name="compute">The same metric of a part of the subject; asked only where invented and real ones stand side by side.</param>
    internal static Measure Mark(
        Metric metric, Measure measure, FigureSubject subject, IReadOnlyList<FundCard> covered, Func<FigureSubject, IReadOnlyList<FundCard>, Measure> compute)
    {
        // Only real transactions are known of supported programmes: invented sub-funds beside them are no part of the figure.
        if (measure.Value is null || metric.Subject == MetricSubject.SupportProgramme)
        {
            return measure;
        }

        var flag = metric.Subject == MetricSubject.SubFund
            ? FlagOf(covered, fund => fund.IsInvented, fund => CountsIn(compute(subject, [fund])))
            : FlagOf(subject.Startups!.Members, member => member.Startup.IsInvented,
                member => compute(subject with { Startups = subject.Startups.Alone(member) }, []).Value is not null);
        return flag is null ? measure
            : measure with
            {
                Flags = measure.Flags.Count == 0 && flag == MeasureFlag.InventedOnly ? InventedAlone : [.. measure.Flags.Append(flag).Order(StringComparer.Ordinal)],
            };
    }

    private static string? FlagOf<T>(IReadOnlyList<T> all, Func<T, bool> isInvented, Func<T, bool> counts)
    {
        if (!all.Any(isInvented))
        {
            return null;
        }

        if (all.All(isInvented))
        {
            return MeasureFlag.InventedOnly;
        }

        var (invented, real) = (all.Any(one => isInvented(one) && counts(one)), all.Any(one => !isInvented(one) && counts(one)));
        return !invented ? null : real ? MeasureFlag.MixesInvented : MeasureFlag.InventedOnly;
    }

    /// <summary>The fund brings something to the terms; to a rate of return, which has none, a flow.</summary>
    private static bool CountsIn(Measure alone) => alone.Numerator is null && alone.Denominator is null
        ? alone.Value is not null || alone.Status is not (null or XirrStatus.Empty)
        : alone.Numerator is { } above && above != 0 || alone.Denominator is { } below && below != 0;
}
