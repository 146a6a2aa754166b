namespace VenturePortfolio.Server;

/// <summary>A stored figure of a part of a sub-fund. Kept for 35 days, those of month ends for good.</summary>
internal static class PartMetricValueNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("PartMetricValue", "metric_part",
            "A stored figure of one investor in a sub-fund, or of its deals in one company; kept for 35 days, that of a month's end for good.")
        .Root("partMetricValue", "partMetricValues")
        .RowsAtMost(10_000_000)
        .RowsWhere("asOf", 200_000)
        .RowsWhere("subFund", 50_000)
        .RowsWhere("startup", 1_000)
        .RowsWhere("investor", 20_000)
        .Figure()
        .Function(ExplainStoredFigure.OfParts)
        .Date("navAsOf", nullable: true, describe: "Of the net asset value used.")
        .ToOne("run", "MetricRun", "run_id")
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .ToOne("investor", "Investor", "investor_id", describe: "Whose part it is; null: it is of deals.")
        .ToOne("startup", "Startup", "startup_id", describe: "The company the deals are in; null: it is of an investor.");
}
