using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>One month's average: units of the currency per US dollar.</summary>
public sealed record FxRow(string Currency, LocalDate EffectiveOn, decimal PerUsd);

/// <summary>
/// The monthly file of the Federal Reserve's rates, one column of units per US dollar. The countries that the Federal Reserve
/// quotes the other way round (Australia, Euro, Ireland, New Zealand, United Kingdom) stand in the file already turned:
/// United Kingdom 1971-01 is 0.4157 pounds per dollar.
/// </summary>
/// <param name="Skipped">Rows of countries whose currency cannot be told for all their months, per country.</param>
public sealed record FxFile(byte[] ContentHash, IReadOnlyList<FxRow> Rows, IReadOnlyList<(string Country, int Rows)> Skipped)
{
    private const string Date = "Date";
    private const string Country = "Country";
    private const string Rate = "Exchange rate";

    // One currency from the first to the last row of the country. Left out: currencies that the euro replaced (the old
    // quote is no ISO 4217 currency any more) and Venezuela, redenominated three times within the file.
    private static readonly Dictionary<string, string> CurrencyOf = new(StringComparer.Ordinal)
    {
        ["Australia"] = "AUD", ["Brazil"] = "BRL", ["Canada"] = "CAD", ["China"] = "CNY", ["Denmark"] = "DKK", ["Euro"] = "EUR",
        ["Hong Kong"] = "HKD", ["India"] = "INR", ["Japan"] = "JPY", ["Malaysia"] = "MYR", ["Mexico"] = "MXN", ["New Zealand"] = "NZD",
        ["Norway"] = "NOK", ["Singapore"] = "SGD", ["South Africa"] = "ZAR", ["South Korea"] = "KRW", ["Sri Lanka"] = "LKR",
        ["Sweden"] = "SEK", ["Switzerland"] = "CHF", ["Taiwan"] = "TWD", ["Thailand"] = "THB", ["United Kingdom"] = "GBP",
    };

    /// <summary>Errors: those of <see cref="CsvSource"/> and <see cref="CsvValues"/>, MONTH_START, RATE_OUT_OF_RANGE, RATE_INVERTED, ROW_REPEATED.</summary>
    public static async Task<Result<FxFile>> ReadAsync(string file, LocalDate today, CancellationToken cancel)
    {
        var source = await CsvSource.ReadAsync(file, [Date, Country, Rate], cancel);
        return source.IsOk ? Read(source.Value, today) : source.Errors.ToList();
    }

    public static Result<FxFile> Read(CsvSource source, LocalDate today)
    {
        var values = new CsvValues(source, today);
        var rows = new List<FxRow>();
        var seen = new HashSet<(string, LocalDate)>();
        var skipped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in source.Rows)
        {
            var country = values.Text(row, Country);
            if (!CurrencyOf.TryGetValue(country, out var currency))
            {
                skipped[country] = skipped.GetValueOrDefault(country) + 1;
                continue;
            }

            var read = RowOf(row, currency, values);
            rows.Add(read);
            if (!seen.Add((currency, read.EffectiveOn)))
                values.Refuse(row, Date, "ROW_REPEATED", $"{country} has this month twice. Keep one.");
        }

        return values.Errors.Count > 0
            ? values.Errors.ToList()
            : new FxFile(source.ContentHash, rows, [.. skipped.Select(pair => (pair.Key, pair.Value))]);
    }

    private static FxRow RowOf(CsvRow row, string currency, CsvValues values)
    {
        var effectiveOn = values.Date(row, Date);
        var perUsd = values.Number(row, Rate);
        if (effectiveOn.Day != 1)
            values.Refuse(row, Date, "MONTH_START", "a monthly average is dated the first of its month.");
        if (perUsd == 0 || perUsd >= 10_000_000_000m || decimal.Round(perUsd, 8) != perUsd)
            values.Refuse(row, Rate, "RATE_OUT_OF_RANGE", "a rate is above 0, below 10^10 and has at most 8 decimals.");
        // In no month since 1971 did a pound cost less than a dollar on average.
        if (currency == "GBP" && perUsd >= 1)
            values.Refuse(row, Rate, "RATE_INVERTED", "pounds per dollar are expected; this looks like dollars per pound.");
        return new(currency, effectiveOn, perUsd);
    }
}
