using System.Text;
using GraphQLParser.Exceptions;
using Xunit;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Limits are those of the design page on the edge. The bound on visited nodes is the node limit and the step that
/// passes it: no document, however large, is walked further.
/// </summary>
public sealed class DocumentGuardTests
{
    private const int MostVisited = 1_001;

    private static readonly DocumentGuard Guard = new(GuardLimits.Default);

    private static GuardVerdict Inspect(string text) => Guard.Inspect(Guard.Parse(text));

    private static void Refused(string code, string text)
    {
        var verdict = Inspect(text);
        Assert.Equal(code, verdict.Refusal?.Code);
        Assert.InRange(verdict.VisitedNodes, 1, MostVisited);
    }

    private static void Accepted(string text)
    {
        var verdict = Inspect(text);
        Assert.Null(verdict.Refusal);
        Assert.InRange(verdict.VisitedNodes, 1, MostVisited);
    }

    [Fact]
    public void An_ordinary_query_passes_and_each_node_is_visited_once() =>
        // 2 definitions, 1 variable and its type (2 nodes), 4 fields, 1 spread, 2 arguments and their values,
        // 1 directive with its argument and value: 17.
        Assert.Equal(
            new GuardVerdict(null, 17),
            Inspect("""
                query Q($n: Int!) { funds(first: 5) @skip(if: false) { name ...F } }
                fragment F on Fund { code deals(first: $n) }
                """));

    [Fact]
    public void A_chain_of_doubling_fragments_is_refused_without_expanding_it()
    {
        Refused("TOO_MANY_FIELDS", Doubling(30));
        // Each of the 30 fragments: its definition and two spreads; the operation and its one spread.
        Assert.InRange(Inspect(Doubling(30)).VisitedNodes, 1, (30 * 3) + 2);
    }

    [Fact]
    public void Doubling_fragments_that_nest_a_field_at_each_level_are_refused() =>
        Refused("TOO_MANY_FIELDS", Doubling(12, "a{...F", "} b{...F", "}"));

    [Fact]
    public void More_than_thirty_fragments_are_refused() => Refused("TOO_MANY_FRAGMENTS", Doubling(31));

    [Fact]
    public void Ten_thousand_repeats_of_a_field_are_refused()
    {
        Refused("TOO_MANY_SELECTIONS", "{" + string.Concat(Enumerable.Repeat(" name", 10_000)) + "}");
        // Nothing below the oversized set was looked at.
        Assert.InRange(Inspect("{" + string.Concat(Enumerable.Repeat(" name", 10_000)) + "}").VisitedNodes, 1, 5);
    }

    [Fact]
    public void Three_thousand_aliases_are_refused() =>
        Refused("TOO_MANY_SELECTIONS", "{" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $" a{i}:name")) + "}");

    [Fact]
    public void Thirty_one_aliases_are_refused_and_thirty_pass()
    {
        Refused("TOO_MANY_ALIASES", "{ fund {" + string.Concat(Enumerable.Range(0, 31).Select(i => $" a{i}:name")) + "} }");
        Accepted("{ fund {" + string.Concat(Enumerable.Range(0, 30).Select(i => $" a{i}:name")) + "} }");
    }

    [Fact]
    public void Aliases_spread_from_two_fragments_count_for_their_common_parent() =>
        Refused(
            "TOO_MANY_ALIASES",
            "{ ...A ...B }"
            + " fragment A on Q {" + string.Concat(Enumerable.Range(0, 16).Select(i => $" a{i}:name")) + "}"
            + " fragment B on Q {" + string.Concat(Enumerable.Range(0, 16).Select(i => $" b{i}:name")) + "}");

    [Fact]
    public void Three_fragments_of_a_hundred_fields_under_one_parent_are_refused()
    {
        var fields = string.Concat(Enumerable.Repeat(" name", 99));
        Refused(
            "TOO_MANY_FIELDS",
            $"{{ fund {{ ...A ...B ...C }} }} fragment A on F {{{fields}}} fragment B on F {{{fields}}} fragment C on F {{{fields}}}");
    }

    [Fact]
    public void Many_small_sets_run_into_the_node_limit()
    {
        var hundred = " f {" + string.Concat(Enumerable.Repeat(" name", 99)) + "}";
        Refused("TOO_MANY_NODES", "{" + string.Concat(Enumerable.Repeat(hundred, 100)) + "}");
    }

    [Fact]
    public void Thirteen_levels_are_refused_and_twelve_pass()
    {
        Refused("TOO_DEEP", Nested(13));
        Accepted(Nested(12));
    }

    [Fact]
    public void Depth_counts_through_fragments() =>
        Refused("TOO_DEEP", "{ a { a { a { a { a { a { a { ...D } } } } } } } } fragment D on X { a { a { a { a { a { b } } } } } }");

    [Theory]
    [InlineData("{ ...A } fragment A on X { ...A }")]
    [InlineData("{ ...A } fragment A on X { b { ...B } } fragment B on X { a { ...A } }")]
    [InlineData("{ name } fragment A on X { ...B } fragment B on X { ... on X { ...A } }")]
    public void A_fragment_cycle_is_refused(string text) => Refused("FRAGMENT_CYCLE", text);

    [Fact]
    public void A_fragment_defined_twice_is_refused() =>
        Refused("DUPLICATE_FRAGMENT", "{ ...A } fragment A on X { a } fragment A on X { b }");

    [Fact]
    public void Fifty_one_directives_are_refused() =>
        Refused("TOO_MANY_DIRECTIVES", "{ name" + string.Concat(Enumerable.Repeat(" @a", 51)) + "}");

    [Fact]
    public void Type_definitions_are_refused() => Refused("NOT_EXECUTABLE", "type A { b: C }");

    [Fact]
    public void Huge_lists_and_objects_are_refused()
    {
        Refused("LITERAL_TOO_LARGE", "{ f(in: [" + string.Concat(Enumerable.Repeat("1,", 20_000)) + "]) }");
        Refused("LITERAL_TOO_LARGE", "{ f(in: {" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"a{i}:1 ")) + "}) }");
        Refused("LITERAL_TOO_LARGE", "query ($a: [Int] = [" + string.Concat(Enumerable.Repeat("1,", 101)) + "]) { f }");
        Accepted("{ f(in: [" + string.Concat(Enumerable.Repeat("1,", 100)) + "]) }");
    }

    [Theory]
    [InlineData("{ f(a: \"Q\") }", 4_000 - 2)]
    [InlineData("{ f(a: \"\"\"Q\"\"\") }", 4_000 - 6)]
    [InlineData("{ f(a: \"\"\"Q\\\"\"\" # \"\"\") }", 4_000 - 13)]
    [InlineData("{ f(a: \"Q\\\"\\\\\") }", 4_000 - 6)]
    [InlineData("{ f(a: \"\", b: \"Q", 4_000 - 1)]
    [InlineData("{ f(a: \"\"\"Q", 4_000 - 3)]
    public void A_string_of_more_than_four_thousand_characters_is_refused_before_it_is_read(string text, int longest)
    {
        Assert.Equal("STRING_TOO_LONG", Guard.Scan(text.Replace("Q", new string('x', longest + 1), StringComparison.Ordinal))?.Code);
        Assert.Null(Guard.Scan(text.Replace("Q", new string('x', longest), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{ f } # \"Q\"")]
    [InlineData("{ f(a: \"\") Q g(a: \"\") }")]
    [InlineData("{ f(a: \"\"\"\"\"\") Q }")]
    [InlineData("{ f(a: \"broken\n) Q \"")]
    public void What_is_no_string_may_be_long(string text) =>
        Assert.Null(Guard.Scan(text.Replace("Q", new string('x', 5_000), StringComparison.Ordinal)));

    [Fact]
    public void Literals_nested_eleven_deep_are_refused()
    {
        Refused("LITERAL_TOO_DEEP", "{ f(in: " + new string('[', 11) + new string(']', 11) + ") }");
        Accepted("{ f(in: " + new string('[', 10) + new string(']', 10) + ") }");
    }

    [Theory]
    [InlineData("{a", "}")]
    [InlineData("{...", "}")]
    public void The_parser_gives_up_long_before_the_stack_does(string open, string close)
    {
        var text = new StringBuilder().Insert(0, open, 5_000).Append("{b}").Insert(0, string.Empty);
        for (var i = 0; i < 5_000; i++)
        {
            text.Append(close);
        }

        Assert.Throws<GraphQLMaxDepthExceededException>(() => Guard.Parse(text.ToString()));
        Assert.Throws<GraphQLMaxDepthExceededException>(() => Guard.Parse("{ f(in: " + new string('[', 10_000)));
        Assert.Throws<GraphQLMaxDepthExceededException>(() => Guard.Parse("query ($a: " + new string('[', 10_000)));
    }

    [Fact]
    public void A_document_parsed_without_a_depth_limit_is_still_walked_within_bounds()
    {
        var depth = 2_000;
        var text = string.Concat(Enumerable.Repeat("{a", depth)) + "{b}" + new string('}', depth);
        var document = GraphQLParser.Parser.Parse(text, new() { MaxDepth = 100_000 });

        var verdict = Guard.Inspect(document);

        Assert.Equal("TOO_MANY_NODES", verdict.Refusal?.Code);
        Assert.InRange(verdict.VisitedNodes, 1, MostVisited);
    }

    [Fact]
    public void Fields_of_one_name_that_cannot_be_merged_are_refused()
    {
        Refused("FIELDS_CONFLICT", "{" + string.Concat(Enumerable.Range(0, 12).Select(i => $" a(b:{i})")) + "}");
        Accepted("{" + string.Concat(Enumerable.Range(0, 11).Select(i => $" a(b:{i})")) + "}");
        Accepted("{ node {" + string.Concat(Enumerable.Range(0, 30).Select(i => $" ... on T{i} {{ name(b:{i}) }}")) + "} }");
        Refused("FIELDS_CONFLICT", "{ a {" + string.Concat(Enumerable.Range(0, 12).Select(i => $" b{i}: c")) + "} a {" + string.Concat(Enumerable.Range(0, 12).Select(i => $" b{i}: d")) + "} }");
    }

    [Fact]
    public void Names_that_tools_repeat_in_every_fragment_pass()
    {
        var fields = string.Concat(Enumerable.Range(0, 20).Select(i => $" ...F{i}"));
        var fragments = string.Concat(Enumerable.Range(0, 20).Select(i => $" fragment F{i} on X {{ __typename id name{i} }}"));
        Accepted($"{{ a {{{fields} }} b {{{fields} }} }}{fragments}");
        Refused("TOO_MANY_FIELDS", "{" + string.Concat(Enumerable.Repeat(" a { b }", 52)) + "}");
        Refused("TOO_MANY_FIELDS", "{ ..." + "{" + string.Concat(Enumerable.Repeat(" a", 100)) + "} b { ... {" + string.Concat(Enumerable.Repeat(" a", 100)) + "} ... {" + string.Concat(Enumerable.Repeat(" a", 100)) + "} } }");
    }

    private static string Nested(int levels) =>
        "{" + string.Concat(Enumerable.Repeat("a{", levels - 1)) + "b" + new string('}', levels);

    /// <summary>F1 spreads F2 twice, F2 spreads F3 twice, and so on.</summary>
    private static string Doubling(int levels, string first = "...F", string second = " ...F", string last = "")
    {
        var text = new StringBuilder("{ ...F1 }");
        for (var i = 1; i < levels; i++)
        {
            text.Append($" fragment F{i} on X {{ {first}{i + 1}{second}{i + 1}{last} }}");
        }

        return text.Append($" fragment F{levels} on X {{ b c }}").ToString();
    }
}
