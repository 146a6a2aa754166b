using NodaTime;

namespace VenturePortfolio;

/// <summary>The benchmark lending rate of one year from a day on.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="EffectiveOn">First day it is in force; it stays so until the next.</param>
/// <param name="RateAnnual">Fraction per year, 0.0435 for 4.35 %.</param>
public sealed record LendingRate(Guid Id, LocalDate EffectiveOn, Instant RecordedAt, decimal RateAnnual)
{
    internal VerdictEvidence Evidence => new("lending_rate", Id, EffectiveOn, RecordedAt, null);
}

/// <summary>
/// The central bank's benchmark lending rate of one year, as far as it is known. Source of what it is for: domain notes 1.2, NF-26 (央行1年期貸款基準利率,
/// at the day of the transfer).
/// </summary>
/// <param name="Rows">In any order; of several for one first day the one told last counts.</param>
public sealed record LendingRates(IReadOnlyList<LendingRate> Rows)
{
    public static LendingRates None { get; } = new([]);

    /// <summary>The one in force on a day; null before the first that is known.</summary>
    public LendingRate? InForceOn(LocalDate day) =>
        Rows.Where(row => row.EffectiveOn <= day).MaxBy(row => (row.EffectiveOn, row.RecordedAt, row.Id));

    /// <summary>The one that a ladder reckons with: NF-26 asks for the rate of one year. NF-27 asks for that of the same period (同期), which is another and is not kept.</summary>
    public LendingRate? Of(RuleDefinition ladder, LocalDate transferOn)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        return ladder.Code == "NF-26" ? InForceOn(transferOn) : null;
    }
}
