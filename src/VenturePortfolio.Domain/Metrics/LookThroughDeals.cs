namespace VenturePortfolio;

/// <summary>
/// What whole sub-funds divide by guidance money paid in or pledged, told of deals: by the guidance money in their cost, which is the cost by the guidance fund's share of what
/// is paid in, half-even for each row, as in LV-9. Parts sum to the whole by every grouping.
/// Source: domain.md 3.3, LV-7 and LV-11 with the look-through cost of LV-9.
/// </summary>
public static class LookThroughDeals
{
    /// <summary>LV-7-DEALS: cost paid to companies per unit of guidance money in it. Absent: GUIDANCE_UNDISCLOSED, PAYERS_UNKNOWN, NO_GUIDANCE_PAID_IN, HOLDING_UNKNOWN, FX_MISSING.</summary>
    public static Metric Deployed { get; } = new()
    {
        Key = "LV-7-DEALS",
        Title = new("Deployed leverage of deals (looked through)", "項目投資槓桿倍數（穿透）", "项目投资杠杆倍数（穿透）"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "LV-7 with the look-through cost of LV-9: cost paid to portfolio companies / guidance money in it",
        Compute = history => Known(history, (tally, fund, paidIn) =>
        {
            tally.Named(fund);
            foreach (var flow in fund.Flows(CashFlowKind.Investment))
            {
                var row = TallyRow.Of(flow, fund);
                var minor = flow.Effect * (tally.InReportCurrency(row) ?? 0);
                tally.Count(row, minor, RoundCredits.LookThrough(minor, paidIn));
            }
        }),
    };

    /// <summary>
    /// CN_CONVERSION_DEALS: cost in enterprises that convert publicly funded achievements per unit of guidance money in the cost of all deals of the group.
    /// Absent: CONVERSIONS_UNRECORDED, and as <see cref="Deployed"/> but for HOLDING_UNKNOWN.
    /// </summary>
    public static Metric Converting { get; } = new()
    {
        Key = "CN_CONVERSION_DEALS",
        Title = new("Conversion multiple of deals (CN, looked through)", "項目成果轉化投資倍數（穿透）", "项目成果转化投资倍数（穿透）"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "CN_CONVERSION_MULTIPLE with the look-through cost of LV-9: cost in enterprises that convert publicly funded achievements / guidance money in the cost of all",
        Compute = history => Silent(history, Known(history, (tally, fund, paidIn) =>
        {
            foreach (var row in fund.Costs)
            {
                var (cost, isConverting) = (TallyRow.Of(row, "LOOK_THROUGH_COST"), history.Converting.Contains(row.Startup));
                var minor = tally.InReportCurrency(cost) ?? 0;
                tally.Count(cost, 0, RoundCredits.LookThrough(minor, paidIn));
                if (isConverting)
                {
                    tally.Count(cost with { Kind = "CONVERSION_COST" }, minor, 0);
                }
            }
        })),
    };

    /// <summary>Of no enterprise is it on record that it converts: silence is no proof. The terms stay, because groups must sum.</summary>
    private static Measure Silent(PortfolioHistory history, Measure measure) =>
        measure.Value is null || history.Funds.Any(fund => fund.Investments.Any(row => history.Converting.Contains(row.Startup)))
            ? measure
            : measure with { Value = null, Absent = ConversionCompliance.Unrecorded };

    private static Measure Known(PortfolioHistory history, Action<Tally, FundHistory, (Int128 Guidance, Int128 All)> count)
    {
        var tally = history.Tally(FxBasis.TransactionDate);
        if (Disclosure.GuidancePaidIn(history) is { } undisclosed)
        {
            return tally.Finish(new Measure { Absent = undisclosed });
        }

        var (isUnpaid, payers) = (false, history.Tally(FxBasis.TransactionDate));
        foreach (var fund in history.Funds)
        {
            var paidIn = RoundCredits.PaidIn(fund, payers);
            count(tally, fund, paidIn);
            isUnpaid |= paidIn.All <= 0 && fund.Flows(CashFlowKind.Investment).Any();
        }

        tally.Notes(payers);
        if (isUnpaid)
        {
            tally.Miss(Disclosure.PayersUnknown);
        }

        return tally.Ratio(Disclosure.NoGuidancePaidIn);
    }
}
