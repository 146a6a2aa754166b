namespace VenturePortfolio;

/// <summary>
/// LV-4, the private mobilisation ratio: private commitments per unit of public ones, under one method's mapping of who
/// is private. Ratio. One metric per method, because a figure without its method cannot be quoted.
/// Absent: MAPPING_MISSING, CLASS_UNDISCLOSED, NO_PUBLIC_COMMITMENT, FX_MISSING.
/// Source: OECD DAC (ownership above 50 %), MDB joint methodology (autonomous and commercial), Chinese practice 社會資本.
/// </summary>
public static class PrivateMobilisation
{
    public static Metric Oecd { get; } = Under(
        "OECD", new("Private mobilisation ratio (OECD)", "私人資本動員比率（OECD）", "私人资本动员比率（OECD）"),
        "private / official commitments; OECD DAC: official where public ownership is above 50 %");

    public static Metric Mdb { get; } = Under(
        "MDB", new("Private mobilisation ratio (MDB)", "私人資本動員比率（多邊開發銀行）", "私人资本动员比率（多边开发银行）"),
        "private / public commitments; MDB joint methodology: autonomous commercial state enterprises are private");

    public static Metric Chinese { get; } = Under(
        "CN", new("Social capital ratio", "社會資本比率", "社会资本比率"),
        "社會資本 / government commitments; Chinese practice");

    private static Metric Under(string method, MetricTitle title, string source) => new()
    {
        Key = $"LV-4-{method}",
        Title = title,
        Subject = MetricSubject.SubFund,
        IsOfCommitments = true,
        Unit = MetricUnit.Ratio,
        IsByClass = true,
        Revision = 1,
        DefaultFxBasis = FxBasis.CommitmentDate,
        Mapping = method,
        Source = source,
        Compute = history => Compute(history, method),
    };

    private static Measure Compute(PortfolioHistory history, string method)
    {
        var tally = history.Tally(FxBasis.CommitmentDate);
        if (history.MappingOf(method) is not { } mapping)
        {
            return tally.Finish(new Measure { Absent = Disclosure.NoMapping(method) });
        }

        var measure = Disclosure.SidesOfCommitments(history, mapping) is { } undisclosed
            ? tally.Finish(new Measure { Absent = undisclosed })
            : tally.Commitments(
                of => mapping.SideOf(of) == ContributorSide.Private, of => mapping.SideOf(of) == ContributorSide.Public)
                .Ratio(Disclosure.NoPublicCommitment);
        return measure with { Mapping = mapping.Identity };
    }
}
