using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>The level of an index at the end of a day.</summary>
/// <param name="LevelE8">In 1/100,000,000; positive.</param>
public sealed record IndexLevel(LocalDate On, Instant RecordedAt, long LevelE8);

/// <summary>
/// A total-return index that returns are compared with, as known at one instant. The level of a day is the last one told for it or a day
/// before, at most <see cref="AgeMaxDays"/> earlier.
/// </summary>
public sealed class BenchmarkIndex
{
    /// <summary>A monthly index is at most a month and some days old.</summary>
    public const int AgeMaxDays = 45;

    private readonly IndexLevel[] _levels;

    /// <summary>By days since the first level, up to the last day that is young enough; 0 where no level is. Millions of flows ask for the same few thousand days.</summary>
    private readonly long[] _byDay;

    private BenchmarkIndex(string code, Currency currency, IndexLevel[] levels) => (Code, Currency, _levels, _byDay) = (code, currency, levels, ByDay(levels));

    public string Code { get; }

    /// <summary>In which its levels are told: money grows by it only in this currency.</summary>
    public Currency Currency { get; }

    /// <summary>Of several levels of a day the last recorded counts.</summary>
    public static BenchmarkIndex KnownAt(string code, Currency currency, IEnumerable<IndexLevel> levels, Instant knownAt) => new(code, currency, [.. levels
        .Where(level => level.RecordedAt <= knownAt)
        .GroupBy(level => level.On)
        .Select(day => day.MaxBy(level => (level.RecordedAt, level.LevelE8))!)
        .OrderBy(level => level.On)]);

    /// <summary>The days of this one, at the levels that a later telling gives them.</summary>
    internal BenchmarkIndex CorrectedBy(BenchmarkIndex? later) => new(
        Code, Currency, [.. _levels.Select(level => (later is null ? null : Array.Find(later._levels, other => other.On == level.On)) ?? level)]);

    /// <summary>What an amount of that day would be worth on the later one, had it been put into the index: half-even to the minor unit. Absent: INDEX_MISSING.</summary>
    internal OrAbsent<Int128> Grow(Int128 minor, LocalDate from, LocalDate to) => (LevelOn(from), LevelOn(to)) switch
    {
        ({ } first, { } last) => HalfEven.Divide(checked(minor * last), first),
        (null, _) => Missing(from),
        _ => Missing(to),
    };

    private Absent Missing(LocalDate on) => new(AbsentCode.IndexMissing, $"{Code} {LocalDatePattern.Iso.Format(on)}");

    private long? LevelOn(LocalDate on)
    {
        var day = _levels.Length == 0 ? -1 : Period.DaysBetween(_levels[0].On, on);
        return day >= 0 && day < _byDay.Length && _byDay[day] > 0 ? _byDay[day] : null;
    }

    private static long[] ByDay(IndexLevel[] levels)
    {
        var days = new long[levels.Length == 0 ? 0 : Period.DaysBetween(levels[0].On, levels[^1].On) + AgeMaxDays + 1];
        foreach (var level in levels)
        {
            // A later level writes over what an earlier one has filled.
            Array.Fill(days, level.LevelE8, Period.DaysBetween(levels[0].On, level.On), AgeMaxDays + 1);
        }

        return days;
    }
}
