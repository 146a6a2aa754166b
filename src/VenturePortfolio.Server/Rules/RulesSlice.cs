namespace VenturePortfolio.Server;

/// <summary>Everything this slice puts into the program.</summary>
public static class RulesSlice
{
    public static IServiceCollection AddRules(this IServiceCollection services) => services
        .AddNode(RuleNode.Declaration)
        .AddNode(RuleChoiceNode.Declaration)
        .AddNode(RuleStatementNode.Declaration)
        .AddNode(LendingRateNode.Declaration)
        .AddNode(RuleVerdictNode.Declaration)
        .AddNode(RuleVerdictNode.Finding)
        .AddNode(RuleVerdictNode.Evidence)
        .AddSingleton<PullVerdicts>()
        .AddSingleton<PullRuleReport>()
        .AddFunctionField(RuleReportField.Declare())
        .AddSingleton<PullBuyOutPrice>()
        .AddSingleton(BuyOutPriceField.Declare())
        .AddWrites()
        .AddSingleton<ChooseRule>()
        .AddSingleton(provider => ChooseRule.Declaration(provider.GetRequiredService<ChooseRule>()))
        .AddSingleton<RecordLendingRate>()
        .AddSingleton(provider => RecordLendingRate.Declaration(provider.GetRequiredService<RecordLendingRate>()))
        .AddSingleton<RecordRuleStatement>()
        .AddSingleton(provider => RuleStatementMutation.Declaration(provider.GetRequiredService<RecordRuleStatement>()));
}
