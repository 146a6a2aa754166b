namespace VenturePortfolio.Server;

/// <summary>
/// What a stage costs, in units. One unit is one row brought back by a list or a look-up, with the to-one rows beside it.
/// Lists are reckoned by their page size or by the declared estimate, whichever is less, times the rows they hang on; what is
/// filtered or counted is looked through as well. A reckoning, not a bound: the bound on rows is the planner's.
/// </summary>
internal sealed class QueryCost
{
    /// <summary>Every operation: its transaction and its actor.</summary>
    public const int Operation = 1;

    /// <summary>A mutation: its transaction, its checks and its audit.</summary>
    public const int Mutation = 20;

    /// <summary>A question about the schema; answered from memory but for the first time.</summary>
    public const int Introspection = 50;

    /// <summary>Looking at a row in a filter or a count is that much cheaper than bringing it back.</summary>
    private const int LookedAtPerUnit = 100;

    /// <summary>Taken where nobody declared how many rows a list may have.</summary>
    private const int RowsUnknown = 1_000;

    public long Rows { get; private set; }

    public long Fixed { get; private set; }

    public void Reads(long rows) => Rows = checked(Rows + rows);

    public void Does(long units) => Fixed = checked(Fixed + units);

    /// <param name="owners">Rows the list hangs on; 1 at the root.</param>
    /// <param name="rowsEstimate">Rows of one owner.</param>
    public void LooksThrough(long owners, int? rowsEstimate) =>
        Does(checked(owners * (rowsEstimate ?? RowsUnknown) / LookedAtPerUnit) + 1);
}
