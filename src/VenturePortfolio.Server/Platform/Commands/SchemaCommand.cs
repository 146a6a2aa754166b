using System.CommandLine;

namespace VenturePortfolio.Server;

/// <summary>Prints the GraphQL schema, to standard output or into a file; <c>schema/schema.graphql</c> is made by it.</summary>
public static class SchemaCommand
{
    private static readonly Option<FileInfo?> Output = new("--output") { Description = "File to write instead of standard output" };

    /// <param name="addSlices">Every slice's declarations; no database is touched.</param>
    public static Command Create(Func<IServiceCollection, IServiceCollection> addSlices)
    {
        ArgumentNullException.ThrowIfNull(addSlices);
        var command = PortfolioCommand.Create("schema", "Print the GraphQL schema", async (context, cancel) =>
        {
            await using var services = addSlices(new ServiceCollection())
                .AddSingleton<GraphCatalogue>()
                .AddSingleton<GraphSchema>()
                .BuildServiceProvider();
            var text = services.GetRequiredService<GraphSchema>().Print();
            if (context.Parsed.GetValue(Output) is { } file)
            {
                await File.WriteAllTextAsync(file.FullName, text, cancel);
            }
            else
            {
                await Console.Out.WriteAsync(text.AsMemory(), cancel);
            }

            return 0;
        });
        command.Options.Add(Output);
        return command;
    }
}
