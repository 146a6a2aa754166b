using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// What an investor has pledged and not yet paid 未繳. Source: ILPA Capital Call and Distribution Template, 2025: each
/// flow says by how much it changes the unfunded commitment.
/// </summary>
public static class Unfunded
{
    /// <summary>
    /// The least that is unfunded at the end of any day from <paramref name="day"/> on: what a call of that day may use.
    /// A call dated back must also leave enough for the calls that came after it.
    /// </summary>
    /// <param name="commitments">All events of one investor in one fund.</param>
    /// <param name="flows">All entries of that investor in that fund, in any order.</param>
    /// <param name="day">The day of the call.</param>
    /// <returns>Null when nothing was ever pledged; entries in other currencies than the pledge do not count.</returns>
    public static Money? LowestFrom(
        IReadOnlyCollection<Commitment> commitments, IReadOnlyCollection<CashFlow> flows, LocalDate day)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        ArgumentNullException.ThrowIfNull(flows);
        if (commitments.Count == 0)
        {
            return null;
        }

        // The latest pledge says the currency: one taken back and repeated in the right currency must not block the fund.
        var currency = commitments.OrderBy(row => row.RecordedAt).Last(row => row.ReversesId is null).Amount.Currency;
        var changes = commitments.Where(row => row.Amount.Currency == currency)
            .Select(row => (row.EffectiveOn, Minor: row.Effect * row.Amount.Minor))
            .Concat(flows.Where(row => row.Amount.Currency == currency)
                .Select(row => (row.EffectiveOn, Minor: row.Effect * row.UnfundedEffectMinor)))
            .GroupBy(change => change.EffectiveOn)
            .OrderBy(ofDay => ofDay.Key);

        long balance = 0;
        long? lowest = null;
        foreach (var ofDay in changes)
        {
            if (ofDay.Key > day)
            {
                // The balance at the end of the day itself counts, and every later one.
                lowest = Math.Min(lowest ?? balance, balance);
            }

            balance = checked(balance + ofDay.Sum(change => change.Minor));
            if (ofDay.Key >= day)
            {
                lowest = Math.Min(lowest ?? balance, balance);
            }
        }

        return new Money(lowest ?? balance, currency);
    }
}
