using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace VenturePortfolio.Server;

/// <summary>What an answer that never changes was an answer to. Two keys are equal only when their answers are.</summary>
/// <param name="Document">Its hash; with the operation, the plan.</param>
/// <param name="Variables">Their hash.</param>
/// <param name="Scope">What the person could read when asking; a membership revoked or a card changed gives another.</param>
public sealed record PinnedKey(string Document, string? Operation, string Variables, Guid Person, Role Role, string Scope, string Language, string MediaType);

/// <summary>An answer as it was sent.</summary>
/// <param name="ETag">Strong: made from these bytes, so that it holds beyond this process.</param>
public sealed record PinnedAnswer(byte[] Body, string ETag);

/// <summary>
/// Answers about closed instants, kept while there is room. The revisions of the definitions behind computed figures are
/// this program's own, and nothing here outlives the program.
/// </summary>
public sealed class PinnedAnswers : IDisposable
{
    private readonly MemoryCache _answers;
    private readonly long _bytesMax;

    /// <summary>Setting <c>GraphQL:PinnedMegabytes</c> (64); 0 keeps nothing.</summary>
    public PinnedAnswers(IConfiguration configuration)
    {
        _bytesMax = configuration.GetValue("GraphQL:PinnedMegabytes", 64L) * 1024 * 1024;
        _answers = new MemoryCache(new MemoryCacheOptions { SizeLimit = Math.Max(1, _bytesMax), CompactionPercentage = 0.2 });
    }

    public PinnedAnswer? Find(PinnedKey key) => _answers.Get<PinnedAnswer>(key);

    /// <summary>Kept only when it leaves room for others.</summary>
    public PinnedAnswer Keep(PinnedKey key, ReadOnlySpan<byte> body)
    {
        var answer = new PinnedAnswer(body.ToArray(), ETagOf(body, key.MediaType));
        const int Overhead = 600; // The key's texts and the cache's own entry.
        var size = answer.Body.Length + Overhead;
        if (size <= _bytesMax / 16)
        {
            _answers.Set(key, answer, new MemoryCacheEntryOptions { Size = size, SlidingExpiration = TimeSpan.FromHours(1) });
        }

        return answer;
    }

    public void Dispose() => _answers.Dispose();

    private static string ETagOf(ReadOnlySpan<byte> body, string mediaType)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(mediaType));
        hash.AppendData(body);
        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"";
    }
}
