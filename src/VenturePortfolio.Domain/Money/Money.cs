namespace VenturePortfolio;

/// <summary>
/// An amount in whole minor units of one currency (fen, cents). Signed. Arithmetic is checked: overflow throws, and so
/// does mixing currencies, which almost always indicates a bug.
/// </summary>
/// <param name="Minor">Minor units: 1234 is CNY 12.34 and JPY 1234.</param>
/// <param name="Currency">Never <c>default</c> for money that exists.</param>
public readonly record struct Money(long Minor, Currency Currency)
{
    /// <summary>The largest amount anybody may enter, 10^15 minor units, inclusive.</summary>
    public const long MinorMax = 1_000_000_000_000_000;

    /// <summary>Decimal text with exactly the currency's decimals: "12.34", "-0.05", "1234" for JPY.</summary>
    public string Amount
    {
        get
        {
            // Through Int128, because -long.MinValue is not a long.
            var digits = Int128.Abs(Minor).ToString().PadLeft(Currency.MinorDigits + 1, '0');
            var whole = digits[..^Currency.MinorDigits];
            var sign = Minor < 0 ? "-" : "";
            return Currency.MinorDigits == 0 ? sign + whole : $"{sign}{whole}.{digits[^Currency.MinorDigits..]}";
        }
    }

    public static Money operator +(Money left, Money right) =>
        new(checked(left.Minor + left.SameCurrency(right).Minor), left.Currency);

    public static Money operator -(Money left, Money right) =>
        new(checked(left.Minor - left.SameCurrency(right).Minor), left.Currency);

    public static Money operator -(Money money) => new(checked(-money.Minor), money.Currency);

    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>
    /// Reads an amount somebody typed: an optional minus, digits, and at most the currency's decimals. No exponent, no
    /// grouping, no plus, no blanks, no NaN. Errors: AMOUNT_MALFORMED, AMOUNT_SCALE, AMOUNT_TOO_LARGE.
    /// </summary>
    public static Result<Money> Parse(string? text, Currency currency, string path = "amount") =>
        AmountText.Parse(text, currency, path);

    /// <summary>As <see cref="Parse"/>, for amounts whose sign their kind decides. Also AMOUNT_NOT_POSITIVE.</summary>
    public static Result<Money> ParsePositive(string? text, Currency currency, string path = "amount")
    {
        var money = Parse(text, currency, path);
        return money.IsOk && money.Value.Minor <= 0
            ? new Error("AMOUNT_NOT_POSITIVE", path, $"Amount {text} {currency} must be greater than zero.")
            : money;
    }

    public override string ToString() => $"{Amount} {Currency.Code}";

    private Money SameCurrency(Money other) => other.Currency == Currency
        ? other
        : throw new InvalidOperationException($"{Currency} and {other.Currency} do not mix; convert first.");
}
