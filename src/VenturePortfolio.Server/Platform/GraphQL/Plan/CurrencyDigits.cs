using System.Collections.Frozen;

namespace VenturePortfolio.Server;

/// <summary>Decimals of a currency's minor unit, found without making a string.</summary>
internal static class CurrencyDigits
{
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Digits =
        Currency.All.ToFrozenDictionary(currency => currency.Code, currency => currency.MinorDigits, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Two, the usual number, for a code that is no currency: nothing stored has one.</summary>
    public static int Of(ReadOnlySpan<char> code) => Digits.TryGetValue(code, out var digits) ? digits : 2;
}
