namespace VenturePortfolio.Server;

/// <summary>
/// Why the figure of one fund alone is not known, asked once for all the groups of a night that the fund is in. Only for one set of facts and each metric's
/// own basis.
/// </summary>
public sealed class UnknownFunds
{
    private readonly Dictionary<(string Metric, FundHistory Fund, Currency Currency), Absent?> known = [];

    /// <param name="metric">Of the fund alone.</param>
    /// <param name="fund">Whole, or cut to some deals: another history then.</param>
    /// <param name="currency">It is told in.</param>
    /// <param name="compute">Asked where it was not before.</param>
    /// <returns>Null: it is known.</returns>
    internal Absent? WhyOf(Metric metric, FundHistory fund, Currency currency, Func<Measure> compute)
    {
        if (!known.TryGetValue((metric.Key, fund, currency), out var why))
        {
            known[(metric.Key, fund, currency)] = why = Figure.WhyUnknown(compute());
        }

        return why;
    }
}
