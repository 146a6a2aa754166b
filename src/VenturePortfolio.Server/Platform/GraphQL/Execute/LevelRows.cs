using System.Buffers;

namespace VenturePortfolio.Server;

/// <summary>
/// The rows of one list level, already JSON, grouped by the owner they hang on. Each row has one piece per view: as an edge, as a node, as
/// a bare cursor.
/// </summary>
internal sealed class LevelRows(int views, int? pageSize) : IDisposable
{
    private int[] firstRow = ArrayPool<int>.Shared.Rent(64);
    private int[] rowCount = ArrayPool<int>.Shared.Rent(64);
    private int[] ends = ArrayPool<int>.Shared.Rent(256);
    private int owners;
    private int rows;
    private int currentOwner = -1;

    public JsonBuffer Json { get; } = new();

    public KeyTable Owners { get; } = new();

    public void Dispose()
    {
        Json.Dispose();
        Owners.Dispose();
        ArrayPool<int>.Shared.Return(firstRow);
        ArrayPool<int>.Shared.Return(rowCount);
        ArrayPool<int>.Shared.Return(ends);
        (firstRow, rowCount, ends) = ([], [], []);
    }

    /// <summary>Starts a row of this owner; false when it is the one beyond the page, which only says that there is more.</summary>
    public bool Begin(int owner)
    {
        if (owner != currentOwner)
        {
            if (owner < owners)
            {
                // A lateral join gives each owner's rows together; were they ever torn apart, their order would be lost too.
                throw new InvalidOperationException("The rows of one owner came apart.");
            }

            Pooled.Fit(ref firstRow, owners, owner + 1);
            Pooled.Fit(ref rowCount, owners, owner + 1);
            firstRow[owner] = rows;
            rowCount[owner] = 0;
            owners = owner + 1;
            currentOwner = owner;
        }

        rowCount[owner]++;
        if (pageSize is { } size && rowCount[owner] > size)
        {
            return false;
        }

        Pooled.Fit(ref ends, rows * views, (rows + 1) * views);
        return true;
    }

    public void EndView(int view) => ends[(rows * views) + view] = Json.Length;

    public void End() => rows++;

    /// <summary>Rows shown of this owner; none for an owner without rows (-1).</summary>
    public int Count(int owner) =>
        owner < 0 || owner >= owners ? 0 : pageSize is { } size ? Math.Min(rowCount[owner], size) : rowCount[owner];

    public bool HasMore(int owner) => owner >= 0 && owner < owners && pageSize is { } size && rowCount[owner] > size;

    /// <summary>One view of one of the owner's rows, in the order read.</summary>
    public ReadOnlySpan<byte> Piece(int owner, int position, int view)
    {
        var index = ((firstRow[owner] + position) * views) + view;
        return Json.Slice(index == 0 ? 0 : ends[index - 1], ends[index]);
    }
}
