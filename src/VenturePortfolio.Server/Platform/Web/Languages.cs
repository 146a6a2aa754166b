using Microsoft.Net.Http.Headers;

namespace VenturePortfolio.Server;

/// <summary>The three languages people are spoken to in.</summary>
public static class Languages
{
    public const string TraditionalChinese = "zh-Hant";
    public const string SimplifiedChinese = "zh-Hans";
    public const string English = "en";

    public static IReadOnlyList<string> All { get; } = [TraditionalChinese, SimplifiedChinese, English];

    /// <summary>The best of <c>Accept-Language</c> that we speak; else the one given.</summary>
    public static string Of(HttpRequest request, string otherwise)
    {
        var accepted = request.Headers.AcceptLanguage;
        if (accepted.Count == 0 || !StringWithQualityHeaderValue.TryParseList(accepted, out var wanted))
        {
            return otherwise;
        }

        return wanted
            .Where(tag => tag.Quality is not 0)
            .OrderByDescending(tag => tag.Quality ?? 1)
            .Select(tag => Spoken(tag.Value.Value ?? ""))
            .FirstOrDefault(language => language is not null) ?? otherwise;
    }

    /// <summary>
    /// By script first, else by where it is written: zh-HK, zh-TW and zh-MO in traditional characters, all other Chinese
    /// in simplified. Source: likely subtags of CLDR. Null for any other language.
    /// </summary>
    private static string? Spoken(string tag)
    {
        var parts = tag.Split('-');
        bool Has(string part) => parts.Contains(part, StringComparer.OrdinalIgnoreCase);
        if (string.Equals(parts[0], "en", StringComparison.OrdinalIgnoreCase))
        {
            return English;
        }

        if (!string.Equals(parts[0], "zh", StringComparison.OrdinalIgnoreCase))
        {
            return string.Equals(parts[0], "yue", StringComparison.OrdinalIgnoreCase) && !Has("Hans") && !Has("CN")
                ? TraditionalChinese
                : null;
        }

        var traditional = Has("Hant") || (!Has("Hans") && (Has("HK") || Has("TW") || Has("MO")));
        return traditional ? TraditionalChinese : SimplifiedChinese;
    }
}
