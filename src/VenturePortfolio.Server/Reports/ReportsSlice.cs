using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Reports: in GraphQL, as CSV over HTTP, as CSV on the command line; and the public files behind them.</summary>
public static class ReportsSlice
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        return services
            .AddSingleton<PullLeverageReport>()
            .AddFunctionField(LeverageReportField.Declare())
            .AddSingleton<PullFigureSeries>()
            .AddFunctionField(FigureSeriesField.Declare())
            .AddSingleton<PullRestatement>()
            .AddFunctionField(RestatementField.Declare())
            .AddFunctionField(MetricDefinitionField.Declare())
            .AddSingleton<PullIncubationReport>()
            .AddFunctionField(IncubationReportField.Declare())
            .AddSingleton<PullExplanation>()
            .AddSingleton<ListEndpoint>()
            .AddNode(SupportTransactionNode.Declaration)
            .AddNode(ImportBatchNode.Declaration);
    }
}
