using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Which quarter ends the demo's first start asks for. That it asks once, and that they are done: TwoProgramsTests, RequestedRunTests.</summary>
public sealed class PastQuartersTests
{
    /// <summary>By the calendar: the eight before the day, never the day itself, whose figures the night has.</summary>
    [Theory]
    [InlineData(2026, 11, 28, "2026-09-30")]
    [InlineData(2026, 9, 30, "2026-06-30")]
    [InlineData(2026, 10, 1, "2026-09-30")]
    [InlineData(2028, 4, 15, "2028-03-31")]
    public void They_are_the_eight_before_the_day_newest_first(int year, int month, int day, string newest)
    {
        var ends = PastQuarters.Before(new(year, month, day)).ToList();
        Assert.Equal(8, ends.Count);
        Assert.Equal(newest, ends[0].ToString("uuuu-MM-dd", null));
        Assert.All(ends, end => Assert.True(end.Month % 3 == 0 && end.PlusDays(1).Day == 1, $"{end} is no quarter end"));
        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.Equal(3, Period.Between(pair.Second.PlusDays(1), pair.First.PlusDays(1), PeriodUnits.Months).Months));
    }
}
