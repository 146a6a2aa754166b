using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// What is wrong with a question before anything runs is said in the reader's language and names the place. The sentences expected are those of messages.json with the
/// names of the question; a new version of the library that words its own otherwise fails here, where it would fall back to English in silence.
/// </summary>
public sealed partial class ValidationWordsTests(UnmeteredServer server) : IClassFixture<UnmeteredServer>
{
    [Theory]
    [InlineData("""{ leverageReport(asOf: "x") { asOf } }""", "{}", "ARGUMENTS_OF_CORRECT_TYPE", "asOf: Date (2024-12-31) is expected, not \"x\".", "asOf：應為 Date (2024-12-31)，不可為 \"x\"。")]
    [InlineData("""{ leverageReport(asOf: null) { asOf } }""", "{}", "ARGUMENTS_OF_CORRECT_TYPE", "asOf needs a value, which must not be null.", "asOf 必須有值，且不可為 null。")]
    [InlineData("""{ leverageReport(asOf: "2025-06-30", groupBy: NONE) { asOf } }""", "{}", "ARGUMENTS_OF_CORRECT_TYPE", "groupBy: LeverageGroupBy is expected, not NONE.", "groupBy：應為 LeverageGroupBy，不可為 NONE。")]
    [InlineData("""{ subFunds(first: 1, orderBy: [A, B]) { totalCount } }""", "{}", "ARGUMENTS_OF_CORRECT_TYPE", "orderBy.1: SubFundOrder is expected, not A. orderBy.2: SubFundOrder is expected, not B.", "orderBy.1：應為 SubFundOrder，不可為 A。orderBy.2：應為 SubFundOrder，不可為 B。")]
    [InlineData("""{ subFunds(first: 1, where: { code: { eq: 1 } }) { totalCount } }""", "{}", "ARGUMENTS_OF_CORRECT_TYPE", "where.code.eq: String is expected, not 1.", "where.code.eq：應為 String，不可為 1。")]
    [InlineData("""{ subFunds(first: 1, where: { code: 5 }) { totalCount } }""", "{}", "ARGUMENTS_OF_CORRECT_TYPE", "where.code: an object of type StringFilter is expected.", "where.code：應為 StringFilter 物件。")]
    [InlineData("""{ subFunds(first: 1, where: { kode: { eq: "A" } }) { totalCount } }""", "{}", "ARGUMENTS_OF_CORRECT_TYPE", "where.kode: there is no such field.", "where.kode：沒有這個欄位。")]
    [InlineData("""{ subFunds(first: "a. In field 'x': [b]") { totalCount } }""", "{}", "ARGUMENTS_OF_CORRECT_TYPE", "first: Int is expected, not \"a. In field 'x': [b]\".", "first：應為 Int，不可為 \"a. In field 'x': [b]\"。")]
    [InlineData("query($n: Int = \"x\") { subFunds(first: $n) { totalCount } }", "{}", "DEFAULT_VALUES_OF_CORRECT_TYPE", "$n: Int is expected, not \"x\".", "$n：應為 Int，不可為 \"x\"。")]
    [InlineData("query($d: Date!) { leverageReport(asOf: $d) { asOf } }", """{"d":"x"}""", "INVALID_VALUE", "$d: Date (2024-12-31) is expected, not \"x\".", "$d：應為 Date (2024-12-31)，不可為 \"x\"。")]
    [InlineData("query($d: DateTime) { leverageReport(asOf: \"2025-06-30\", knownAt: $d) { asOf } }", """{"d":5}""", "INVALID_VALUE", "$d: DateTime (2024-12-31T16:00:00Z) is expected, not \"5\".", "$d：應為 DateTime (2024-12-31T16:00:00Z)，不可為 \"5\"。")]
    [InlineData("query($d: Date!) { leverageReport(asOf: $d) { asOf } }", """{"d":null}""", "INVALID_VALUE", "$d needs a value, which must not be null.", "$d 必須有值，且不可為 null。")]
    [InlineData("query($d: Date!) { leverageReport(asOf: $d) { asOf } }", "{}", "INVALID_VALUE", "$d needs a value, which must not be null.", "$d 必須有值，且不可為 null。")]
    [InlineData("query($k: [String!]) { leverageReport(asOf: \"2025-06-30\", definitions: $k) { asOf } }", """{"k":["LV-1",null]}""", "INVALID_VALUE", "$k[1] needs a value, which must not be null.", "$k[1] 必須有值，且不可為 null。")]
    [InlineData("query($w: SubFundFilter) { subFunds(first: 1, where: $w) { totalCount } }", """{"w":{"kode":{"eq":"A"}}}""", "INVALID_VALUE", "$w.kode: there is no such field.", "$w.kode：沒有這個欄位。")]
    [InlineData("query($w: SubFundFilter) { subFunds(first: 1, where: $w) { totalCount } }", """{"w":{"code":5}}""", "INVALID_VALUE", "$w.code: an object of type StringFilter is expected.", "$w.code：應為 StringFilter 物件。")]
    [InlineData("{ leverageReport { asOf } }", "{}", "PROVIDED_NON_NULL_ARGUMENTS", "leverageReport needs the argument asOf of type Date!.", "leverageReport 必須提供引數 asOf（類型 Date!）。")]
    [InlineData("{ subFunds(first: 1, forst: 1) { totalCount } }", "{}", "KNOWN_ARGUMENT_NAMES", "subFunds has no argument forst.", "subFunds 沒有 forst 這個引數。")]
    [InlineData("{ subFunds(first: 1) { totalCoumt } }", "{}", "FIELDS_ON_CORRECT_TYPE", "SubFundConnection has no field totalCoumt.", "SubFundConnection 沒有 totalCoumt 這個欄位。")]
    [InlineData("{ subFunds(first: 1) }", "{}", "SCALAR_LEAFS", "subFunds is of type SubFundConnection!: choose which of its fields to read, in braces.", "subFunds 的類型為 SubFundConnection!：請以大括號選取其下的欄位。")]
    [InlineData("{ subFunds(first: 1) { totalCount { id } } }", "{}", "SCALAR_LEAFS", "totalCount is of type Int! and has no fields to choose from.", "totalCount 的類型為 Int!，其下沒有欄位可選。")]
    [InlineData("query Q { subFunds(first: $n) { totalCount } }", "{}", "NO_UNDEFINED_VARIABLES", "The variable $n is not declared by the operation.", "操作未宣告變數 $n。")]
    [InlineData("query Q($n: Int) { subFunds(first: 1) { totalCount } }", "{}", "NO_UNUSED_VARIABLES", "The variable $n is declared and never used.", "變數 $n 已宣告但未使用。")]
    [InlineData("query($n: Nothing) { subFunds(first: $n) { totalCount } }", "{}", "VARIABLES_ARE_INPUT_TYPES", "The variable $n cannot be of type Nothing: it is no type of input.", "變數 $n 的類型不能是 Nothing：它不是輸入類型。")]
    [InlineData("query($d: String!) { leverageReport(asOf: $d) { asOf } }", """{"d":"2025-06-30"}""", "VARIABLES_IN_ALLOWED_POSITION", "The variable $d is of type String! and stands where Date! is expected.", "變數 $d 的類型為 String!，但所在位置應為 Date!。")]
    [InlineData("{ subFunds(first: 1) { ... on Nothing { totalCount } } }", "{}", "KNOWN_TYPE_NAMES", "There is no type Nothing.", "沒有 Nothing 這個類型。")]
    [InlineData("{ subFunds(first: 1) { ...F } }", "{}", "KNOWN_FRAGMENT_NAMES", "There is no fragment F.", "沒有 F 這個片段。")]
    [InlineData("{ subFunds { totalCount } }", "{}", "PAGE_SIZE_REQUIRED", "subFunds needs first or last, from 1 to 100.", "subFunds 須以 first 或 last 指明筆數（1 至 100）。")]
    [InlineData("{ subFunds(first: 1, last: 1) { totalCount } }", "{}", "BAD_PAGING", "subFunds takes first or last, not both.", "subFunds 只能使用 first 或 last 其中之一。")]
    [InlineData("query($n: Int!) { subFunds(first: $n) { totalCount } }", """{"n":999}""", "BAD_PAGE_SIZE", "subFunds takes from 1 to 100 rows, not 999.", "subFunds 每次可取 1 至 100 筆，不可取 999 筆。")]
    [InlineData("{ subFunds(first: 1, after: \"x\") { nodes { id } } }", "{}", "BAD_CURSOR", "A cursor is garbled, or belongs to another connection or order. Start from the first page.", "游標有誤，或屬於其他清單或排序。請從第一頁開始。")]
    [InlineData("{ subFunds(first: 1, where: { id: { eq: \"x\" } }) { nodes { id } } }", "{}", "BAD_ID", "“x” is not the id of a SubFund.", "「x」不是 SubFund 的 id。")]
    [InlineData("{ __schema { queryType { name } } subFunds(first: 1) { totalCount } }", "{}", "INTROSPECTION_MIXED", "Ask for the schema and for data in separate operations.", "請將結構查詢與資料查詢分開。")]
    public async Task What_is_wrong_is_said_in_the_readers_language(string query, string variables, string code, string english, string traditional)
    {
        Assert.Equal((code, english), await SaidAsync("en"));
        Assert.Equal((code, traditional), await SaidAsync("zh-Hant"));
        var (simplifiedCode, simplified) = await SaidAsync("zh-Hans");
        Assert.Equal(code, simplifiedCode);
        Assert.EndsWith("。", simplified, StringComparison.Ordinal);
        Assert.DoesNotContain(simplified, character => "應為類這個沒參數變輸選".Contains(character, StringComparison.Ordinal));

        async Task<(string Code, string Message)> SaidAsync(string language)
        {
            using var given = JsonDocument.Parse(variables);
            using var response = await server.SendAsync(TestPerson.Policy, new { query, variables = given.RootElement }, change: request => request.Headers.AcceptLanguage.ParseAdd(language));
            var error = (await RunningServer.JsonOf(response)).GetProperty("errors").EnumerateArray().First(one => one.GetProperty("extensions").GetProperty("code").GetString() == code);
            return (code, error.GetProperty("message").GetString()!);
        }
    }

    /// <summary>Several findings in brackets within brackets, each with its way.</summary>
    [Fact]
    public async Task Every_finding_in_one_value_is_told_with_its_place()
    {
        using var response = await server.SendAsync(
            TestPerson.Policy,
            new { query = """mutation { reportMilestone(input: { startupId: "x", kind: 5, title: "x", occurredOn: "x", nope: 1, evidence: [{ address: 1 }] }) { userErrors { code } } }""" },
            change: request => request.Headers.AcceptLanguage.ParseAdd("zh-Hant"));
        var message = (await RunningServer.JsonOf(response)).GetProperty("errors")[0].GetProperty("message").GetString()!;
        Assert.Equal(
            ["input.evidence.1.address：應為 String，不可為 1", "input.idempotencyKey 必須有值，且不可為 null", "input.kind：應為 String，不可為 5", "input.nope：沒有這個欄位", "input.occurredOn：應為 Date (2024-12-31)，不可為 \"x\""],
            message.Split('。', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    /// <summary>A value of megabytes is not sent back.</summary>
    [Fact]
    public async Task A_long_value_is_cut()
    {
        var answer = await server.QueryAsync(TestPerson.Policy, "query($d: Date!) { leverageReport(asOf: $d) { asOf } }", new { d = new string('x', 5_000) });
        Assert.Equal($"$d: Date (2024-12-31) is expected, not \"{new string('x', 64)}…\".", answer.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    /// <summary>Rarer sentences of the library and refusals before it, found whole: their English is what it says itself.</summary>
    [Theory]
    [InlineData("{ subFunds(first: 1) @nothing { totalCount } }", "KNOWN_DIRECTIVES", "Unknown directive 'nothing'.", "沒有 nothing 這個指令。")]
    [InlineData("query @skip(if: true) { subFunds(first: 1) { totalCount } }", "DIRECTIVES_IN_ALLOWED_LOCATIONS", "Directive 'skip' may not be used on Query.", "指令 skip 不可用於 Query。")]
    [InlineData("{ subFunds(first: 1, first: 2) { totalCount } }", "UNIQUE_ARGUMENT_NAMES", "There can be only one argument named 'first'.", "引數 first 只可給一次。")]
    [InlineData("{ viewer { ... on Rule { code } } }", "POSSIBLE_FRAGMENT_SPREADS", "Fragment cannot be spread here as objects of type 'Viewer' can never be of type 'Rule'.", "片段不可在此展開：類型 Viewer 的物件不可能是 Rule。")]
    [InlineData("{ rules(first: 1) { nodes { commitments: code } nodes { commitments: revision } } }", "OVERLAPPING_FIELDS_CAN_BE_MERGED", "Fields nodes conflicts because subfields 'commitments' conflict because code and revision are different fields. Use different aliases on the fields to fetch both if this was intentional.", "欄位 nodes 互相衝突：其下的 commitments 互相衝突：code 與 revision 是不同的欄位。若兩者都要讀取，請使用不同的別名。")]
    [InlineData("{ subFunds(first: 1 { totalCount } }", "SYNTAX_ERROR", "Expected Name, found {; for more information see http://spec.graphql.org/October2021/#Argument", "應為 Name，卻是 {；詳見 http://spec.graphql.org/October2021/#Argument")]
    [InlineData("{ subFunds(first: \"x) }", "SYNTAX_ERROR", "Unterminated string.", "字串沒有結尾的引號。")]
    [InlineData("", "SYNTAX_ERROR", "The document is empty.", "查詢文件沒有內容。")]
    [InlineData("query A { viewer { person { id } } } query B { viewer { person { id } } }", "OPERATION_NAME_REQUIRED", "Name the operation to run: the document has none or several.", "請指明要執行的操作：查詢文件沒有操作，或有多個。")]
    [InlineData("{ viewer { ...X } } fragment X on Viewer { ...X }", "FRAGMENT_CYCLE", "Fragment X spreads itself.", "片段 X 展開了自己。")]
    [InlineData("{ rules(first: 1, where: { code: { eq: \"a\\u0000\" } }) { totalCount } }", "INVALID_TEXT", "A string in the document holds characters that are not text.", "查詢文件中有字串含有非文字的字元。")]
    [InlineData("subscription { viewer { person { id } } }", "NOT_SUPPORTED", "Subscriptions are not supported.", "不支援訂閱（subscription）。")]
    public async Task What_the_library_and_the_guard_say_is_said_in_the_readers_language(string query, string code, string english, string traditional)
    {
        Assert.Equal((code, english), await SaidAsync("en"));
        Assert.Equal((code, traditional), await SaidAsync("zh-Hant"));
        Assert.DoesNotContain((await SaidAsync("zh-Hans")).Message, character => "應為類這個沒參數變輸選詢檔檔數".Contains(character, StringComparison.Ordinal));

        async Task<(string Code, string Message)> SaidAsync(string language)
        {
            using var response = await server.SendAsync(TestPerson.Policy, new { query }, change: request => request.Headers.AcceptLanguage.ParseAdd(language));
            var error = (await RunningServer.JsonOf(response)).GetProperty("errors").EnumerateArray().First(one => one.GetProperty("extensions").GetProperty("code").GetString() == code);
            return (code, error.GetProperty("message").GetString()!);
        }
    }

    /// <summary>Nobody wrote a text for it: the library's own sentence, without its guesses.</summary>
    [Fact]
    public void What_has_no_text_of_its_own_is_told_in_English() => Assert.Equal(
        "A sentence of a version to come.",
        ValidationWords.Of(new GraphQL.ExecutionError("A sentence of a version to come. Did you mean another?") { Code = "NEW" }, "zh-Hant"));

    /// <summary>Each thing that the guard bounds has a word: its sentence holds no English.</summary>
    [Fact]
    public void What_the_guard_bounds_has_a_word_in_every_language()
    {
        var guard = Path.Combine(ClusterDirectory.Checkout()!, "src", "VenturePortfolio.Server", "Platform", "GraphQL", "Guard");
        var bounded = Directory.EnumerateFiles(guard, "*.cs").SelectMany(file => Bounded().Matches(File.ReadAllText(file))).Select(match => match.Groups["what"].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.InRange(bounded.Count, 12, 40);
        Assert.All(bounded, what => Assert.DoesNotMatch("[a-z]{2,}", Said.In("zh-Hant", $"The document has more than 7 {what}.")));
    }

    [System.Text.RegularExpressions.GeneratedRegex("Check\\([^;]*, \"[A-Z_]+\", \"(?<what>[^\"]+)\"\\);", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial System.Text.RegularExpressions.Regex Bounded();
}
