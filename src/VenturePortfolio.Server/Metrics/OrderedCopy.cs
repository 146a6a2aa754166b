using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Rows of one COPY, ordered by whose they are, handed out one subject at a time: never more than one subject's rows are in memory.
/// </summary>
public sealed class OrderedCopy<T> : IAsyncDisposable
{
    private readonly NpgsqlBinaryExporter export;
    private readonly Func<NpgsqlBinaryExporter, (Guid Of, T Row)> read;
    private (Guid Of, T Row)? ahead;
    private bool isOver;

    private readonly Action<long> whenOver;
    private long count;

    /// <param name="whenOver">Called once the last row was read, with their number.</param>
    internal OrderedCopy(NpgsqlBinaryExporter export, Func<NpgsqlBinaryExporter, (Guid Of, T Row)> read, Action<long> whenOver) =>
        (this.export, this.read, this.whenOver) = (export, read, whenOver);

    /// <summary>The rows of a subject; those of subjects passed over are gone. Ids only ever rise from call to call.</summary>
    public async ValueTask<List<T>> OfAsync(Guid subject, CancellationToken cancel)
    {
        var rows = new List<T>();
        while (await HasAheadAsync(cancel) && ahead!.Value.Of.CompareTo(subject) <= 0)
        {
            if (ahead.Value.Of == subject)
            {
                rows.Add(ahead.Value.Row);
            }

            ahead = null;
        }

        return rows;
    }

    public ValueTask DisposeAsync() => export.DisposeAsync();

    private async ValueTask<bool> HasAheadAsync(CancellationToken cancel)
    {
        if (ahead is null && !isOver)
        {
            isOver = await export.StartRowAsync(cancel) < 0;
            if (isOver)
            {
                whenOver(count);
                return false;
            }

            ahead = read(export);
            count++;
        }

        return ahead is not null;
    }
}
