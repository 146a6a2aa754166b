using CsCheck;

namespace VenturePortfolio.Server.Tests;

public sealed class GuardedDocumentsTests
{
    /// <summary>Pieces of documents in any order: what they make is read or refused, never a failure of ours.</summary>
    [Fact]
    public void Any_text_is_a_document_or_a_refusal()
    {
        string[] pieces =
        [
            "{", "}", "(", ")", "[", "]", ":", "!", "$", "@", "&", "|", "=", "...", "\"", "\"\"\"", "\\", "\\u0041", "\\u{1F600}", "\\uD83D", "#", "\n",
            "\r", "\t", " ", ",", "\uFEFF", "\0", "\uD800", "\uDC00", "é", "0", "-1", "1.5e9", "1e999", "00", "true", "null", "on", "query", "mutation",
            "subscription", "fragment", "type", "extend", "schema", "a", "b", "$a", "@skip(if:true)", "on Q", "{a}", "a:b",
        ];
        using var documents = new GuardedDocuments(new DocumentGuard(GuardLimits.Default));
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 40].Sample(
            parts =>
            {
                try
                {
                    documents.Get(string.Concat(parts)).Operation(name: null);
                }
                catch (HttpRefusalException refused)
                {
                    Assert.Matches("^[A-Z_]+$", refused.Refusal.Code);
                }
            },
            iter: 100_000);
    }

    /// <summary>GraphQL-Parser 9.5 failed with IndexOutOfRangeException here, which reached the sender as an internal error.</summary>
    [Fact]
    public void A_syntax_error_after_a_lone_carriage_return_is_a_refusal()
    {
        using var documents = new GuardedDocuments(new DocumentGuard(GuardLimits.Default));
        Assert.Equal("SYNTAX_ERROR", Assert.Throws<HttpRefusalException>(() => documents.Get("\r{")).Refusal.Code);
    }

    [Fact]
    public void The_same_text_is_parsed_once()
    {
        using var documents = new GuardedDocuments(new DocumentGuard(GuardLimits.Default));
        Assert.Same(documents.Get("{ a }"), documents.Get("{ a }"));
        Assert.NotSame(documents.Get("{ a }"), documents.Get("{ a  }"));
    }

    [Fact]
    public void The_operation_asked_for_is_chosen_by_name()
    {
        using var documents = new GuardedDocuments(new DocumentGuard(GuardLimits.Default));
        var two = documents.Get("query A { a } query B { b }");
        Assert.Equal("B", two.Operation("B").Name!.Value.ToString());
        Assert.Equal("OPERATION_NAME_REQUIRED", Assert.Throws<HttpRefusalException>(() => two.Operation(null)).Refusal.Code);
        Assert.Equal("OPERATION_NOT_FOUND", Assert.Throws<HttpRefusalException>(() => two.Operation("C")).Refusal.Code);
        Assert.Equal("OPERATION_NOT_FOUND", Assert.Throws<HttpRefusalException>(() => documents.Get("{ a }").Operation("A")).Refusal.Code);
    }
}
