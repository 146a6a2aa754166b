using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// The frame of what a person does to the books: what is wrong in itself is refused before anything is read; the rest is done once per key, on a context lent in
/// the caller's transaction, and ends with a row.
/// </summary>
public readonly record struct Act(VentureDbPool Pool, NpgsqlTransaction Transaction, Actor Actor, string Key, CancellationToken Cancel)
{
    /// <param name="operation">UPPER_SNAKE name of the act.</param>
    /// <param name="input">A record of plain values, as typed.</param>
    /// <param name="faults">What is wrong with it, and null for what is not.</param>
    /// <param name="does">Gives the key of the node it made.</param>
    public async Task<Result<Guid>> OnceAsync(string operation, object input, IEnumerable<Error?> faults, Func<VentureDb, Task<Result<Guid>>> does)
    {
        List<Error> errors = [.. faults.OfType<Error>()];
        if (errors.Count > 0)
        {
            return errors;
        }

        await using var db = await Pool.LendAsync(Transaction, Cancel);
        return await Idempotent.RunAsync(db, Actor, operation, Key, input, () => does(db), Cancel);
    }

    /// <summary>The row that an act ends with; gives its key.</summary>
    /// <param name="reason">For the audit; null where nobody is asked why.</param>
    public async Task<Result<Guid>> AppendAsync(VentureDb db, object row, Guid key, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (reason is not null)
        {
            await AuditReason.SayAsync(db, reason, Cancel);
        }

        db.Add(row);
        await db.SaveChangesAsync(Cancel);
        return key;
    }
}
