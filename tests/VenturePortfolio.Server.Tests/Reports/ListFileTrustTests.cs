using System.Net;

namespace VenturePortfolio.Server.Tests;

/// <summary>A role that may run registered documents only gets no question of its own by way of a file.</summary>
public sealed class ListFileTrustTests(TestCluster cluster)
{
    [Fact]
    public async Task A_role_that_is_trusted_with_registered_documents_only_gets_no_files_of_lists()
    {
        await using var server = new RunningServer(cluster)
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Profile"] = "demo", ["GraphQL:TrustedOnly"] = "FUND_MANAGER" },
        };
        await server.InitializeAsync();
        var files = new FileClient(server);

        Assert.Equal((HttpStatusCode.BadRequest, "TRUSTED_DOCUMENTS_ONLY"), await files.RefusalAsync(TestPerson.Manager, "../lists/currencies.csv"));
        Assert.NotEmpty(await files.LinesAsync(TestPerson.Policy, "../lists/currencies.csv"));
    }
}
