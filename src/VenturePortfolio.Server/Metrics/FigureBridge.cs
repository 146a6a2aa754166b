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

    /// <summary>Null where there is none: one of the two is absent, or is no ratio of sums of money.</summary>
    public static FigureBridge? Between(Figure from, Figure to, FigureSubject subject, PortfolioFacts facts, FxBasis? basis)
    {
        if (from.Measure.Value is not { } start || to.Measure.Value is not { } end)
        {
            return null;
        }

        List<FundCard> both = [.. subject.Funds.Except(from.LeftOut.Concat(to.LeftOut).Select(left => left.Fund))];
        var inner = MetricBridge.Between(
            Figure.Measured(from.Metric, subject, both, facts, basis, keepsTrail: true),
            Figure.Measured(to.Metric, subject, both, facts, basis, keepsTrail: true));
        return inner is null ? null : new FigureBridge(to, end - start,
        [
            .. Covering(inner.From - start),
            .. inner.Steps.Select(step => new FigureStep(step.Part, step.Term, step.FromMinor, step.ToMinor, step.Effect)),
            .. Covering(end - inner.To),
        ]);
    }

    private static IEnumerable<FigureStep> Covering(decimal effect) =>
        effect == 0 ? [] : [new FigureStep(Coverage, null, null, null, effect)];
}
