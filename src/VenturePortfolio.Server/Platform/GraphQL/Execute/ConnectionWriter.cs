namespace VenturePortfolio.Server;

/// <summary>What a selection on a connection asks.</summary>
internal enum ConnectionMember
{
    Rows,
    PageInfo,
    TotalCount,
    TypeName,
}

/// <summary>What a selection on <c>pageInfo</c> asks.</summary>
internal enum PageMember
{
    HasNextPage,
    HasPreviousPage,
    StartCursor,
    EndCursor,
    TypeName,
}

/// <summary>One member of a connection: <paramref name="View"/> for rows, <paramref name="Page"/> for page info.</summary>
internal sealed record ConnectionEntry(
    byte[] Name, ConnectionMember Member, int View, IReadOnlyList<(byte[] Name, PageMember Member)> Page);

/// <summary>Writes a connection from the rows its level has already read.</summary>
internal sealed class ConnectionWriter(string node, int level, int counts, ConnectionPaging paging)
{
    private readonly byte[] typeName = System.Text.Encoding.UTF8.GetBytes($"\"{node}Connection\"");

    public List<ConnectionEntry> Entries { get; } = [];

    /// <summary>The view holding bare cursors; -1 when nobody asks for them.</summary>
    public int CursorView { get; set; } = -1;

    public void Write(StageState state, ReadOnlySpan<byte> owner, JsonBuffer json)
    {
        var rows = state.Levels[level];
        var slot = rows is null ? -1 : rows.Owners.Find(owner);
        json.Byte((byte)'{');
        foreach (var entry in Entries)
        {
            json.Raw(entry.Name);
            switch (entry.Member)
            {
                case ConnectionMember.Rows:
                    WriteRows(rows!, slot, entry.View, json);
                    break;
                case ConnectionMember.PageInfo:
                    WritePage(rows, slot, entry.Page, json);
                    break;
                case ConnectionMember.TotalCount:
                    json.Number(state.Counts[counts]!.Of(owner));
                    break;
                default:
                    json.Raw(typeName);
                    break;
            }

            json.Byte((byte)',');
        }

        if (Entries.Count > 0)
        {
            json.DropLast();
        }

        json.Byte((byte)'}');
    }

    private void WriteRows(LevelRows rows, int slot, int view, JsonBuffer json)
    {
        json.Byte((byte)'[');
        var count = rows.Count(slot);
        for (var i = 0; i < count; i++)
        {
            json.Raw(rows.Piece(slot, paging.Backward ? count - 1 - i : i, view));
            json.Byte((byte)',');
        }

        if (count > 0)
        {
            json.DropLast();
        }

        json.Byte((byte)']');
    }

    private void WritePage(
        LevelRows? rows, int slot, IReadOnlyList<(byte[] Name, PageMember Member)> members, JsonBuffer json)
    {
        var more = rows?.HasMore(slot) ?? false;
        var count = rows?.Count(slot) ?? 0;
        json.Byte((byte)'{');
        foreach (var (name, member) in members)
        {
            json.Raw(name);
            json.Raw(member switch
            {
                PageMember.HasNextPage => Truth((!paging.Backward && more) || paging.Before),
                PageMember.HasPreviousPage => Truth((paging.Backward && more) || paging.After),
                PageMember.TypeName => "\"PageInfo\""u8,
                _ when count == 0 => "null"u8,
                _ => rows!.Piece(slot, member is PageMember.StartCursor == paging.Backward ? count - 1 : 0, CursorView),
            });
            json.Byte((byte)',');
        }

        if (members.Count > 0)
        {
            json.DropLast();
        }

        json.Byte((byte)'}');
    }

    private static ReadOnlySpan<byte> Truth(bool value) => value ? "true"u8 : "false"u8;
}

/// <summary>How a connection is paged.</summary>
internal sealed record ConnectionPaging(int PageSize, bool Backward, bool After, bool Before);
