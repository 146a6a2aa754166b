using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>One sort key: SQL over <c>{t}</c>, its type, its direction.</summary>
internal sealed record OrderKey(string Sql, ColumnType Type, bool Descending)
{
    public string SqlOf(string alias) => Sql.Replace("{t}", alias, StringComparison.Ordinal);
}

/// <summary>
/// The total order of a connection: what was asked, then the node's key in the direction of the last key asked, so that an
/// index on (…, effective_on, id) serves "newest first" as it stands.
/// </summary>
internal sealed class OrderKeys
{
    private OrderKeys(IReadOnlyList<OrderKey> keys, uint signature)
    {
        Keys = keys;
        Signature = signature;
    }

    public IReadOnlyList<OrderKey> Keys { get; }

    /// <summary>Stands in every cursor: a cursor of another node or order is refused.</summary>
    public uint Signature { get; }

    /// <summary>No index serves it: everything the filter leaves is looked at and sorted.</summary>
    public bool SortsAll { get; private init; }

    public static OrderKeys Of(NodeDeclaration node, IEnumerable<OrderChoice> choices)
    {
        var keys = new List<OrderKey>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var text = new StringBuilder(node.Name);
        var (total, sorts) = (false, false);
        foreach (var choice in choices.TakeWhile(_ => !total))
        {
            var name = choice.Field?.Name ?? "id";
            if (seen.Add(name))
            {
                text.Append('|').Append(choice.GraphName);
                keys.Add(choice.Field is { } field
                    ? new OrderKey(
                        field.Nullable ? $"coalesce({field.Sql}, {field.Last(choice.Descending)})" : field.Sql, field.Type, choice.Descending)
                    : new OrderKey("{t}." + node.KeyColumn, node.KeyType, choice.Descending));
                total = choice.Field is null;
                sorts |= choice.Field is { Nullable: true };
            }
        }

        if (!total && !(PlanFaults.Has(PlanFaults.NoTieBreak) && keys.Count > 0))
        {
            keys.Add(new OrderKey("{t}." + node.KeyColumn, node.KeyType, keys.Count > 0 && keys[^1].Descending));
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return new OrderKeys(keys, BinaryPrimitives.ReadUInt32BigEndian(hash)) { SortsAll = sorts };
    }

    public string OrderBy(string alias, bool backward) => "order by " + string.Join(
        ", ", Keys.Select(key => key.SqlOf(alias) + (key.Descending != backward ? " desc" : string.Empty)));

    /// <summary>Rows strictly beyond a cursor, in the direction of the order or against it.</summary>
    public SqlCondition Beyond(ValueSource cursor, bool against)
    {
        var parameters = Keys.Select((_, i) => new CursorParameter(cursor, this, i)).ToList();
        return (sql, alias) =>
        {
            if (Keys.All(key => key.Descending == Keys[0].Descending))
            {
                // One row comparison: an index on the keys serves it as one range.
                var columns = string.Join(", ", Keys.Select(key => key.SqlOf(alias)));
                var values = string.Join(", ", parameters.Select(sql.Parameter));
                sql.Add($"({columns}) {Sign(Keys[0], against)} ({values})");
                return;
            }

            sql.Add("(");
            for (var last = 0; last < Keys.Count; last++)
            {
                sql.Add(last == 0 ? "(" : " or (");
                for (var i = 0; i < last; i++)
                {
                    sql.Add($"{Keys[i].SqlOf(alias)} = {sql.Parameter(parameters[i])} and ");
                }

                sql.Add($"{Keys[last].SqlOf(alias)} {Sign(Keys[last], against)} {sql.Parameter(parameters[last])})");
            }

            sql.Add(")");
        };
    }

    private static string Sign(OrderKey key, bool against) => key.Descending != against ? "<" : ">";
}
