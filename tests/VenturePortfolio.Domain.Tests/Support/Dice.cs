using NodaTime;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Choices that a seed decides. The same seed gives the same world on every machine.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);
    private readonly byte[] _id = new byte[16];

    /// <summary>From 0 to below <paramref name="below"/>.</summary>
    internal int Next(int below) => _random.Next(below);

    /// <summary>Both ends included.</summary>
    internal int Between(int from, int to) => _random.Next(from, to + 1);

    internal bool Chance(int percent) => _random.Next(100) < percent;

    internal T Of<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    internal LocalDate Day(LocalDate from, LocalDate to) => from.PlusDays(_random.Next(Math.Max(1, Period.DaysBetween(from, to) + 1)));

    internal Guid Id()
    {
        _random.NextBytes(_id);
        return new Guid(_id);
    }

    /// <summary>Most rows are recorded on their day, some up to two years late.</summary>
    internal Instant Recorded(LocalDate on) => Noon(on.PlusDays(Chance(15) ? Next(700) : 0)).Plus(Duration.FromMilliseconds(Next(1_000)));

    /// <summary>Up to so many millions, to the minor unit.</summary>
    internal Money Amount(Currency currency, int millionsMax = 5) => new(_random.NextInt64(1, millionsMax * 100_000_000L), currency);
}
