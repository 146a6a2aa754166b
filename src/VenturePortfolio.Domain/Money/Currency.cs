using System.Diagnostics.CodeAnalysis;

namespace VenturePortfolio;

/// <summary>
/// An ISO 4217 currency: its code and how many decimals its minor unit has (CNY 2, JPY 0, KWD 3).
/// Only currencies of <see cref="All"/> exist; <c>default</c> is ISO 4217's XXX, "no currency".
/// </summary>
public readonly record struct Currency
{
    // One byte, because ledgers of many millions are kept in memory; zero is XXX.
    private readonly byte _place;

    internal Currency(byte place) => _place = place;

    public static Currency Cny { get; } = Of("CNY");

    public static Currency Hkd { get; } = Of("HKD");

    public static Currency Usd { get; } = Of("USD");

    /// <summary>Every currency the tracker accepts, by code.</summary>
    public static IReadOnlyCollection<Currency> All => CurrencyTable.ByCode.Values;

    /// <summary>Three upper-case letters.</summary>
    public string Code => CurrencyTable.Rows[_place].Code;

    /// <summary>Decimals of the minor unit, 0 to 4.</summary>
    public int MinorDigits => CurrencyTable.Rows[_place].MinorDigits;

    /// <summary>The currency of a code known to be good; an unknown one throws.</summary>
    public static Currency Of(string code) =>
        TryOf(code, out var currency)
            ? currency
            : throw new ArgumentException($"No ISO 4217 currency '{code}'.", nameof(code));

    /// <summary>The currency of a code somebody typed; exact upper-case letters only.</summary>
    public static bool TryOf([NotNullWhen(true)] string? code, out Currency currency)
    {
        currency = default;
        return code is not null && CurrencyTable.ByCode.TryGetValue(code, out currency);
    }

    public override string ToString() => Code;
}
