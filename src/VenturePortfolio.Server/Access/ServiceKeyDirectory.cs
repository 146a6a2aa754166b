using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Who stands behind a service key: found by its hash, remembered for at most 30 seconds and never past its expiry.</summary>
/// <remarks>
/// A revoked key is therefore refused 30 seconds later at the latest; its membership ends with it, and row security reads
/// memberships live, so it sees nothing from the first moment on.
/// </remarks>
public sealed class ServiceKeyDirectory(NpgsqlDataSource job, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(30);

    private readonly MemoryCache holders = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Null for a key that is not ours, was revoked or has expired.</summary>
    public async Task<ServiceKeyHolder?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        if (!ServiceKeySecret.IsWellFormed(secret))
        {
            return null;
        }

        var hash = ServiceKeySecret.HashOf(secret);
        var name = Convert.ToHexStringLower(hash);
        if (holders.TryGetValue(name, out Remembered? known) && time.GetElapsedTime(known!.At) < RememberedFor && time.GetUtcNow() < known.Holder.ExpiresAt)
        {
            return known.Holder;
        }

        var found = await ReadAsync(hash, cancellationToken);
        if (found is null)
        {
            holders.Remove(name);
            return null;
        }

        holders.Set(
            name,
            new Remembered(found, time.GetTimestamp()),
            new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = RememberedFor, Size = 1 });
        return found;
    }

    public void Dispose() => holders.Dispose();

    private async Task<ServiceKeyHolder?> ReadAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var command = job.CreateCommand("select * from app.use_service_key($1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)
            || !CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(0), hash)
            || RoleCodes.Find(reader.GetString(2)) is not { } role)
        {
            return null;
        }

        return new ServiceKeyHolder(
            reader.GetGuid(1), role, reader.GetString(3), reader.GetString(4), reader.GetBoolean(5), reader.GetFieldValue<DateTimeOffset>(6));
    }

    private sealed record Remembered(ServiceKeyHolder Holder, long At);
}

/// <summary>The person a key acts as, and within which limits.</summary>
public sealed record ServiceKeyHolder(
    Guid PersonId, Role Role, string DisplayName, string Language, bool IsReadOnly, DateTimeOffset ExpiresAt);
