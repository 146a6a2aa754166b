using System.Diagnostics;

namespace VenturePortfolio.Server.Tests;

/// <summary>The conformance suite of the GraphQL-over-HTTP working group, as published in the npm package graphql-http.</summary>
public sealed class AuditTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task All_61_audits_of_graphql_http_pass()
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Path.Combine(ClusterDirectory.Checkout()!, "tests", "VenturePortfolio.Server.Tests", "Audit");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The audits are not installed: scripts/test does it, or npm ci in the folder of this test.");
        using var node = Process.Start(new ProcessStartInfo("node", "audit.mjs")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AUDIT_URL"] = server.GraphQL.ToString(), ["AUDIT_TOKEN"] = server.TokenOf(TestPerson.Policy) },
        })!;
        var errors = node.StandardError.ReadToEndAsync(cancel);
        var report = await node.StandardOutput.ReadToEndAsync(cancel);
        await node.WaitForExitAsync(cancel);

        Assert.True(string.Equals(report.Trim(), "61 of 61", StringComparison.Ordinal), report + await errors);
    }
}
