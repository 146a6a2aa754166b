using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// Keeps the promise of <c>idempotencyKey</c>: one effect per person, operation and key, however often and however much
/// in parallel it is asked for. Only effects are remembered: a refused input leaves no row, and may be sent again with
/// the same key once its reason is gone.
/// </summary>
public static class Idempotent
{
    private static readonly JsonSerializerOptions Canonical = new() { Converters = { new DateConverter() } };

    /// <summary>
    /// Runs <paramref name="act"/> once. Errors of its own: IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_MISMATCH (idempotencyKey).
    /// </summary>
    /// <param name="db">In the operation's transaction; who commits it makes the effect and its key appear together.</param>
    /// <param name="actor">Keys of different people do not meet.</param>
    /// <param name="operation">UPPER_SNAKE name of the act.</param>
    /// <param name="key">1 to 200 code points, chosen by the client.</param>
    /// <param name="input">A record of plain values, as typed.</param>
    /// <param name="act">Gives the key of the node it made or changed.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<Result<Guid>> RunAsync(
        VentureDb db, Actor actor, string operation, string key, object input, Func<Task<Result<Guid>>> act, CancellationToken cancel)
    {
        if (TypedText.CheckName("idempotencyKey", key) is { } error)
        {
            return new Error("IDEMPOTENCY_KEY_INVALID", error.Path, $"The idempotency key is refused. {error.Message}");
        }

        // Whoever asks at the same time with the same key waits here for the first one's commit, then finds its row.
        await TransactionLock.TakeAsync(db, $"{operation}:{actor.PersonId}:{key}", cancel);
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(input, Canonical));
        var earlier = await db.Set<OperationKey>().AsNoTracking()
            .Where(row => row.PersonId == actor.PersonId && row.Operation == operation && row.Key == key)
            .SingleOrDefaultAsync(cancel);
        if (earlier is not null)
        {
            return earlier.RequestHash.AsSpan().SequenceEqual(hash)
                ? JsonSerializer.Deserialize<Answer>(earlier.Response)!.Node
                : new Error("IDEMPOTENCY_MISMATCH", "idempotencyKey", "This key was used for another input.");
        }

        var result = await act();
        if (result.IsOk)
        {
            CrashPoint.Pass(CrashPoint.WriteHalf);
            var response = JsonSerializer.Serialize(new Answer(result.Value));
            db.Add(new OperationKey(actor.PersonId, operation, key, hash, response));
            await db.SaveChangesAsync(cancel);
        }

        return result;
    }

    private sealed record Answer(Guid Node);

    private sealed class DateConverter : System.Text.Json.Serialization.JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Canonical input is written, never read.");

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(NodaTime.Text.LocalDatePattern.Iso.Format(value));
    }
}
