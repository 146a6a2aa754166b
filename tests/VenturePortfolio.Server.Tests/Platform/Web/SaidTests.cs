using System.Text.RegularExpressions;

namespace VenturePortfolio.Server.Tests;

/// <summary>Sentences of figures, rules and runs in three languages. What can be said is read from the source: no list is kept by hand.</summary>
public sealed partial class SaidTests
{
    /// <summary>Where the domain, the night and the reports say something that is stored or shown. Titles of metrics have three languages of their own; their terms are asked for one by one.</summary>
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

    /// <summary>What stands above and below the line of every definition, and the words for the codes in explanations and bridges.</summary>
    [Theory]
    [MemberData(nameof(Chinese))]
    public void Every_term_of_a_definition_and_every_part_of_a_figure_is_said_in_the_language(string language)
    {
        var terms = MetricCatalog.All.Select(MetricTerms.Of).SelectMany(terms => new[] { terms.Numerator, terms.Denominator }).OfType<string>().Where(term => term != "1");

        Assert.All(terms.Concat(SaidOfFigures.All), words =>
        {
            var told = Said.In(language, words);
            Assert.True(Han().IsMatch(told), $"said.json lacks: {words}");
            Assert.DoesNotMatch("[A-Za-z]{2,}", told);
        });
    }

    /// <summary>Clause, paper or standard of every definition. Names of papers and authors stand as they are; formulas and what is said of them do not.</summary>
    [Theory]
    [MemberData(nameof(Chinese))]
    public void Every_source_of_a_definition_is_said_in_the_language(string language) => Assert.All(MetricCatalog.All, metric =>
    {
        var told = Said.In(language, metric.Source);
        Assert.True(Han().IsMatch(told) && told != metric.Source, $"said.json lacks: {metric.Source}");
        Assert.DoesNotMatch("[a-z]{2,} [a-z]{2,}", told);
    });

    /// <summary>How the text of each rule and each class of a mapping is known, and what proves a milestone. Names of sites stand as they are.</summary>
    [Theory]
    [InlineData("zh-Hant", "rules", "source")]
    [InlineData("zh-Hans", "rules", "source")]
    [InlineData("zh-Hant", "class_mappings", "source")]
    [InlineData("zh-Hans", "class_mappings", "source")]
    [InlineData("zh-Hant", "milestone_kinds", "evidence_hint")]
    [InlineData("zh-Hans", "milestone_kinds", "evidence_hint")]
    public void Every_sentence_of_the_reference_is_said_in_the_language(string language, string file, string column)
    {
        var rows = CsvHelper.CsvReader.FromText(File.ReadAllText(Path.Combine(ClusterDirectory.Checkout()!, "seeds", "reference", $"{file}.csv")), new CsvHelper.CsvReaderOptions { Separator = ',' });
        var at = Array.IndexOf(rows.Headers.ToArray(), column);
        var read = 0;
        while (rows.Read())
        {
            read++;
            var told = Said.In(language, rows.GetString(at));
            Assert.True(Han().IsMatch(told), $"said.json lacks: {rows.GetString(at)}");
            Assert.DoesNotMatch("[a-z]{2,} [a-z]{2,}", told);
        }

        Assert.InRange(read, 30, 200);
    }

    /// <summary>Words of the glossary of ARCHITECTURE.md: 認繳, 實繳, 引導基金.</summary>
    [Theory]
    [InlineData("en", "commitments — Hong Kong private investors", "covers 8 of 14", "commitments of guidance funds")]
    [InlineData("zh-Hant", "認繳：香港私人投資者", "共 14 項，涵蓋 8 項", "引導基金的認繳")]
    [InlineData("zh-Hans", "认缴：香港私人投资者", "共 14 项，涵盖 8 项", "引导基金的认缴")]
    public void Codes_and_terms_are_told_in_the_words_of_the_field(string language, string part, string coverage, string term)
    {
        Assert.Equal(part, Said.In(language, SaidOfFigures.Part("COMMITMENT/HK_PRIVATE")));
        Assert.Equal(coverage, Said.In(language, SaidOfFigures.Coverage("8 of 14")));
        Assert.Equal(term, Said.In(language, MetricTerms.Of(MetricCatalog.Of("LV-1")).Denominator!));
        Assert.Equal("A_NEW_KIND", Said.In(language, SaidOfFigures.Part("A_NEW_KIND")));
    }

    /// <summary>Where a rule stands, as its instrument is cited in each script.</summary>
    [Theory]
    [InlineData("en", "Art. 20 (1)", "Art. 9", "財教〔2021〕176號 (Ministry of Finance)")]
    [InlineData("zh-Hant", "第20條第(1)項", "第9條", "財教〔2021〕176號")]
    [InlineData("zh-Hans", "第20条第(1)项", "第9条", "财教〔2021〕176号")]
    public void Articles_and_instruments_are_told_in_the_script_of_the_reader(string language, string item, string article, string instrument)
    {
        Assert.Equal((item, article, instrument), (Said.In(language, "Art. 20 (1)"), Said.In(language, "Art. 9"), Said.In(language, "財教〔2021〕176號")));
        var rules = File.ReadAllLines(Path.Combine(ClusterDirectory.Checkout()!, "seeds", "reference", "rules.csv"))[1..];
        Assert.All(rules, rule => Assert.Contains(
            Said.Codes.Where(code => code.StartsWith("SAID_BASIS_", StringComparison.Ordinal)), code => rule.Contains($",{Said.Stored(code)},", StringComparison.Ordinal)));
    }

    /// <summary>
    /// A traditional 則 stood in the simplified words of NF-27. Which letters differ between the scripts is told by the other texts: those that stand against one other
    /// letter three times and against themselves hardly ever.
    /// </summary>
    [Fact]
    public void No_letter_of_one_script_stands_in_a_text_of_the_other()
    {
        var rules = CsvHelper.CsvReader.FromText(File.ReadAllText(Path.Combine(ClusterDirectory.Checkout()!, "seeds", "reference", "rules.csv")), new CsvHelper.CsvReaderOptions { Separator = ',' });
        var texts = Messages.Codes.Select(code => (Of: code, Hant: Messages.Text(code, Languages.TraditionalChinese), Hans: Messages.Text(code, Languages.SimplifiedChinese))).ToList();
        while (rules.Read())
        {
            var of = rules.Headers.Index().ToDictionary(column => column.Item, column => rules.GetString(column.Index), StringComparer.Ordinal);
            texts.Add(($"{of["code"]} {of["revision"]}", of["name_zh_hant"], of["name_zh_hans"]));
        }

        var pairs = texts.Where(text => text.Hant.Length == text.Hans.Length).SelectMany(text => text.Hant.Zip(text.Hans))
            .Where(pair => Han().IsMatch($"{pair.First}") && Han().IsMatch($"{pair.Second}")).ToLookup(pair => pair.First, pair => pair.Second);
        var traditional = pairs.Where(letter => letter.Where(other => other != letter.Key).GroupBy(other => other).Select(same => same.Count()).DefaultIfEmpty().Max() is >= 3 and var times
            && times > 4 * letter.Count(other => other == letter.Key)).Select(letter => letter.Key).ToHashSet();

        Assert.InRange(traditional.Count, 120, 1_000);
        Assert.Contains('則', traditional);
        // What is recorded is never changed: its mended words are the next revision.
        Assert.DoesNotContain(texts.Where(text => text.Of != "NF-27 1"), text => text.Hans.Any(traditional.Contains));
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
