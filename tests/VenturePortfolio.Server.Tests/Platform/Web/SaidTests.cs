using System.Text.RegularExpressions;

namespace VenturePortfolio.Server.Tests;

/// <summary>Sentences of figures, rules and runs in three languages. What can be said is read from the source: no list is kept by hand.</summary>
public sealed partial class SaidTests
{
    /// <summary>Where the domain, the night and the reports say something that is stored or shown. Terms and titles of metrics have languages or a glossary of their own.</summary>
    private static readonly string[] Places =
    [
        "VenturePortfolio.Domain/Rules", "VenturePortfolio.Domain/Metrics", "VenturePortfolio.Domain/Milestones", "VenturePortfolio.Server/Metrics/Figure.cs",
        "VenturePortfolio.Server/Metrics/FigureBridge.cs", "VenturePortfolio.Server/Metrics/RunReport.cs", "VenturePortfolio.Server/Reports/PullIncubationReport.cs",
    ];

    private static readonly string[] NoSentences =
    [
        "one year", "three years", "five years", // Inside the title of a metric.
        "{Metric} of {Group} failed and is absent.", // Of the log.
    ];

    public static TheoryData<string> Chinese => [Languages.TraditionalChinese, Languages.SimplifiedChinese];

    [Theory]
    [MemberData(nameof(Chinese))]
    public void Every_sentence_in_the_source_is_said_in_the_language(string language)
    {
        var sentences = Sentences();

        Assert.InRange(sentences.Count, 120, 400);
        Assert.Contains("{} of {} investments were made at later stages", sentences);
        Assert.Contains("the custodian bank", sentences);
        Assert.Contains("no rate brings these flows to zero", sentences);
        Assert.All(sentences, sentence =>
        {
            var number = 0;
            var filled = Hole().Replace(sentence, _ => $"{++number * 7}");
            var told = Said.In(language, filled);
            Assert.True(Han().IsMatch(told), $"said.json lacks: {sentence}");
            Assert.DoesNotMatch("[a-z]{2,} [a-z]{2,}", told);
            Assert.All(Enumerable.Range(1, number), at => Assert.Contains($"{at * 7}", told, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Each_text_is_found_again_by_its_stored_words_and_filled_with_the_same_values()
    {
        foreach (var code in Said.Codes)
        {
            var number = 0;
            var values = Place().Matches(Messages.Text(code, Languages.English)).Select(place => (Name: place.Value[1..^1], Value: $"v{++number}")).ToArray();
            var stored = Messages.Text(code, "stored", values);
            Assert.All(Languages.All, language => Assert.Equal(Messages.Text(code, language, values), Said.In(language, Place().Replace(stored, "v9"))));
        }
    }

    [Theory]
    [InlineData("en", "1 of 2 startups ever admitted; not judged: 1 (FX_MISSING)")]
    [InlineData("zh-Hant", "曾入孵的 2 家企業中有 1 家；未能判斷：1（FX_MISSING）")]
    [InlineData("zh-Hans", "曾入孵的 2 家企业中有 1 家；未能判断：1（FX_MISSING）")]
    public void What_is_said_within_is_said_in_the_language_too(string language, string expected) =>
        Assert.Equal(expected, Said.In(language, "1 of 2 startups ever admitted; not judged: 1 (FX_MISSING)"));

    [Theory]
    [InlineData("FX HKD/CNY 2026-11-20")]
    [InlineData("NullReferenceException")]
    [InlineData("a reason of a version not written yet")]
    [InlineData("")]
    public void What_is_found_nowhere_is_told_as_it_is(string words) => Assert.All(Languages.All, language => Assert.Equal(words, Said.In(language, words)));

    private static HashSet<string> Sentences()
    {
        var root = Path.Combine(ClusterDirectory.Checkout()!, "src");
        var files = Places.Select(place => Path.Combine(root, place)).SelectMany(place =>
            File.Exists(place) ? [place] : Directory.EnumerateFiles(place, "*.cs", SearchOption.AllDirectories)).Where(file => Path.GetFileName(file) is not "MetricTerms.cs");
        return [.. files.SelectMany(file => SourceSentences.Of(File.ReadAllText(file))).Where(SourceSentences.IsSentence).Except(NoSentences, StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\{\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Han();
}
