using NodaTime;

namespace VenturePortfolio;

/// <summary>What comes of it if it goes on like this: straight from nothing at the start through where it stands now.</summary>
internal static class Pace
{
    private const int YearsMax = 50;

    /// <summary>The day on which the goal is reached; null without a pace, and where it lies beyond fifty years.</summary>
    internal static LocalDate? Reaches(LocalDate start, LocalDate asOf, Int128 amount, Fraction goal)
    {
        var days = Period.DaysBetween(start, asOf);
        if (days <= 0 || amount <= 0)
        {
            return null;
        }

        var (needed, part) = Int128.DivRem(goal.Numerator * days, goal.Denominator * amount);
        needed += part > 0 ? 1 : 0;
        return needed <= YearsMax * 366 ? start.PlusDays((int)needed) : null;
    }
}
