using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// NF-26 and NF-27: what the guidance fund's share costs whoever buys it out. Up to the first years the amount paid; then that amount with
/// simple interest from the day after which it runs, at the rate at the transfer; after the last years there is no formula: equal terms
/// 同股同權. Years are counted from registration and include their last day. Day count and simple interest are not in the text as known,
/// so they are parameters. Source: domain notes 1.2 and 1.4 (229號, general knowledge; Zhejiang's rule Art. 25).
/// </summary>
/// <param name="FirstYears">4 (NF-26), 3 (NF-27).</param>
/// <param name="LastYears">6; null: interest runs without end (NF-27).</param>
/// <param name="DaysPerYear">365 or 360.</param>
public sealed record BuyOutLadder(int FirstYears, int? LastYears, int DaysPerYear)
{
    /// <summary>The ladder that a rule's numbers say: first_years, last_years where it ends, days_per_year.</summary>
    public static BuyOutLadder Of(RuleDefinition rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new(
            rule.Count("first_years"), rule.Parameters.TryGetValue("last_years", out var last) ? (int)last : null, rule.Count("days_per_year"));
    }

    /// <summary>Whether the price of a transfer holds interest, so that a rate is needed for it.</summary>
    public bool BearsInterest(LocalDate registeredOn, LocalDate transferOn) =>
        transferOn > registeredOn.PlusYears(FirstYears) && !(LastYears is { } last && transferOn > registeredOn.PlusYears(last));

    /// <summary>The price. Absent: BEFORE_REGISTRATION, EQUAL_TERMS, NO_RATE_IN_FORCE, OUT_OF_RANGE.</summary>
    /// <param name="paid">What the guidance fund paid in; positive.</param>
    /// <param name="rateAnnual">The benchmark rate on the day of transfer, 0.0435 for 4.35 %; null where none is known, which matters only where the price bears interest.</param>
    public OrAbsent<Money> PriceOf(Money paid, LocalDate registeredOn, LocalDate transferOn, decimal? rateAnnual)
    {
        if (transferOn < registeredOn)
        {
            return new Absent("BEFORE_REGISTRATION", "the transfer is dated before the registration");
        }

        if (LastYears is { } last && transferOn > registeredOn.PlusYears(last))
        {
            return new Absent("EQUAL_TERMS", "no formula price any more: equal terms, a share of the liquidation");
        }

        var interestFrom = registeredOn.PlusYears(FirstYears);
        if (transferOn <= interestFrom)
        {
            return paid;
        }

        if (rateAnnual is not { } known)
        {
            return new Absent("NO_RATE_IN_FORCE", "the benchmark lending rate of that day is not on record");
        }

        var rate = Fraction.Of(known);
        var interest = HalfEven.Divide(
            rate.Numerator * paid.Minor * Period.DaysBetween(interestFrom, transferOn), rate.Denominator * DaysPerYear);
        var price = interest + paid.Minor;
        return price <= long.MaxValue ? paid with { Minor = (long)price } : new Absent(AbsentCode.OutOfRange, "the price is beyond any amount");
    }
}
