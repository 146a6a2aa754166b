namespace VenturePortfolio.Server;

/// <summary>Everything this slice puts into the program.</summary>
public static class FundsSlice
{
    public static IServiceCollection AddFunds(this IServiceCollection services) =>
        services
            .AddNode(ProgrammeNode.Declaration)
            .AddNode(SubFundNode.Declaration)
            .AddNode(SubFundTermNode.Declaration)
            .AddNode(InvestorNode.Declaration)
            .AddNode(InvestorClassNode.Declaration)
            .AddNode(InvestorClassAssignmentNode.Declaration)
            .AddNode(CommitmentNode.Declaration)
            .AddNode(CurrencyNode.Declaration)
            .AddNode(SubscriptionLineEventNode.Declaration)
            .AddNode(FxRateNode.Declaration)
            .AddWrites()
            .AddSingleton<RecordLineEvent>()
            .AddSingleton<ReverseLineEvent>()
            .AddSingleton(provider => RecordLineEvent.Declaration(provider.GetRequiredService<RecordLineEvent>()))
            .AddSingleton(provider => ReverseLineEvent.Declaration(provider.GetRequiredService<ReverseLineEvent>()));
}
