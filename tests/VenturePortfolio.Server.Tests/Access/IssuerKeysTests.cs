using Microsoft.Extensions.Logging.Abstractions;

namespace VenturePortfolio.Server.Tests;

/// <summary>When an issuer is asked for its keys, by a clock of the test's own.</summary>
public sealed class IssuerKeysTests : IAsyncLifetime
{
    /// <summary>The discovery document, and the keys it names.</summary>
    private const int RequestsPerFetch = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SteppedTime time = new();
    private TestIdentityProvider provider = null!;
    private IssuerKeys keys = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        provider = await TestIdentityProvider.StartAsync(Cancel);
        keys = KeysOf(provider.Authority);
    }

    public async ValueTask DisposeAsync()
    {
        keys.Dispose();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Unknown_keys_cause_one_fetch_a_minute_however_many_ask()
    {
        await ReadyAsync();
        for (var minute = 1; minute <= 3; minute++)
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => keys.LearnAsync($"invented{i}", Cancel)));
            await Eventually.HoldsAsync(() => provider.Requests >= (1 + minute) * RequestsPerFetch, Patience);
            time.Step(IssuerKeys.UnknownKeyEvery - TimeSpan.FromSeconds(1));
            await keys.LearnAsync("another", Cancel);
            Assert.Equal((1 + minute) * RequestsPerFetch, provider.Requests);
            time.Step(TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("x' or 1=1 --")]
    [InlineData("http://127.0.0.1/keys")]
    [InlineData(TestIdentityProvider.EcKeyId)]
    public async Task What_is_known_or_no_name_of_a_key_causes_none(string keyId)
    {
        await ReadyAsync();
        await keys.LearnAsync(keyId, Cancel);
        await keys.LearnAsync(new string('a', 200), Cancel);
        Assert.Equal(RequestsPerFetch, provider.Requests);
    }

    [Fact]
    public async Task While_nothing_was_fetched_it_is_tried_every_few_seconds_and_not_at_every_request()
    {
        await provider.StopAsync();
        for (var i = 0; i < 50; i++)
        {
            Assert.False(await keys.ReadyAsync(Cancel));
        }

        await Assert.ThrowsAsync<IssuerUnreachableException>(() => keys.GetConfigurationAsync(Cancel));
        await provider.ResumeAsync(Cancel);
        Assert.False(await keys.ReadyAsync(Cancel));
        Assert.Equal(0, provider.Requests);
        time.Step(IssuerKeys.RetryEvery);
        await ReadyAsync();
    }

    [Fact]
    public async Task A_document_that_says_it_is_another_issuers_is_not_believed()
    {
        provider.SaysIssuer = "https://id.example";
        Assert.False(await keys.ReadyAsync(Cancel));
        await Eventually.HoldsAsync(() => provider.Requests == RequestsPerFetch, Patience);
        Assert.False(await keys.ReadyAsync(Cancel));
    }

    [Fact]
    public async Task An_address_that_redirects_elsewhere_is_not_followed()
    {
        await using var lure = new LureListener();
        provider.RedirectsTo = lure.Address;
        Assert.False(await keys.ReadyAsync(Cancel));
        Assert.Equal(0, lure.Connections);
    }

    /// <summary>On a busy machine the fetch may outlast the wait for it.</summary>
    private Task ReadyAsync() => Eventually.HoldsAsync(() => keys.ReadyAsync(Cancel), Patience);

    private IssuerKeys KeysOf(string authority) =>
        new(new TrustedIssuer(authority, TestIdentityProvider.Audience, authority), time, NullLogger<IssuerKeys>.Instance);
}
