using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace VenturePortfolio.Server;

/// <summary>
/// Whom tokens that were judged good name, remembered for at most 30 seconds and never beyond their own end: checking a
/// signature costs more than a small query. Kept under the token's SHA-256, so that no token lies in memory for it; what
/// was refused is judged anew each time.
/// </summary>
/// <remarks>A key taken back by its issuer is therefore refused 30 seconds later at the latest.</remarks>
public sealed class VerifiedTokens(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _tokens = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Null when the token was not judged lately.</summary>
    public TokenHolder? Find(string token) =>
        _tokens.TryGetValue(KeyOf(token), out TokenHolder? holder) && holder!.Until > clock.GetUtcNow() ? holder : null;

    /// <param name="token">Just judged good.</param>
    /// <param name="expires">The token's own end; null: not remembered.</param>
    public void Remember(string token, string issuer, string subject, DateTimeOffset? expires)
    {
        var now = clock.GetUtcNow();
        var until = now + RememberedFor;
        if (expires is { } end && end > now)
        {
            _tokens.Set(KeyOf(token), new TokenHolder(issuer, subject, until < end ? until : end), new MemoryCacheEntryOptions
            {
                AbsoluteExpirationRelativeToNow = RememberedFor,
                Size = 1,
            });
        }
    }

    public void Dispose() => _tokens.Dispose();

    private static TokenHash KeyOf(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return new(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]), BitConverter.ToUInt64(hash[16..]), BitConverter.ToUInt64(hash[24..]));
    }

    private readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D);
}

/// <param name="Until">Judged anew from then on.</param>
public sealed record TokenHolder(string Issuer, string Subject, DateTimeOffset Until);
