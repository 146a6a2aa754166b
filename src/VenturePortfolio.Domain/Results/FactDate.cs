using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>Which days a fact may be dated on. The extremes of a calendar are typing mistakes or attacks, never facts.</summary>
public static class FactDate
{
    /// <summary>First day accepted, inclusive.</summary>
    public static readonly LocalDate Min = new(1970, 1, 1);

    /// <summary>How many days after today are accepted, inclusive: agreed calls and known future terms.</summary>
    public const int FutureDaysMax = 400;

    /// <summary>Error: DATE_OUT_OF_RANGE.</summary>
    /// <param name="today">The calendar day in Hong Kong.</param>
    public static Error? Check(string path, LocalDate date, LocalDate today) => CheckUntil(path, date, today.PlusDays(FutureDaysMax));

    /// <summary>As <see cref="Check"/>, for what is reported after it happened.</summary>
    public static Error? CheckPast(string path, LocalDate date, LocalDate today) => CheckUntil(path, date, today);

    /// <summary>As <see cref="Check"/>, up to a day that the kind of fact decides.</summary>
    /// <param name="last">Last day accepted, inclusive.</param>
    public static Error? CheckUntil(string path, LocalDate date, LocalDate last) => date >= Min && date <= last
        ? null
        : new Error("DATE_OUT_OF_RANGE", path, $"The date {Iso(date)} is not between {Iso(Min)} and {Iso(last)}.")
            .With("date", Iso(date)).With("first", Iso(Min)).With("last", Iso(last));

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
