using System.Buffers.Binary;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// The place of a function's result in a row. Rows are written before their functions are called, and copied into their parents: a mark stands
/// for the result, a byte that no JSON of ours contains, the function and the number of the row it was told of.
/// </summary>
internal sealed class FunctionPart(string responseKey, int function, int[] inputs) : RowPart(responseKey)
{
    /// <summary>Controls are always escaped in JSON.</summary>
    public const byte Mark = 1;

    private const int Length = 9;

    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        var rows = context.State.FunctionRows[function];
        rows.Add(new FunctionRow([.. inputs.Select(input => context.Row.IsNull(input) ? null : Encoding.UTF8.GetString(context.Row.Bytes(input)))]));
        var mark = json.Reserve(Length);
        mark[0] = Mark;
        BinaryPrimitives.WriteInt32BigEndian(mark[1..], function);
        BinaryPrimitives.WriteInt32BigEndian(mark[5..], rows.Count - 1);
        json.Advance(Length);
    }

    /// <summary>Copies what was written, with the results in the place of their marks.</summary>
    /// <param name="write">Writes the result of a function for one of its rows.</param>
    public static void Fill(ReadOnlySpan<byte> marked, JsonBuffer json, Action<int, int> write)
    {
        while (marked.IndexOf(Mark) is >= 0 and var at)
        {
            json.Raw(marked[..at]);
            write(BinaryPrimitives.ReadInt32BigEndian(marked[(at + 1)..]), BinaryPrimitives.ReadInt32BigEndian(marked[(at + 5)..]));
            marked = marked[(at + Length)..];
        }

        json.Raw(marked);
    }
}
