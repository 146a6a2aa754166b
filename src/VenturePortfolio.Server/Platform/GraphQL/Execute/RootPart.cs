namespace VenturePortfolio.Server;

/// <summary>One root field of the answer.</summary>
internal abstract class RootPart(string responseKey)
{
    public string ResponseKey { get; } = responseKey;

    public byte[] Name { get; } = JsonNames.Of(responseKey);

    public abstract void WriteValue(StageState state, JsonBuffer json);
}

/// <summary><c>__typename</c> of the root, or a node whose id names nothing.</summary>
internal sealed class FixedRoot(string responseKey, string json) : RootPart(responseKey)
{
    private readonly byte[] value = System.Text.Encoding.UTF8.GetBytes(json);

    public override void WriteValue(StageState state, JsonBuffer json) => json.Raw(value);
}

/// <summary>One row by its key.</summary>
internal sealed class OneRoot(string responseKey, int level) : RootPart(responseKey)
{
    public override void WriteValue(StageState state, JsonBuffer json)
    {
        var rows = state.Levels[level]!;
        json.Raw(rows.Count(0) == 0 ? "null"u8 : rows.Piece(0, 0, 0));
    }
}

internal sealed class ConnectionRoot(string responseKey, ConnectionWriter connection) : RootPart(responseKey)
{
    public override void WriteValue(StageState state, JsonBuffer json) => connection.Write(state, [], json);
}

/// <summary>What a function or mutation gave.</summary>
internal sealed class FunctionRoot(string responseKey, int position, ResultWriter writer) : RootPart(responseKey)
{
    public int Position => position;

    public ResultWriter Writer => writer;

    public override void WriteValue(StageState state, JsonBuffer json) =>
        writer.Write(state.FunctionResults[position], state, json);
}
