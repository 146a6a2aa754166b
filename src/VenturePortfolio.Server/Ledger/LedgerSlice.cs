namespace VenturePortfolio.Server;

/// <summary>Everything this slice puts into the program.</summary>
public static class LedgerSlice
{
    public static IServiceCollection AddLedger(this IServiceCollection services) =>
        services
            .AddNode(CashFlowNode.Declaration)
            .AddNode(ValuationNode.Declaration)
            .AddNode(ReportedNavNode.Declaration)
            .AddWrites()
            .AddSingleton<RecordCashFlow>()
            .AddSingleton<ReverseCashFlow>()
            .AddSingleton(provider => CashFlowMutations.Record(provider.GetRequiredService<RecordCashFlow>()))
            .AddSingleton(provider => CashFlowMutations.Reverse(provider.GetRequiredService<ReverseCashFlow>()));
}
