using System.Text;

namespace VenturePortfolio.Server;

/// <summary>One value of a node's <c>orderBy</c> enum. Without a field it orders by the key itself.</summary>
public sealed record OrderChoice(ColumnField? Field, bool Descending)
{
    public string GraphName => $"{UpperSnake(Field?.Name ?? "id")}_{(Descending ? "DESC" : "ASC")}";

    public static IEnumerable<OrderChoice> Of(NodeDeclaration node) =>
        node.Fields.OfType<ColumnField>()
            .Where(field => field.Sortable)
            .Prepend(null)
            .SelectMany(field => new[] { new OrderChoice(field, Descending: false), new OrderChoice(field, Descending: true) });

    private static string UpperSnake(string camel)
    {
        var text = new StringBuilder(camel.Length + 4);
        foreach (var letter in camel)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
