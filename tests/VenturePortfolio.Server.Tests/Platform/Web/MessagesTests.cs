using System.Text.RegularExpressions;
using Xunit;

namespace VenturePortfolio.Server.Tests;

public sealed partial class MessagesTests
{
    [Fact]
    public void Every_code_has_a_text_in_each_language_with_the_same_places_to_fill()
    {
        foreach (var code in Messages.Codes)
        {
            Assert.Matches("^[A-Z][A-Z0-9_]*$", code);
            var texts = Languages.All.Select(language => Messages.Text(code, language)).ToList();
            Assert.DoesNotContain(texts[2], texts[..2], StringComparer.Ordinal);
            Assert.All(texts, text => Assert.Equal(PlacesOf(texts[^1]), PlacesOf(text)));
        }
    }

    [Fact]
    public void Chinese_texts_are_in_their_own_script()
    {
        // 個 and 请 exist in one script only; so do the pairs below. Source: Unihan, kSimplifiedVariant.
        const string TraditionalOnly = "個請過處權錄無為於間";
        const string SimplifiedOnly = "个请过处权录无为于间";
        foreach (var code in Messages.Codes)
        {
            Assert.DoesNotContain(Messages.Text(code, "zh-Hant"), character => SimplifiedOnly.Contains(character, StringComparison.Ordinal));
            Assert.DoesNotContain(Messages.Text(code, "zh-Hans"), character => TraditionalOnly.Contains(character, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Values_are_put_in_their_places() =>
        Assert.Equal("2041-01-01 晚於 2027-12-29。", Messages.Text("DATE_TOO_LATE", "zh-Hant", ("date", "2041-01-01"), ("max", "2027-12-29")));

    private static string PlacesOf(string text) =>
        string.Join(' ', Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Place();
}
