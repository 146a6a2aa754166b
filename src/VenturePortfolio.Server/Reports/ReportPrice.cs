namespace VenturePortfolio.Server;

/// <summary>
/// What reckoning figures costs, in units of <see cref="Work"/> (5 are a millisecond): by definitions, groups, and the sub-funds, deals or startups in them. What is read
/// is counted by <see cref="FactSnapshot"/>. Measured at scale S on two cores; a reckoning, not a bound.
/// </summary>
internal static class ReportPrice
{
    /// <summary>Of one figure of one sub-fund, and of every figure: 20 µs.</summary>
    private const double Figure = 0.1;

    /// <summary>Of one deal in a figure of deals, with its marks and later rounds: 1.6 µs.</summary>
    private const double Deal = 0.008;

    /// <summary>Of one deal that is looked at for a group of some of a fund's deals: 1.6 µs.</summary>
    private const double Cut = 0.008;

    /// <summary>Of one startup in a figure: 0.6 µs.</summary>
    private const double Startup = 0.003;

    /// <summary>How often a restatement reckons its figure, over all kinds of rows and causes.</summary>
    private const int Restated = 20;

    /// <summary>A sub-fund whose part is not known has every fund asked alone, and the others together once more.</summary>
    private const int OfPartial = 3;

    /// <summary>Of figures in one currency and basis over one subject.</summary>
    internal static double Of(Metric metric, FigureSubject subject) => Figure
        + (subject.Startups is { } pool ? Startup * pool.Members.Count
            : subject.Funds.Sum(fund => Figure + (metric.IsOfDeals ? Deal * fund.History.Investments.Count : 0)));

    /// <summary>One group of a report: each figure with what else is asked of it.</summary>
    internal static double Of(LeverageGroup group, LeverageQuery query) => group.Figures.Sum(figure => figure.Context is not { } context ? 0
        : Of(context.Figure.Metric, context.Subject)
            * ((figure.LeftOut.Count > 0 ? OfPartial : 1) + (query.Explains ? 2 : 0) + (query.TellsReadings && context.Figure.Metric.Mapping is not null ? context.Facts.Mappings.Count : 0)
                + (query.BridgeTo is not null ? 2 : 0) + (context.Earlier is not null ? 1 : 0)));

    /// <summary>Cutting every fund's deals for each group of deals.</summary>
    internal static double OfCutting(LeverageGroupBy groupBy, PortfolioFacts facts, IEnumerable<FigureSubject> groups) => !groupBy.IsOfDeals() || facts.Funds.Count == 0 ? 0
        : Cut * facts.Funds.Sum(fund => fund.History.Investments.Count) / facts.Funds.Count * groups.Sum(group => group.Funds.Count);

    /// <summary>Reckoning a stored figure again, down to so many rows.</summary>
    internal static double OfRows(int rows) => 1 + (Deal * rows);

    internal static double OfRestatement(Metric metric, FigureSubject subject) => Restated * Of(metric, subject);
}
