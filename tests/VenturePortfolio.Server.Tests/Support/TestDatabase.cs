namespace VenturePortfolio.Server.Tests;

/// <summary>
/// A database of the test class's own, with the current schema and no rows: <c>class Tests(TestDatabase database) :
/// IClassFixture&lt;TestDatabase&gt;</c>. What one class writes no other sees.
/// </summary>
public sealed class TestDatabase(TestCluster cluster) : IAsyncLifetime
{
    private DatabaseLogins? logins;

    public DatabaseLogins Logins => logins ?? throw new InvalidOperationException("xunit has not initialized the fixture yet.");

    public async ValueTask InitializeAsync() => logins = await cluster.CloneAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (logins is not null)
            await logins.DisposeAsync();
    }
}
