using System.Collections.Concurrent;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Connections of one login for reading facts by COPY. When PostgreSQL ends a COPY out halfway (cancelled, out of time), Npgsql loses its place among the
/// messages: closing such a connection throws, and its place in a pool of Npgsql's is lost for good (npgsql 10.0.3, measured: a pool of five is empty after five).
/// So they belong to no such pool. Those on which all that was begun was read to its end are handed on, because a new one costs some 20 ms
/// (sign-in, catalogues, plans); the others are closed. There is nothing to reset: what goes through sets nothing beyond its transaction (decision 55).
/// </summary>
/// <param name="source">Without a pool.</param>
/// <param name="most">How many wait at most for the next reader.</param>
internal sealed class ExportConnections(NpgsqlDataSource source, int most) : IAsyncDisposable
{
    private readonly ConcurrentQueue<NpgsqlConnection> waiting = new();
    private volatile bool isOver;

    /// <summary>One that waits, else a new one.</summary>
    internal async ValueTask<(NpgsqlConnection Connection, bool IsNew)> TakeAsync(CancellationToken cancel)
    {
        while (waiting.TryDequeue(out var connection))
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                return (connection, IsNew: false);
            }

            await connection.DisposeAsync();
        }

        return (await source.OpenConnectionAsync(cancel), IsNew: true);
    }

    /// <param name="isSound">Nothing is left half read on it, and no transaction open.</param>
    internal async ValueTask GiveBackAsync(NpgsqlConnection connection, bool isSound)
    {
        if (isSound && !isOver && waiting.Count < most && connection.State == System.Data.ConnectionState.Open)
        {
            waiting.Enqueue(connection);
            return;
        }

        await connection.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        isOver = true;
        while (waiting.TryDequeue(out var connection))
        {
            await connection.DisposeAsync();
        }

        await source.DisposeAsync();
    }
}
