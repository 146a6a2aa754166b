using System.Security.Cryptography;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>One event of the security chain as it is stored, for whoever checks it.</summary>
public sealed record SecurityEvent(
    LocalDate Day, long Seq, Instant At, string Kind, Guid? PersonId, string Login, string? RequestId, long Times, string Note, byte[] PrevHash, byte[] Hash)
{
    private const string Sql =
        """
        select day, seq, at, kind, person_id, login, request_id, times, note, prev_hash, hash
        from security_event
        order by day, seq
        """;

    public string DayText => LocalDatePattern.Iso.Format(Day);

    /// <summary>Walks the whole chain; returns how many events there are and what does not hold, in plain words.</summary>
    /// <param name="snapshot">What is read together with it is of the same moment.</param>
    /// <param name="seen">Told of every event, once it was looked at.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<(long Events, IReadOnlyList<string> Findings)> WalkAsync(
        FactSnapshot snapshot, Action<SecurityEvent> seen, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var head = (await snapshot.QueryAsync("select hash from security_head", row => row.GetFieldValue<byte[]>(0), cancel)).SingleOrDefault();
        List<string> findings = [];
        var events = 0L;
        var (day, seq, hash) = (default(LocalDate), 0L, SHA256.HashData("security"u8));
        await snapshot.EachAsync(Sql, row =>
        {
            var at = Read(row);
            events++;
            var expected = at.Day == day && events > 1 ? seq + 1 : 1;
            if (at.Seq != expected)
                findings.Add($"security events of {at.DayText}: event {expected}{(at.Seq == expected + 1 ? " is" : $" to event {at.Seq - 1} are")} missing");
            else if (!at.PrevHash.AsSpan().SequenceEqual(hash))
                findings.Add($"security events of {at.DayText}: event {at.Seq} is not chained to the one before it: one of the two was replaced, or events between them are gone");
            if (!at.ContentHash().AsSpan().SequenceEqual(at.Hash))
                findings.Add($"security events of {at.DayText}: event {at.Seq} was altered: its content does not fit its hash");
            (day, seq, hash) = (at.Day, at.Seq, at.Hash);
            seen(at);
        }, cancel);
        if (head is null || !head.AsSpan().SequenceEqual(hash))
            findings.Add("security events: the head names another event as the last: the last events are gone or were replaced");
        return (events, findings);
    }

    private byte[] ContentHash() => new ChainText()
        .Add(Day).Add(Seq).Add(At).Add(Kind).Add(PersonId).Add(Login).Add(RequestId).Add(Times).Add(Note)
        .HashAfter(PrevHash);

    private static SecurityEvent Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<LocalDate>(0), row.GetInt64(1), row.GetFieldValue<Instant>(2), row.GetString(3), row.GetFieldValue<Guid?>(4), row.GetString(5),
        row.IsDBNull(6) ? null : row.GetString(6), row.GetInt64(7), row.GetString(8), row.GetFieldValue<byte[]>(9), row.GetFieldValue<byte[]>(10));
}
