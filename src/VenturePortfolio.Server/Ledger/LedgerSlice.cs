namespace VenturePortfolio.Server;

/// <summary>Everything this slice puts into the program.</summary>
public static class LedgerSlice
{
    public static IServiceCollection AddLedger(this IServiceCollection services) =>
        services
            .AddNode(CashFlowNode.Declaration)
            .AddNode(ValuationNode.Declaration)
            .AddNode(ReportedNavNode.Declaration);
}
