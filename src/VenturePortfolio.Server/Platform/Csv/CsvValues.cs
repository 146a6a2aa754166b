using System.Buffers;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// The typed reading of one file's cells. Faults are collected, never thrown, so that a person sees all of them at once.
/// A faulty cell reads as a harmless value; nothing may be stored while <see cref="Errors"/> is not empty.
/// </summary>
/// <param name="today">Dates more than 400 days later are refused.</param>
public sealed class CsvValues(CsvSource source, LocalDate today)
{
    private const int DaysAheadMax = 400;
    private const int DigitsMax = 30;
    private static readonly SearchValues<char> PlainDecimal = SearchValues.Create("0123456789.-");
    private static readonly LocalDate DateMin = new(1970, 1, 1);
    private readonly List<Error> errors = [];

    public IReadOnlyList<Error> Errors => errors;

    public void Refuse(CsvRow row, string column, string code, string whatToDo) =>
        errors.Add(row.Error(code, column, row.Cells[source[column]], whatToDo));

    /// <summary>Text that must be there. Errors: REQUIRED.</summary>
    public string Text(CsvRow row, string column)
    {
        var text = row.Cells[source[column]];
        if (text.Length == 0)
            Refuse(row, column, "REQUIRED", "the cell must not be empty.");
        return text;
    }

    /// <summary>Text, or null for an empty cell.</summary>
    public string? TextOrNone(CsvRow row, string column) => row.Cells[source[column]] is { Length: > 0 } text ? text : null;

    /// <summary>An ISO date in [1970-01-01, today + 400 days]. Errors: DATE_MALFORMED, DATE_OUT_OF_RANGE.</summary>
    public LocalDate Date(CsvRow row, string column)
    {
        var parsed = LocalDatePattern.Iso.Parse(row.Cells[source[column]]);
        if (!parsed.Success)
        {
            Refuse(row, column, "DATE_MALFORMED", "a date is written 2024-01-31 and must exist in the calendar.");
            return DateMin;
        }

        if (parsed.Value < DateMin || parsed.Value > today.PlusDays(DaysAheadMax))
            Refuse(row, column, "DATE_OUT_OF_RANGE", $"a date lies between 1970-01-01 and {DaysAheadMax} days from today.");
        return parsed.Value;
    }

    public LocalDate? DateOrNone(CsvRow row, string column) => row.Cells[source[column]].Length == 0 ? null : Date(row, column);

    public int Integer(CsvRow row, string column, int min, int max)
    {
        var text = row.Cells[source[column]];
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Refuse(row, column, "INTEGER_MALFORMED", $"a whole number from {min} to {max} is expected.");
        return min;
    }

    /// <summary>Errors: FLAG_MALFORMED.</summary>
    public bool Flag(CsvRow row, string column)
    {
        var text = row.Cells[source[column]];
        if (text is not ("true" or "false"))
            Refuse(row, column, "FLAG_MALFORMED", "true or false is expected.");
        return text == "true";
    }

    /// <summary>An active ISO 4217 code. Errors: CURRENCY_UNKNOWN.</summary>
    public Currency CurrencyOf(CsvRow row, string column)
    {
        if (Currency.TryOf(row.Cells[source[column]], out var currency))
            return currency;
        Refuse(row, column, "CURRENCY_UNKNOWN", "a currency code of ISO 4217 such as CNY is expected.");
        return Currency.Usd;
    }

    /// <summary>
    /// A plain decimal without exponent, at most 30 characters: NaN, infinities and 1e400 are no numbers here.
    /// Errors: NUMBER_MALFORMED, NUMBER_NEGATIVE.
    /// </summary>
    public decimal Number(CsvRow row, string column)
    {
        var text = row.Cells[source[column]];
        if (text.Length is 0 or > DigitsMax || text.AsSpan().ContainsAnyExcept(PlainDecimal)
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Refuse(row, column, "NUMBER_MALFORMED", $"a plain decimal such as 1200.50, at most {DigitsMax} characters, is expected.");
            return 0;
        }

        if (value < 0)
            Refuse(row, column, "NUMBER_NEGATIVE", "amounts and counts are never negative.");
        return Math.Max(value, 0);
    }

    /// <summary>
    /// An amount read by <see cref="Number"/>, rounded once, half-even, to the currency's places; minor units.
    /// Errors: AMOUNT_TOO_LARGE above 10^15 minor units.
    /// </summary>
    public long Rounded(CsvRow row, string column, decimal amount, Currency currency)
    {
        if (amount <= Money.MinorMax)
        {
            var minor = decimal.Round(amount * PowerOfTen(currency.MinorDigits), 0, MidpointRounding.ToEven);
            if (minor <= Money.MinorMax)
                return (long)minor;
        }

        Refuse(row, column, "AMOUNT_TOO_LARGE", $"an amount is at most {new Money(Money.MinorMax, currency)}.");
        return 0;
    }

    /// <summary>A positive amount with no more decimals than its currency has; minor units. Errors: those of Money.</summary>
    public long Amount(CsvRow row, string column, Currency currency)
    {
        var parsed = Money.ParsePositive(row.Cells[source[column]], currency, column);
        if (parsed.IsOk)
            return parsed.Value.Minor;
        Refuse(row, column, parsed.Errors[0].Code, parsed.Errors[0].Message);
        return 1;
    }

    private static decimal PowerOfTen(int digits)
    {
        var power = 1m;
        for (var i = 0; i < digits; i++)
            power *= 10;
        return power;
    }
}
