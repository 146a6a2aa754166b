namespace VenturePortfolio;

/// <summary>
/// The amounts that PIC, DPI and RVPI are made of, as figures of their own, so that what was paid in, what came back and what is left are each one chart:
/// PAID_IN 實繳金額, all capital calls; DISTRIBUTED 已分配金額; RESIDUAL_VALUE 剩餘價值, the last reported net asset value rolled forward.
/// Zero where there are flows or values and none of that kind. Absent: NO_PAID_IN (nothing at all), FX_MISSING, and for the residual value NO_REPORTED_NAV, NAV_EXHAUSTED.
/// Source: GIPS 2020; ILPA reporting template (paid-in capital, distributions, net asset value).
/// </summary>
public static class InvestorAmounts
{
    public static Metric PaidIn { get; } = Make(
        "PAID_IN", new("Paid-in capital", "實繳金額", "实缴金额"), "GIPS 2020: all capital paid in since inception",
        tally => tally.Flows(CashFlowKind.CapitalCall, Disclosure.Anyone, null));

    public static Metric Distributed { get; } = Make(
        "DISTRIBUTED", new("Distributions", "已分配金額", "已分配金额"), "GIPS 2020: all distributions since inception",
        tally => tally.Flows(CashFlowKind.Distribution, Disclosure.Anyone, null));

    public static Metric ResidualValue { get; } = Make(
        "RESIDUAL_VALUE", new("Residual value", "剩餘價值", "剩余价值"), "GIPS 2020: net asset value at the end, rolled forward by later flows",
        tally => tally.ResidualValue());

    private static Metric Make(string key, MetricTitle title, string source, Func<Tally, Tally> count)
    {
        return new Metric
        {
            Key = key,
            Title = title,
            Subject = MetricSubject.SubFund,
            IsOfInvestors = true,
            Unit = MetricUnit.Amount,
            Revision = 1,
            DefaultFxBasis = FxBasis.TransactionDate,
            Source = source,
            Compute = history => history.Tally(FxBasis.TransactionDate) is var tally && history.Funds.Any(fund => fund.Flows(FlowSide.Investor).Any() || fund.Nav is not null)
                ? count(tally).Amount()
                : tally.Finish(new Measure { Absent = Disclosure.NoPaidIn }),
        };
    }
}
