using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// How many rows the tables may have that nights fill, for the price of looking through them: a database of fourteen funds is not one of ten thousand.
/// From the space they take, which is known at once and never less than the truth, and told in powers of two: a price says nothing of a few rows more.
/// </summary>
public sealed class TableSizes(DatabaseLogins logins, GraphCatalogue catalogue, TimeProvider time) : IDisposable
{
    /// <summary>No row of these tables takes less, with its header.</summary>
    internal const int BytesPerRow = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly string[] tables = [.. catalogue.Nodes.Where(node => node.IsMeasured).Select(node => node.Table).Distinct(StringComparer.Ordinal)];
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile Known known = new(FrozenDictionary<string, int>.Empty, "", null);

    /// <summary>As they are now; measured again where that is a minute ago. Others go on with what is known meanwhile.</summary>
    internal async ValueTask<Known> NowAsync(CancellationToken cancel)
    {
        if (tables.Length > 0 && !IsFresh() && await gate.WaitAsync(known.At is null ? Timeout.Infinite : 0, cancel))
        {
            try
            {
                known = IsFresh() ? known : await MeasureAsync(cancel);
            }
            catch (NpgsqlException)
            {
                // Away for the moment: whoever asks is told so by the read itself, and the prices stay.
            }
            finally
            {
                gate.Release();
            }
        }

        return known;
    }

    public void Dispose() => gate.Dispose();

    private bool IsFresh() => known.At is { } at && time.GetElapsedTime(at) < Fresh;

    private async Task<Known> MeasureAsync(CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand(
            """
            select t.name, coalesce(sum(pg_relation_size(p.relid)), 0)::bigint
            from unnest($1) t (name), pg_partition_tree(('portfolio.' || t.name)::regclass) p
            group by 1
            order by 1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = tables });
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows[reader.GetString(0)] = (int)Math.Min(1 << 30, BitOperations.RoundUpToPowerOf2((ulong)(reader.GetInt64(1) / BytesPerRow)));
        }

        var epoch = string.Join(',', rows.OrderBy(table => table.Key, StringComparer.Ordinal).Select(table => table.Value.ToString(CultureInfo.InvariantCulture)));
        return new(rows.ToFrozenDictionary(StringComparer.Ordinal), epoch, time.GetTimestamp());
    }

    /// <param name="Rows">By table; none before they were first measured.</param>
    /// <param name="Epoch">Another whenever one of them is another.</param>
    internal sealed record Known(FrozenDictionary<string, int> Rows, string Epoch, long? At)
    {
        internal static Known Nothing { get; } = new(FrozenDictionary<string, int>.Empty, "", null);

        /// <summary>The lesser of what is declared and what the table has room for.</summary>
        internal int? Of(NodeDeclaration node, int? declared) =>
            node.IsMeasured && Rows.TryGetValue(node.Table, out var rows) ? Math.Min(rows, declared ?? rows) : declared;
    }
}
