using System.Data;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// One writing operation: one connection, one read-committed transaction, one actor set inside it. Beginning it and setting
/// the actor is one round trip. What is not committed is rolled back.
/// </summary>
public sealed class ActorTransaction : IAsyncDisposable
{
    private ActorTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        Connection = connection;
        Transaction = transaction;
    }

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    /// <summary>The connection broke, and what was not committed is rolled back.</summary>
    public bool IsLost => Connection.State != ConnectionState.Open;

    /// <param name="source">The pool of the actor's role.</param>
    /// <param name="personId">Becomes <c>app.user_id</c>: row security and audit read it.</param>
    /// <param name="requestId">Becomes <c>app.request_id</c>: audit keeps it.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<ActorTransaction> BeginAsync(NpgsqlDataSource source, Guid personId, string requestId, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            // Npgsql sends "begin" together with the first command.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
            await using var batch = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    new("set transaction read write"), // Policy staff's login is read-only by default.
                    new("select set_config('app.user_id', $1, true), set_config('app.request_id', $2, true)")
                    {
                        Parameters = { new() { Value = personId.ToString("D") }, new() { Value = requestId } },
                    },
                },
            };
            await batch.ExecuteNonQueryAsync(cancel);
            return new(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task CommitAsync(CancellationToken cancel) => Transaction.CommitAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
