namespace VenturePortfolio.Server;

/// <summary>The conditions that tie the rows of two nodes together.</summary>
internal static class Relations
{
    /// <summary>The to-one target <paramref name="other"/> of the row <paramref name="alias"/>.</summary>
    public static string Joined(NodeDeclaration target, ToOneField field, string alias, string other)
    {
        var same = field.SameColumn is { } column ? $" and {other}.{column} = {alias}.{column}" : string.Empty;
        return $"{other}.{field.TargetColumn ?? target.KeyColumn} = {alias}.{field.Column}{same}";
    }

    /// <summary>The rows <paramref name="alias"/> of a to-many relation whose owner is named by <paramref name="owner"/>.</summary>
    public static string Of(ToManyField field, string alias, string owner)
    {
        var tie = field.Link is { } link
            ? $"{alias}.{field.TargetColumn} in (select l.{link.Target} from portfolio.{link.Table} l where l.{link.Source} = {owner})"
            : $"{alias}.{field.TargetColumn} = {owner}";
        return field.Condition is { } condition
            ? $"{tie} and {condition.Replace("{t}", alias, StringComparison.Ordinal)}"
            : tie;
    }
}
