using System.Diagnostics;

namespace VenturePortfolio.Server.Tests;

/// <summary>Several nodes start at the same moment. Source of the figures: reliability.md, "Figures".</summary>
public sealed class StartTogetherTests : IDisposable
{
    private const int Nodes = 4;

    /// <summary>The numbered scripts an old program brings.</summary>
    private const int OldScripts = 5;

    private readonly string root = Path.Combine(Path.GetTempPath(), "vp-start-" + Guid.NewGuid().ToString("N")[..12]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("old")]
    public async Task Four_nodes_on_an_empty_or_an_old_schema_migrate_it_once_and_all_serve(string schema)
    {
        var starts = Trials.Of(usual: 1, all: 5);
        for (var start = 0; start < starts; start++)
        {
            var data = Path.Combine(root, $"{start}");
            await using var cluster = await PrivateCluster.StartAsync(new() { Directory = data, Durable = false }, Cancel);
            if (schema == "old")
                await MigrateByAnOldProgramAsync(data);

            var nodes = Enumerable.Range(0, Nodes)
                .Select(_ => ProgramUnderTest.Start("serve", "--data", data, "--urls", "http://127.0.0.1:0")).ToList();
            try
            {
                foreach (var node in nodes)
                    await node.PrintsAsync("Listening", FaultWorld.Patience * 2);
                Assert.Single(nodes, node => node.Printed.Contains(", applied ", StringComparison.Ordinal));
                await using var logins = new DatabaseLogins(cluster.Address("venture_portfolio"), cluster.Secrets);
                Assert.True(await SchemaVersion.IsCurrentAsync(logins.Job, Cancel));
                foreach (var node in nodes)
                    node.Signal("TERM");
                foreach (var node in nodes)
                    Assert.Equal(0, await node.EndsAsync(FaultWorld.Patience));
            }
            finally
            {
                nodes.ForEach(node => node.Dispose());
            }
        }

        Trials.Proved($"{Nodes} nodes start together on an {schema} schema: {starts} starts, one migrated in each, 0 crashes, {Nodes} ended with 0");
    }

    /// <summary>The same program with the first scripts only, as it was when they were all there were.</summary>
    private async Task MigrateByAnOldProgramAsync(string data)
    {
        var program = Path.Combine(root, "old-program");
        if (!Directory.Exists(program))
        {
            using var copy = Process.Start("cp", ["-r", AppContext.BaseDirectory, program]);
            await copy.WaitForExitAsync(Cancel);
            Directory.Delete(Path.Combine(program, "schema", "repeatable"), recursive: true);
            foreach (var newer in Directory.EnumerateFiles(Path.Combine(program, "schema"), "*.sql").Order(StringComparer.Ordinal).Skip(OldScripts))
                File.Delete(newer);
        }

        using var old = ProgramUnderTest.StartProgram(Path.Combine(program, Path.GetFileName(ProgramUnderTest.Dll)), "migrate", "--data", data);
        var exit = await old.EndsAsync(FaultWorld.Patience);
        Assert.True(exit == 0, old.Printed);
    }
}
