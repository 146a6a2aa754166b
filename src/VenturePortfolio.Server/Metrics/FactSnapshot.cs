using System.Data;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// One read-only view of the database at one moment. Everything a figure is made of is read through the same one, so that
/// a total never mixes two moments.
/// </summary>
public sealed class FactSnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly (ExportConnections Source, string UserId, string RequestId) asker;
    private IDisposable? place;
    private Work? work;

    /// <summary>Units of a snapshot: its connection, its transaction, and the first small readings.</summary>
    private const int Opening = 40;

    // Of readings begun and not read to their end.
    private int halfRead;

    private FactSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, (ExportConnections Source, string UserId, string RequestId) asker) =>
        (this.connection, this.transaction, this.asker) = (connection, transaction, asker);

    /// <summary>Everything, for the job.</summary>
    public static Task<FactSnapshot> OpenAsync(DatabaseLogins logins, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        return OpenAsync((logins.JobExports, "", ""), null, cancel);
    }

    /// <summary>The same view through a second connection, for reading two tables side by side. This one must stay open until it is.</summary>
    public async Task<FactSnapshot> BesideAsync(CancellationToken cancel)
    {
        await using var export = new NpgsqlCommand("select pg_export_snapshot()", connection, transaction);
        return (await OpenAsync(asker, (string)(await export.ExecuteScalarAsync(cancel))!, cancel)).CountedBy(work);
    }

    /// <summary>Whose rows are counted, as they are read.</summary>
    internal FactSnapshot CountedBy(Work? by)
    {
        work = by;
        work?.Does(Opening);
        return this;
    }

    /// <summary>What one person may see: row security decides. Waits while as many others of the role read as its pool would hold.</summary>
    public static async Task<FactSnapshot> OpenAsync(
        DatabaseLogins logins, Actor actor, string requestId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        ArgumentNullException.ThrowIfNull(actor);
        var entered = await logins.EnterAsync(actor.Role, cancel);
        try
        {
            var opened = await OpenAsync((logins.ExportsOf(actor.Role), actor.PersonId.ToString("D"), requestId), null, cancel);
            opened.place = entered;
            return opened;
        }
        catch
        {
            entered.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The condition on a table's rows of what had happened by a day as far as was known at an instant. Literals, because
    /// COPY takes no parameters; both are formatted here and nowhere else.
    /// </summary>
    public static string Seen(LocalDate asOf, Instant knownAt, string table) =>
        $"{table}.effective_on <= date '{LocalDatePattern.Iso.Format(asOf)}' and {Recorded(knownAt, table)}";

    /// <summary>The condition on a run of being of exactly these two dates.</summary>
    public static string IsPair(LocalDate asOf, Instant knownAt) =>
        $"business_date = date '{LocalDatePattern.Iso.Format(asOf)}' and known_at = timestamptz '{InstantPattern.ExtendedIso.Format(knownAt)}'";

    /// <summary>The condition on rows without a date of their own: they are what a dated row consists of.</summary>
    public static string Recorded(Instant knownAt, string table) =>
        $"{table}.recorded_at <= {Moment(knownAt)}";

    /// <summary>An instant as SQL.</summary>
    public static string Moment(Instant instant) => $"timestamptz '{InstantPattern.ExtendedIso.Format(instant)}'";

    /// <summary>Binary COPY out: about a third of the cost of a reader per row. Works under row security, unlike COPY in.</summary>
    public async Task<List<T>> CopyAsync<T>(string query, Func<NpgsqlBinaryExporter, T> read, CancellationToken cancel)
    {
        var rows = new List<T>();
        await CopyEachAsync(query, row => rows.Add(read(row)), cancel);
        return rows;
    }

    /// <summary>As <see cref="CopyAsync"/>, for rows that are not to be kept as they come.</summary>
    public async Task CopyEachAsync(string query, Action<NpgsqlBinaryExporter> take, CancellationToken cancel)
    {
        halfRead++;
        await using var export = await connection.BeginBinaryExportAsync($"copy ({query}) to stdout (format binary)", cancel);
        var rows = 0L;
        while (await export.StartRowAsync(cancel) >= 0)
        {
            take(export);
            rows++;
        }

        work?.Reads(rows);
        halfRead--;
    }

    /// <summary>As <see cref="CopyAsync"/>, one subject after the other. Until it is disposed of, nothing else is read through this snapshot.</summary>
    /// <param name="query">Ordered by the first column, the subject's id.</param>
    public async Task<OrderedCopy<T>> StreamAsync<T>(
        string query, Func<NpgsqlBinaryExporter, (Guid Of, T Row)> read, CancellationToken cancel)
    {
        halfRead++;
        return new(await connection.BeginBinaryExportAsync($"copy ({query}) to stdout (format binary)", cancel), read, rows =>
        {
            work?.Reads(rows);
            halfRead--;
        });
    }

    /// <param name="parameters">Whatever a person gave: $1, $2.</param>
    public async Task<List<T>> QueryAsync<T>(
        string query, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params IReadOnlyList<object> parameters)
    {
        var rows = new List<T>();
        halfRead++;
        await using var command = new NpgsqlCommand(query, connection, transaction);
        command.Parameters.AddRange(parameters.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(read(reader));
        }

        work?.Reads(rows.Count);
        halfRead--;
        return rows;
    }

    /// <summary>Row by row, for what would not fit into memory.</summary>
    public async Task EachAsync(string query, Action<NpgsqlDataReader> take, CancellationToken cancel)
    {
        var rows = 0L;
        halfRead++;
        await using var command = new NpgsqlCommand(query, connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            take(reader);
            rows++;
        }

        work?.Reads(rows);
        halfRead--;
    }

    public async ValueTask DisposeAsync()
    {
        var isSound = false;
        try
        {
            if (halfRead == 0)
            {
                await transaction.DisposeAsync();
                isSound = true;
            }
        }
        finally
        {
            await asker.Source.GiveBackAsync(connection, isSound);
            place?.Dispose();
        }
    }

    /// <param name="of">The exported snapshot to look at; null for one of its own.</param>
    private static async Task<FactSnapshot> OpenAsync(
        (ExportConnections Source, string UserId, string RequestId) reader, string? of, CancellationToken cancel)
    {
        while (true)
        {
            var (opened, isNew) = await reader.Source.TakeAsync(cancel);
            try
            {
                return await BeginAsync(opened, reader, of, cancel);
            }
            catch (NpgsqlException gone) when (!isNew && gone is not PostgresException { SqlState: not PostgresErrorCodes.AdminShutdown })
            {
                // It waited while its server went away: the next one that waits, or a new one.
                await reader.Source.GiveBackAsync(opened, isSound: false);
            }
            catch
            {
                await reader.Source.GiveBackAsync(opened, isSound: false);
                throw;
            }
        }
    }

    private static async Task<FactSnapshot> BeginAsync(
        NpgsqlConnection opened, (ExportConnections Source, string UserId, string RequestId) reader, string? of, CancellationToken cancel)
    {
        var begun = await opened.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using var batch = new NpgsqlBatch(opened, begun)
        {
            BatchCommands =
            {
                new(of is null ? "set transaction read only" : $"set transaction snapshot '{of}'"),
                new("set transaction read only"),
                new("select set_config('app.user_id', $1, true), set_config('app.request_id', $2, true)")
                {
                    Parameters = { new() { Value = reader.UserId }, new() { Value = reader.RequestId } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancel);
        return new(opened, begun, reader);
    }
}
