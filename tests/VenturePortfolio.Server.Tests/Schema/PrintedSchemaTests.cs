using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server.Tests;

public sealed class PrintedSchemaTests
{
    [Fact]
    public async Task The_printed_schema_is_the_one_in_the_repository()
    {
        await using var services = new ServiceCollection().AddEverySlice()
            .AddSingleton<GraphCatalogue>().AddSingleton<GraphSchema>().BuildServiceProvider();
        var printed = services.GetRequiredService<GraphSchema>().Print();
        var kept = await File.ReadAllTextAsync(
            Path.Combine(ClusterDirectory.Checkout()!, "schema", "schema.graphql"), TestContext.Current.CancellationToken);

        // When this fails on purpose: dotnet run --project src/VenturePortfolio.Server -- schema --output schema/schema.graphql
        Assert.Equal(kept, printed);
    }
}
