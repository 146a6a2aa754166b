namespace VenturePortfolio.Server;

/// <summary>One column of a list's file.</summary>
/// <param name="Path">Fields on the way to it from a row: subFund, code.</param>
/// <param name="IsNumber">Digits that a spreadsheet is to take for a number.</param>
internal sealed record ListColumn(IReadOnlyList<string> Path, bool IsNumber)
{
    /// <summary>As it is asked for, and as it stands on top.</summary>
    public string Name => string.Join('.', Path);
}

/// <summary>What of a node can be a column: what is stored, money as amount and currency, and what is stored of cards it points to.</summary>
internal static class ListColumns
{
    private const string Id = "id";
    private const string Code = "code";

    /// <summary>Everything stored; what it points to by code, or by id where that has none.</summary>
    internal static IReadOnlyList<ListColumn> Of(NodeDeclaration node, GraphCatalogue catalogue) =>
        [new([Id], IsNumber: false), .. node.StoredFields.SelectMany(field => Of(field, catalogue))];

    /// <summary>As typed, <c>subFund.code</c>; of money and of a card alone what stands for it. Empty: there is no such column.</summary>
    internal static IReadOnlyList<ListColumn> Find(string typed, NodeDeclaration node, GraphCatalogue catalogue)
    {
        var dot = typed.IndexOf('.', StringComparison.Ordinal);
        var (name, rest) = dot < 0 ? (typed, null) : (typed[..dot], typed[(dot + 1)..]);
        return (node.StoredFields.FirstOrDefault(field => field.Name == name), rest) switch
        {
            (null, null) when name == Id => [new([Id], IsNumber: false)],
            (ToOneField toOne, not null) => [.. Find(rest!, catalogue.Node(toOne.Target), catalogue).Select(column => column with { Path = [name, .. column.Path] })],
            ({ } field, null) => Of(field, catalogue),
            (MoneyField money, not null) => [.. Of(money, catalogue).Where(column => column.Path[1] == rest)],
            _ => [],
        };
    }

    private static IReadOnlyList<ListColumn> Of(NodeField field, GraphCatalogue catalogue) => field switch
    {
        ColumnField column => [new([column.Name], column.Type is ColumnType.Int or ColumnType.Long or ColumnType.Decimal)],
        MoneyField money => [new([money.Name, "amount"], IsNumber: true), new([money.Name, "currency"], IsNumber: false)],
        ToOneField toOne => [new([toOne.Name, catalogue.Node(toOne.Target).Fields.Any(of => of is ColumnField { Name: Code }) ? Code : Id], IsNumber: false)],
        _ => [],
    };
}
