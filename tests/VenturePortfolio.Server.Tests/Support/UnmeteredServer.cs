namespace VenturePortfolio.Server.Tests;

/// <summary>A server of the demo profile for tests that ask for far more at once than a person's share.</summary>
public sealed class UnmeteredServer : RunningServer
{
    public UnmeteredServer(TestCluster cluster)
        : base(cluster) => Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Profile"] = "demo", ["Limits:UnitsAtOnce"] = "1000000000", ["Limits:UnitsPerSecond"] = "1000000000",
        };
}
