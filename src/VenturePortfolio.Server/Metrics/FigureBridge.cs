namespace VenturePortfolio.Server;

/// <summary>One step from a figure to another.</summary>
/// <param name="Part">Kind of money, or <see cref="FigureBridge.Coverage"/>.</param>
/// <param name="Term">Null for coverage, which changes both terms.</param>
/// <param name="FromMinor">In minor units of the figures' currency; null for coverage.</param>
/// <param name="ToMinor">As <paramref name="FromMinor"/>.</param>
/// <param name="Effect">On the figure.</param>
public sealed record FigureStep(string Part, BridgeTerm? Term, Int128? FromMinor, Int128? ToMinor, decimal Effect);

/// <summary>
/// Why two definitions of one subject differ. Where they cover different funds the path leads over those that both cover,
/// by a step of its own at either end. The effects sum to the difference exactly.
/// </summary>
public sealed record FigureBridge(Figure To, decimal Difference, IReadOnlyList<FigureStep> Steps)
{
    /// <summary>The part of a step that only takes in or leaves out funds.</summary>
    public const string Coverage = "COVERAGE";

    /// <summary>Absent: UNITS_DIFFER, and for the reasons of <see cref="MetricBridge.Between"/>.</summary>
    public static OrAbsent<FigureBridge> Between(Figure from, Figure to, FigureSubject subject, PortfolioFacts facts, FxBasis? basis)
    {
        if (from.Metric.Unit != to.Metric.Unit)
        {
            return new Absent(AbsentCode.UnitsDiffer, $"{from.Metric.Key} is of unit {from.Metric.Unit.Print()}, {to.Metric.Key} of {to.Metric.Unit.Print()}");
        }

        if (from.Metric == DrawParityGap.Metric || to.Metric == DrawParityGap.Metric)
        {
            return new Absent(AbsentCode.NoSumOfRows, $"{DrawParityGap.Metric.Key} is made of products of sums");
        }

        if (from.Measure.Value is not { } start || to.Measure.Value is not { } end)
        {
            return new Absent(AbsentCode.FigureAbsent, $"{(from.Measure.Value is null ? from : to).Metric.Key} is absent");
        }

        List<FundCard> both = [.. subject.Funds.Except(from.LeftOut.Concat(to.LeftOut).Select(left => left.Fund))];
        var inner = MetricBridge.Between(
            Figure.Measured(from.Metric, subject, both, facts, basis, keepsTrail: true),
            Figure.Measured(to.Metric, subject, both, facts, basis, keepsTrail: true));
        return inner.Absent is { } none ? none : new FigureBridge(to, end - start,
        [
            .. Covering(inner.Value.From - start),
            .. inner.Value.Steps.Select(step => new FigureStep(step.Part, step.Term, step.FromMinor, step.ToMinor, step.Effect)),
            .. Covering(end - inner.Value.To),
        ]);
    }

    private static IEnumerable<FigureStep> Covering(decimal effect) =>
        effect == 0 ? [] : [new FigureStep(Coverage, null, null, null, effect)];
}
