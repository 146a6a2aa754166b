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
        Assert.Equal(
            "日期 2041-01-01 不在 1970-01-01 至 2027-12-29 之間。",
            Messages.Text("DATE_OUT_OF_RANGE", "zh-Hant", ("date", "2041-01-01"), ("first", "1970-01-01"), ("last", "2027-12-29")));

    /// <summary>Read from the source: an error nobody can say would otherwise be found by the first person who meets it.</summary>
    [Fact]
    public void Every_error_in_the_source_can_be_said_and_brings_the_values_its_text_names()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(ClusterDirectory.Checkout()!, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText);
        var errors = sources.SelectMany(text => MadeError().Matches(text)).ToList();
        Assert.InRange(errors.Count, 20, 1_000);
        foreach (var error in errors)
        {
            var code = error.Groups["code"].Value;
            Assert.True(Messages.Has(code), $"{code} has no text in messages.json.");
            var given = GivenValue().Matches(error.Value).Select(match => $"{{{match.Groups["name"].Value}}}").ToHashSet(StringComparer.Ordinal);
            Assert.All(Place().Matches(Messages.Text(code, Languages.English)), place =>
                Assert.True(given.Contains(place.Value), $"{code} is made without {place.Value}."));
        }
    }

    private static string PlacesOf(string text) =>
        string.Join(' ', Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Place();

    [GeneratedRegex(@"(new Error|\bError \w+\([^;{]*\) =>\s*new)\(\s*""(?<code>[A-Z0-9_]+)""[\s\S]*?(?=new Error\(|;\r?\n)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MadeError();

    [GeneratedRegex(@"\.With\(""(?<name>\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex GivenValue();
}
