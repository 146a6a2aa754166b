namespace VenturePortfolio;

/// <summary>The reading of typed amounts; see <see cref="Money.Parse"/>.</summary>
internal static class AmountText
{
    /// <summary>Longer text is not echoed and not read: a megabyte of digits is not an amount.</summary>
    private const int LengthMax = 60;

    internal static Result<Money> Parse(string? text, Currency currency, string path)
    {
        if (string.IsNullOrEmpty(text) || text.Length > LengthMax)
        {
            return new Error("AMOUNT_MALFORMED", path,
                $"An amount is a plain decimal of at most {LengthMax} characters.");
        }

        var negative = text[0] == '-';
        var digits = negative ? text.AsSpan(1) : text.AsSpan();
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (!AreDigits(whole) || (point >= 0 && !AreDigits(fraction)))
        {
            return new Error("AMOUNT_MALFORMED", path,
                "An amount is a plain decimal such as 1200.50: digits and one point.");
        }

        if (fraction.Length > currency.MinorDigits)
        {
            return new Error("AMOUNT_SCALE", path,
                $"{currency} has {currency.MinorDigits} decimals; the amount has {fraction.Length}.")
                .With("currency", currency).With("limit", currency.MinorDigits).With("decimals", fraction.Length);
        }

        return Minor(whole, fraction, currency.MinorDigits) is { } minor
            ? new Money(negative ? -minor : minor, currency)
            : new Error("AMOUNT_TOO_LARGE", path, $"An amount is at most {new Money(Money.MinorMax, currency)}.")
                .With("limit", new Money(Money.MinorMax, currency));
    }

    /// <summary>Null when above the limit.</summary>
    private static long? Minor(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, int minorDigits)
    {
        long minor = 0;
        for (var i = 0; i < whole.Length + minorDigits; i++)
        {
            var digit = i < whole.Length ? whole[i] - '0'
                : i - whole.Length < fraction.Length ? fraction[i - whole.Length] - '0' : 0;
            minor = (minor * 10) + digit;
            if (minor > Money.MinorMax)
            {
                return null;
            }
        }

        return minor;
    }

    /// <summary>ASCII digits only: full-width digits and other scripts are refused, not guessed.</summary>
    private static bool AreDigits(ReadOnlySpan<char> text) =>
        text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
