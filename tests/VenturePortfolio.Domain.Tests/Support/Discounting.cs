using NodaTime;

namespace VenturePortfolio.Domain.Tests;

/// <summary>The rows of a rate of return, grown by plain arithmetic to the last of their days; direct alpha shows calls below the line.</summary>
internal static class Discounting
{
    /// <summary>What each day's rows come to at the end, in minor units, and how many years of 365 days they grow.</summary>
    internal static IReadOnlyList<(double Years, double Minor)> Grown(Measure measure, decimal rate)
    {
        var last = measure.Trail.Max(row => row.CountedOn);
        return [.. measure.Trail.GroupBy(row => row.CountedOn).Select(day =>
        {
            var years = Period.DaysBetween(day.Key, last) / 365.0;
            var minor = day.Aggregate(Int128.Zero, (sum, row) => sum + row.NumeratorMinor - row.DenominatorMinor);
            return (years, (double)minor * Math.Pow(1 + (double)rate, years));
        })];
    }

    /// <summary>How far a minor unit more or less on the first day moves the rate: its growth over what the end gains from a higher rate.</summary>
    internal static double MovedByUnit(Measure measure, decimal rate)
    {
        if (rate == -1)
        {
            return 0; // A total loss: nothing came back, whatever was paid.
        }

        var grown = Grown(measure, rate);
        var first = Math.Max(1, Math.Pow(1 + (double)rate, grown.Max(flow => flow.Years)));
        return first / Math.Abs(grown.Sum(flow => flow.Years * flow.Minor) / (1 + (double)rate));
    }
}
