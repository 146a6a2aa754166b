using System.Text.RegularExpressions;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace VenturePortfolio.Server;

/// <summary>
/// The public keys of one trusted issuer, fetched from its own address and nowhere else. Fetched at the start, every hour,
/// and when a token names a key not known yet, for that at most once a minute: a flood of invented keys makes no flood of
/// requests. An issuer that is away changes nothing about the keys known.
/// </summary>
public sealed partial class IssuerKeys : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    /// <summary>The least time between two fetches for keys that tokens name and we do not know.</summary>
    public static readonly TimeSpan UnknownKeyEvery = TimeSpan.FromSeconds(60);

    /// <summary>The least time between two attempts while nothing was ever fetched; also said to the person, as Retry-After.</summary>
    public static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long a request waits for a fetch: less than its own patience, so that it still gets an answer.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int DocumentBytesMax = 512 * 1024;

    private readonly TrustedIssuer issuer;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly HttpClient http;
    private readonly HttpDocumentRetriever documents;
    private readonly Lock gate = new();
    private Task fetching = Task.CompletedTask;
    private long? triedAt;
    private long? askedForUnknownAt;
    private volatile OpenIdConnectConfiguration? known;

    public IssuerKeys(TrustedIssuer issuer, TimeProvider time, ILogger<IssuerKeys> log)
    {
        (this.issuer, this.time, this.log) = (issuer, time, log);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience })
        {
            MaxResponseContentBufferSize = DocumentBytesMax,
        };
        documents = new HttpDocumentRetriever(http) { RequireHttps = !new Uri(issuer.Authority).IsLoopback };
    }

    /// <summary>Were keys ever fetched?</summary>
    public bool AreKnown => known is not null;

    public bool Knows(string keyId) =>
        known?.SigningKeys.Any(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal)) == true;

    /// <summary>True when there are keys; while there are none, tries to fetch them, but not at every request.</summary>
    public async Task<bool> ReadyAsync(CancellationToken cancel)
    {
        if (!AreKnown)
        {
            await WaitAsync(Fetching(ref triedAt, RetryEvery), cancel);
        }

        return AreKnown;
    }

    /// <summary>A token names this key: fetches anew when we do not know it, it looks like a key's name, and it is time.</summary>
    public Task LearnAsync(string keyId, CancellationToken cancel) =>
        Knows(keyId) || !KeyName().IsMatch(keyId) ? Task.CompletedTask : WaitAsync(Fetching(ref askedForUnknownAt, UnknownKeyEvery), cancel);

    /// <summary>Fetches now. Failures are logged; what was known stays.</summary>
    public Task RefreshAsync(CancellationToken cancel) => Fetching(ref triedAt, TimeSpan.Zero).WaitAsync(cancel);

    /// <exception cref="IssuerUnreachableException">Nothing was ever fetched.</exception>
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) =>
        known is { } keys ? Task.FromResult(keys) : Task.FromException<OpenIdConnectConfiguration>(new IssuerUnreachableException());

    /// <summary>Asked by the handler after any failure; when to fetch is decided here, by the key a token names.</summary>
    public void RequestRefresh()
    {
    }

    public void Dispose() => http.Dispose();

    private static async Task WaitAsync(Task fetch, CancellationToken cancel)
    {
        try
        {
            await fetch.WaitAsync(Wait, cancel);
        }
        catch (TimeoutException)
        {
            // The request is judged by the keys known; the fetch goes on for those that come after.
        }
    }

    /// <summary>The fetch on its way, else a new one unless the last of its kind was too short ago.</summary>
    private Task Fetching(ref long? last, TimeSpan every)
    {
        lock (gate)
        {
            if (fetching.IsCompleted && (last is null || time.GetElapsedTime(last.Value) >= every))
            {
                last = time.GetTimestamp();
                fetching = FetchAsync();
            }

            return fetching;
        }
    }

    /// <summary>Belongs to no request: one that is given up must not take the keys from the others.</summary>
    private async Task FetchAsync()
    {
        await Task.Yield(); // Out of the lock.
        try
        {
            var address = $"{issuer.Authority.TrimEnd('/')}/.well-known/openid-configuration";
            using var patience = new CancellationTokenSource(Patience);
            var fetched = await OpenIdConnectConfigurationRetriever.GetAsync(address, documents, patience.Token);

            // Source: OpenID Connect Discovery 1.0, 4.3. Otherwise one issuer could speak for another.
            if (!string.Equals(TrustedIssuer.Named(fetched.Issuer ?? ""), TrustedIssuer.Named(issuer.Issuer), StringComparison.Ordinal))
            {
                LogRefused(issuer.Authority, "it says that it is another issuer");
            }
            else if (fetched.SigningKeys.Count == 0)
            {
                LogRefused(issuer.Authority, "it publishes no keys");
            }
            else
            {
                known = fetched;
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever a stranger's document may do to a parser: the keys known stay.
            LogUnreachable(issuer.Authority, failure.GetBaseException().Message);
        }
    }

    /// <summary>
    /// How issuers name keys: thumbprints, hexadecimal numbers, dates. A key of a stranger name is found by the hourly fetch;
    /// nobody can have us fetch for a path or a statement.
    /// </summary>
    [GeneratedRegex("^[A-Za-z0-9_=-]{1,128}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex KeyName();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of {Authority} could not be fetched: {Why}")]
    private partial void LogUnreachable(string authority, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The document of {Authority} is not believed: {Why}.")]
    private partial void LogRefused(string authority, string why);
}

/// <summary>Nobody can be signed in by this issuer: its keys were never fetched.</summary>
public sealed class IssuerUnreachableException : Exception
{
    public IssuerUnreachableException()
        : base("The sign-in issuer cannot be reached.")
    {
    }

    public IssuerUnreachableException(string message)
        : base(message)
    {
    }

    public IssuerUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
