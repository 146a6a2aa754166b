using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>
/// Returns between any two days: from the end of <see cref="PortfolioHistory.From"/> to the end of the as-of date, so that a year to date is from 31 December. Net: between fund
/// and investors; gross: between fund and companies. Each as the rate per year that horizon returns are (<see cref="PointToPoint"/>, <see cref="GrossPointToPoint"/>), which a report does not
/// show of less than a year, and as the return of the period, not annualised, by modified Dietz: what was gained over the average capital, which is the opening value and each
/// flow after it by the part of the period that it was there. Both terms are sums of rows, each rounded half-even to the minor unit.
/// Absent: NO_PERIOD where no first day is asked for, NO_OPENING where nothing had been paid by it, NO_AVERAGE_CAPITAL where early distributions leave none, and for the
/// reasons of the horizon returns.
/// Source: GIPS 2020 (money-weighted returns of less than a year are not annualised); Dietz 1966, modified by day weights.
/// </summary>
public static class PeriodReturn
{
    private const string Dietz = "(closing value - opening value - net flow) / (opening value + flows by the part of the period they were there)";

    private static Absent NoCapital { get; } = new(AbsentCode.NoAverageCapital, "what was distributed early leaves no capital on average over the period");

    public static Metric NetRate { get; } = new()
    {
        Key = "NET_IRR_PERIOD",
        Title = new("Net internal rate of return over the period asked for", "所選期間淨內部收益率", "所选期间净内部收益率"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        IsOfPeriod = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = PointToPoint.OneYear.Source,
        Compute = history => Over(history, FlowSide.Investor, since => PointToPoint.Since(history, since)),
    };

    public static Metric NetOfPeriod { get; } = new()
    {
        Key = "NET_RETURN_PERIOD",
        Title = new("Net return of the period asked for, not annualised", "所選期間淨回報率（不年化）", "所选期间净回报率（不年化）"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        IsOfPeriod = true,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = $"Modified Dietz (Dietz 1966): {Dietz}; between fund and investors",
        Compute = history => Over(history, FlowSide.Investor, since =>
            Weighted(history, since, FlowSide.Investor, history.Tally(FxBasis.TransactionDate).OpeningValue(since, asCapital: true)).ResidualValue().Ratio(NoCapital)),
    };

    public static Metric GrossRate { get; } = new()
    {
        Key = "GROSS_IRR_PERIOD",
        Title = new("Gross internal rate of return over the period asked for", "所選期間毛內部收益率", "所选期间毛内部收益率"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        IsOfPeriod = true,
        ReadsEarlierValues = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = GrossPointToPoint.OneYear.Source,
        Compute = history => Over(history, FlowSide.Company, since => GrossPointToPoint.Since(history, since)),
    };

    public static Metric GrossOfPeriod { get; } = new()
    {
        Key = "GROSS_RETURN_PERIOD",
        Title = new("Gross return of the period asked for, not annualised", "所選期間毛回報率（不年化）", "所选期间毛回报率（不年化）"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        IsOfPeriod = true,
        ReadsEarlierValues = true,
        Unit = MetricUnit.Ratio,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = $"Modified Dietz (Dietz 1966): {Dietz}; between fund and companies",
        Compute = history => Over(history, FlowSide.Company, since =>
            Weighted(history, since, FlowSide.Company, history.Tally(FxBasis.TransactionDate).OpeningHoldings(history, since, asCapital: true)).Holdings(history).Ratio(NoCapital)),
    };

    public static IReadOnlyList<Metric> All { get; } = [NetRate, NetOfPeriod, GrossRate, GrossOfPeriod];

    private static Measure Over(PortfolioHistory history, FlowSide side, Func<LocalDate, Measure> compute)
    {
        if (history.From is not { } since)
        {
            return history.Tally(FxBasis.TransactionDate).Finish(new Measure { Absent = new(AbsentCode.NoPeriod, "no first day of a period was asked for") });
        }

        var kind = side == FlowSide.Investor ? CashFlowKind.CapitalCall : CashFlowKind.Investment;
        var first = history.Funds.SelectMany(fund => fund.Flows(kind)).Select(flow => (LocalDate?)flow.EffectiveOn).Min();
        var measure = compute(since);
        // What began within the period has its terms all the same, and the pool counts them: parts sum to the whole. What is not known is told first.
        return first <= since || (measure.Numerator is null && measure.Absent?.Why != AbsentCode.NoOpening)
            ? measure
            : measure with { Value = null, Absent = new(AbsentCode.NoOpening, NoOpening(side, since, first)) };
    }

    private static string NoOpening(FlowSide side, LocalDate since, LocalDate? first) => (side, first) switch
    {
        (FlowSide.Investor, null) => $"nothing had been paid in by {Iso(since)}",
        (FlowSide.Investor, { } day) => $"nothing had been paid in by {Iso(since)}; ask from {Iso(day)}, the first day on which something was, or a later one",
        (_, null) => $"nothing had been paid to companies by {Iso(since)}",
        (_, { } day) => $"nothing had been paid to companies by {Iso(since)}; ask from {Iso(day)}, the first day on which something was, or a later one",
    };

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);

    /// <summary>The flows after the first day: with their sign above the line, and below it against it, by the part of the period they were there.</summary>
    private static Tally Weighted(PortfolioHistory history, LocalDate since, FlowSide side, Tally tally)
    {
        var days = Period.DaysBetween(since, history.AsOf);
        foreach (var fund in history.Funds)
        {
            foreach (var flow in fund.Flows(side).Where(flow => flow.EffectiveOn > since))
            {
                var row = TallyRow.Of(flow, fund);
                var minor = flow.Kind.Sign * flow.Effect * (tally.InReportCurrency(row) ?? 0);
                tally.Count(row, minor, HalfEven.Divide(-minor * Period.DaysBetween(flow.EffectiveOn, history.AsOf), days));
            }
        }

        return tally;
    }
}
