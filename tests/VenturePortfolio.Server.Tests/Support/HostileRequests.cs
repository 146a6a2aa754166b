using System.Text;
using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>One request made to do harm.</summary>
/// <param name="Code">How it is refused; null: by the validator, in words of its own.</param>
public sealed record HostileRequest(string Name, string? Code, byte[] Body, string ContentType = "application/json")
{
    public override string ToString() => Name;
}

/// <summary>
/// Requests made to do harm, each built here rather than kept as a file. The tests send every one; the benchmark
/// <c>refusals</c> states what refusing it costs.
/// </summary>
public static class HostileRequests
{
    private const string Flows = "query ($v: DateTime) { cashFlows(first: 1, knownAt: $v) { nodes { id } } }";
    private const string Filtered = "query ($v: SubFundFilter) { subFunds(first: 1, where: $v) { nodes { id } } }";

    public static IReadOnlyList<HostileRequest> All { get; } =
    [
        // Small text, large meaning.
        Document("doubling fragments", "TOO_MANY_FIELDS", Doubling(30)),
        Document("tripling fragments, never spread", "TOO_MANY_FIELDS", Doubling(25, times: 3).Replace("{...F1}", "{a}", StringComparison.Ordinal)),
        Document("fragment that spreads itself", "FRAGMENT_CYCLE", "{...A} fragment A on Query{a{...A}}"),
        Document("cycle of two fragments", "FRAGMENT_CYCLE", "{...A} fragment A on Query{...B} fragment B on Query{...A}"),
        Document("cycle of thirty fragments", "FRAGMENT_CYCLE", "{...F0}" + Repeat(30, i => $"fragment F{i} on Query{{... on Query{{...F{(i + 1) % 30}}}}}")),
        Document("page sizes that multiply", "QUERY_TOO_LARGE", Nested("subFunds(first:100){nodes{", "cashFlows(first:100){nodes{", "investor{", "commitments(first:100){nodes{", "id")),
        Document("what is too dear", "COST_LIMIT", "{" + Repeat(3, i => $"a{i}:subFunds(first:100){{nodes{{cashFlows(first:100){{nodes{{id}}}}}}}}") + "}"),
        Document("every row counted, thirty times", "COST_LIMIT", "{" + Repeat(30, i => $"a{i}:valuations(first:1){{totalCount}}") + "}"),

        // Many of everything.
        Document("10,000 repeats of a field", "TOO_MANY_SELECTIONS", "{" + Repeat(10_000, _ => " a") + "}"),
        Document("1,000 repeats, split into sets", "TOO_MANY_FIELDS", "{" + Repeat(11, _ => "...{" + Repeat(80, _ => " a") + "}") + "}"),
        Document("3,000 aliases", "TOO_MANY_SELECTIONS", "{" + Repeat(3_000, i => $" a{i}:b") + "}"),
        Document("31 aliases", "TOO_MANY_ALIASES", "{" + Repeat(31, i => $" a{i}:b") + "}"),
        Document("31 aliases through fragments", "TOO_MANY_ALIASES", "{" + Repeat(31, i => $"...{{a{i}:b}}") + "}"),
        Document("51 directives", "TOO_MANY_DIRECTIVES", "{a" + Repeat(51, _ => " @b") + "}"),
        Document("5,000 directives on the operation", "TOO_MANY_DIRECTIVES", "query" + Repeat(5_000, _ => " @b") + "{a}"),
        Document("2,000 operations", "TOO_MANY_NODES", Repeat(2_000, i => $"query q{i}{{a}}")),
        Document("31 fragments", "TOO_MANY_FRAGMENTS", "{a}" + Repeat(31, i => $"fragment F{i} on Query{{a}}")),
        Document("one fragment twice", "DUPLICATE_FRAGMENT", "{...A} fragment A on Query{a} fragment A on Query{b}"),
        Document("600 variables", "TOO_MANY_NODES", "query(" + Repeat(600, i => $"$v{i}:Int ") + "){a}"),
        Document("400 arguments", "TOO_MANY_NODES", "{a(" + Repeat(600, i => $"b{i}:1 ") + ")}"),
        Document("50 fields that cannot be merged", "FIELDS_CONFLICT", "{" + Repeat(50, i => $"subFunds(first:{i + 1}){{totalCount}} ") + "}"),

        Document("40 that cannot be merged, one level down", "FIELDS_CONFLICT", "{" + Repeat(2, i => "subFunds(first:1){nodes{" + Repeat(40, j => $"cashFlows(first:{(40 * i) + j + 1}){{totalCount}} ") + "}}") + "}"),
        Document("50 that cannot be merged, in fragments", "FIELDS_CONFLICT", "{" + Repeat(30, i => $"...F{i} ") + "}" + Repeat(30, i => $"fragment F{i} on Query{{subFunds(first:{i + 1}){{totalCount}}}}")),
        Document("51 copies of a list", "TOO_MANY_FIELDS", "{" + Repeat(52, _ => "subFunds(first:1){totalCount} ") + "}"),
        Document("200 copies of a leaf and an error", null, "{viewer{" + Repeat(2, _ => "...{" + Repeat(100, _ => " role") + "}") + "} a}"),
        Document("ten conflicts", null, "{" + Repeat(11, i => $"subFunds(first:{i + 1}){{nodes{{id code nameEn}}}}") + "}"),

        // Deep.
        Document("5,000 levels", "TOO_DEEP", Repeat(5_000, _ => "{a") + new string('}', 5_000)),
        Document("15,000 levels never closed", "TOO_DEEP", Repeat(15_000, _ => "{a")),
        Document("13 levels", "TOO_DEEP", Repeat(13, _ => "{a") + new string('}', 13)),
        Document("13 levels by fragments", "TOO_DEEP", "{...F0}" + Repeat(13, i => $"fragment F{i} on Query{{a{{...F{i + 1}}}}}") + "fragment F13 on Query{a}"),
        Document("list of lists", "TOO_DEEP", "{a(b:" + new string('[', 15_000) + new string(']', 15_000) + ")}"),
        Document("object of objects", "TOO_DEEP", "{a(b:" + Repeat(5_000, _ => "{c:") + "1" + new string('}', 5_000) + ")}"),
        Document("type of types", "TOO_DEEP", "query($a:" + new string('[', 30_000)),
        Document("eleven lists in one literal", "LITERAL_TOO_DEEP", "{a(b:" + new string('[', 11) + new string(']', 11) + ")}"),

        // Large values.
        Document("15,000 items in a literal", "LITERAL_TOO_LARGE", "{a(b:[" + Repeat(15_000, _ => "1,") + "])}"),
        Document("4,000 members in a literal", "LITERAL_TOO_LARGE", "{a(b:{" + Repeat(4_000, i => $"c{i}:1 ") + "})}"),
        Document("30,000 digits", null, "{subFunds(first:" + new string('9', 30_000) + "){totalCount}}"),
        Document("an exponent of 30,000 digits", null, "{subFunds(first:1e" + new string('9', 30_000) + "){totalCount}}"),
        Document("a page of 101", "BAD_PAGE_SIZE", "{subFunds(first:101){totalCount}}"),
        Document("a page of -1", "BAD_PAGE_SIZE", "{subFunds(first:-1){totalCount}}"),
        Document("a page beyond 32 bits", null, "{subFunds(first:2147483648){totalCount}}"),
        Document("no page size", "PAGE_SIZE_REQUIRED", "{subFunds{totalCount}}"),
        Document("a cursor of ours nowhere", "BAD_CURSOR", "{subFunds(first:1,after:\"" + Convert.ToBase64String(new byte[2_000]) + "\"){nodes{id}}}"),
        Document("a block string never closed", "STRING_TOO_LONG", "{a(b:\"\"\"" + new string('x', 28_000)),
        Document("a block string of escaped quotes", "STRING_TOO_LONG", "{a(b:\"\"\"" + Repeat(1_400, _ => "\\\"\"\"") + "\"\"\")}"),
        Document("a string of 28,000 letters", "STRING_TOO_LONG", "{a(b:\"" + new string('x', 28_000) + "\")}"),
        Document("a name of 28,000 letters", null, "{" + new string('x', 28_000) + "}"),
        Document("seven block strings just short enough", null, "{a(" + Repeat(7, i => $"b{i}:\"\"\"{new string('x', 3_990)}\"\"\" ") + ")}"),
        Document("700 block strings", "LITERAL_TOO_LARGE", "{a(b:[" + Repeat(700, _ => "\"\"\"a\"\"\" ") + "])}"),
        Document("100,000 spaces and nothing", "BODY_TOO_LARGE", new string(' ', 100_000)),

        // Text that is none.
        Document("NUL in a string", "INVALID_TEXT", "{subFund(id:\"a\\u0000b\"){id}}"),
        Document("half a surrogate pair in a string", "INVALID_TEXT", "{subFund(id:\"\\uD800\"){id}}"),
        Document("NULs", "SYNTAX_ERROR", new string('\0', 5_000)),
        Document("unicode trash", "SYNTAX_ERROR", "{" + Repeat(2_000, i => char.ConvertFromUtf32(0x1F600 + (i % 80))) + "}"),
        Document("bidirectional controls", "SYNTAX_ERROR", "{\u202Ea\u202C\u2066b\u2069}"),
        Document("5,000 byte order marks", "SYNTAX_ERROR", new string('\uFEFF', 5_000)),
        Document("comments only", "SYNTAX_ERROR", Repeat(2_500, _ => "# nothing\n")),
        Document("nothing", "SYNTAX_ERROR", ""),
        Document("a lone carriage return and an error", "SYNTAX_ERROR", "{a\r(\r}"),

        // Not for us.
        Document("type definitions", "NOT_EXECUTABLE", "type A{b:C}"),
        Document("an extension of the schema", "NOT_EXECUTABLE", "extend type Query{a:Int}"),
        Document("a subscription", "NOT_SUPPORTED", "subscription{a}"),
        Document("two operations, none chosen", "OPERATION_NAME_REQUIRED", "query A{viewer{role}} query B{viewer{role}}"),

        // The schema as a bomb.
        Document("fields of types of fields", "TOO_DEEP", Nested("__schema{", "types{", "fields{", "type{", "fields{", "type{", "fields{", "name")),
        Document("6 questions about the schema", "TOO_MANY_FIELDS", "{" + Repeat(6, i => $"a{i}:__schema{{queryType{{name}}}}") + "}"),
        Document("20 levels of ofType", "TOO_DEEP", "{__schema{types{fields{type{" + Repeat(20, _ => "ofType{") + "name" + new string('}', 20) + "}}}}}"),
        Document("the schema and data together", "INTROSPECTION_MIXED", "{__schema{queryType{name}} viewer{role}}"),

        // Variables.
        With("lists of lists in a variable", null, Flows, Nest(20, "[", "]")),
        With("an object where a date belongs", null, Flows, """{"a":{"b":{"c":{}}}}"""),
        With("a thousand conditions in a variable", "FILTER_TOO_LARGE", Filtered, """{"or":[""" + string.Join(',', Enumerable.Repeat("""{"vintage":{"eq":1}}""", 500)) + "]}"),
        With("25 nots inside each other", null, Filtered, Nest(26, """{"not":""", "}", "7")),
        With("a number of 10,000 digits", "BAD_REQUEST", Flows, new string('7', 10_000)),
        With("1e400", "BAD_REQUEST", Flows, "1e400"),
        With("NUL in a variable", "INVALID_TEXT", Flows, "\"\\u0000\""),
        With("half a surrogate pair in a variable", "INVALID_TEXT", Flows, "\"\\uDC00\""),
        With("one variable twice", "BAD_REQUEST", Flows, "1,\"v\":2"),

        // Not a request.
        Raw("a batch of 500", "BAD_REQUEST", "[" + string.Join(',', Enumerable.Repeat("""{"query":"{a}"}""", 500)) + "]"),
        Raw("5,000 arrays", "BAD_REQUEST", Nest(5_000, "[", "]")),
        Raw("5,000 objects", "BAD_REQUEST", Nest(5_000, """{"a":""", "}", "1")),
        Raw("a query that is a number", "BAD_REQUEST", """{"query":7}"""),
        Raw("half a body", "BAD_REQUEST", """{"query":"{a}","""),
        Raw("a name that is no text", "INVALID_TEXT", """{"query":"{a}","variables":{"\uD800":1}}"""),
        Raw("an operation nobody wrote", "OPERATION_NOT_FOUND", """{"query":"query A{viewer{role}}","operationName":"B"}"""),
        Raw("a document nobody registered", "PERSISTED_DOCUMENT_NOT_FOUND", """{"documentId":"sha256:' or 1=1 --"}"""),
        Raw("a text and an identifier", "BAD_REQUEST", """{"query":"{a}","documentId":"a"}"""),
        Raw("another media type", "UNSUPPORTED_MEDIA_TYPE", "{ viewer { role } }", "application/graphql"),
        new("bytes that are not UTF-8", "BAD_REQUEST", [.. "{\"query\":\"{a"u8, 0xC0, 0x80, 0xFF, .. "}\"}"u8]),
        new("UTF-16", "BAD_REQUEST", Encoding.Unicode.GetBytes("""{"query":"{a}"}""")),
        new("a megabyte", "BODY_TOO_LARGE", Encoding.ASCII.GetBytes("{\"query\":\"" + new string('a', 1024 * 1024) + "\"}")),
    ];

    private static HostileRequest Document(string name, string? code, string query) =>
        new(name, code, JsonSerializer.SerializeToUtf8Bytes(new { query }));

    /// <param name="value">JSON of the variable <c>v</c>.</param>
    private static HostileRequest With(string name, string? code, string query, string value) =>
        Raw(name, code, "{\"query\":\"" + query + "\",\"variables\":{\"v\":" + value + "}}");

    private static HostileRequest Raw(string name, string? code, string body, string type = "application/json") =>
        new(name, code, Encoding.UTF8.GetBytes(body), type);

    private static string Doubling(int levels, int times = 2)
    {
        var text = new StringBuilder("{...F1}");
        for (var i = 1; i < levels; i++)
        {
            text.Append($"fragment F{i} on Query{{{Repeat(times, _ => $"...F{i + 1} ")}}}");
        }

        return text.Append($"fragment F{levels} on Query{{a b}}").ToString();
    }

    private static string Nested(params string[] parts) => "{" + string.Concat(parts) + new string('}', 1 + parts.Sum(part => part.Count(letter => letter == '{')));

    private static string Nest(int levels, string open, string close, string inner = "") =>
        Repeat(levels, _ => open) + inner + Repeat(levels, _ => close);

    private static string Repeat(int times, Func<int, string> part) => string.Concat(Enumerable.Range(0, times).Select(part));
}
