using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>Names are found however they are typed. Which spellings are the same is the Unicode charts' word (UAX 15, tables of NFKC; CaseFolding.txt), written out here.</summary>
public sealed class NameKeyTests(SmallWorld world, TestCluster cluster) : IClassFixture<SmallWorld>, IDisposable
{
    private readonly ReadEngine engine = new(world.Logins);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData("ABC Ltd", "ＡＢＣ　Ｌｔｄ")] // Full width, with the ideographic space.
    [InlineData("ＡＢＣ　Ｌｔｄ", "abc ltd")]
    [InlineData("Café Bio", "CAFE\u0301 bio")] // Decomposed, and capitals.
    [InlineData("Cafe\u0301 Bio", "café bio")]
    [InlineData("カタカナ生技", "ｶﾀｶﾅ生技")] // Half width katakana.
    [InlineData("ガレージ", "ｶﾞﾚｰｼﾞ")] // Its voiced sign is a letter of its own.
    [InlineData("豈能科技", "\uf900能科技")] // A CJK compatibility ideograph.
    [InlineData("①號 ㈱", "1號 (株)")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("ΟΔΟΣ", "οδος")] // Final sigma.
    [InlineData("ΣΟΦΟΣ ΑΕ", "σοφοσ αε")]
    [InlineData("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8")] // Conjoining jamo.
    [InlineData("100%_pure\\", "１００％＿ＰＵＲＥ＼")] // Nothing of it is a pattern.
    public async Task A_name_is_found_by_another_spelling_of_it(string typed, string asked)
    {
        await RenameAsync(typed);
        Assert.Equal("SA", await FoundAsync("startups", "eq", asked));
        Assert.Equal("SA", await FoundAsync("startups", "eq", typed));

        await RenameAsync($"甲 {typed} 乙");
        Assert.Equal("SA", await FoundAsync("startups", "startsWith", $"甲　{asked}"));
        Assert.Equal("SA", await FoundAsync("startups", "contains", asked));
    }

    [Theory]
    [InlineData("ABC Ltd", "eq", "ABC")]
    [InlineData("ABC Ltd", "startsWith", "Ltd")]
    [InlineData("ABC Ltd", "contains", "A C")]
    [InlineData("科技", "eq", "科枝")]
    [InlineData("Café", "eq", "Cafe")] // An accent is a letter's own.
    [InlineData("科学", "eq", "科學")] // Which script is a matter of which name, not of spelling.
    [InlineData("ABC", "startsWith", "ABCD")]
    public async Task Another_name_is_not_found(string typed, string operation, string asked)
    {
        await RenameAsync(typed);

        Assert.Equal("", await FoundAsync("startups", operation, asked));
    }

    [Fact]
    public async Task The_longest_name_there_can_be_has_a_key_that_fits_into_the_index()
    {
        await RenameAsync(new string('\ufdfa', TypedText.NameMax)); // One letter, which NFKC writes as 18.

        Assert.Equal("SA", await FoundAsync("startups", "startsWith", "\ufdfa"));
    }

    [Fact]
    public async Task Any_of_its_names_will_do_and_the_name_is_shown_as_it_was_typed()
    {
        await RenameAsync("ＡＢＣ Ｂｉｏ", "香港生技", "香港生技（简）");

        Assert.Equal("SA", await FoundAsync("startups", "startsWith", "香港"));
        Assert.Equal("SA", await FoundAsync("startups", "contains", "(简)"));
        var data = await engine.DataAsync(SmallWorld.Policy, """{ startups(first: 2, where: { name: { startsWith: "abc", contains: "技" } }) { nodes { nameEn } } }""");
        Assert.Equal("ＡＢＣ Ｂｉｏ", data.GetProperty("startups").GetProperty("nodes")[0].GetProperty("nameEn").GetString());
    }

    [Fact]
    public async Task Funds_investors_bodies_and_people_are_found_likewise_by_those_who_may_see_them()
    {
        Assert.Equal("A", await FoundAsync("subFunds", "eq", "ｆｕｎｄ　ａ"));
        Assert.Equal("IA", await FoundAsync("incubators", "eq", "ＩＮＣＵＢＡＴＯＲ A"));
        Assert.Equal("P", await FoundAsync("programmes", "startsWith", "ＰＲＯＧ"));
        Assert.Equal("I", await FoundAsync("investors", "eq", "ＩＮＶＥＳＴＯＲ"));
        Assert.Equal("", await FoundAsync("investors", "eq", "ＩＮＶＥＳＴＯＲ", SmallWorld.IncubatorA));
        var people = await engine.DataAsync(SmallWorld.Admin, """{ persons(first: 9, where: { name: { contains: "ＭＡＮＡＧＥＲ" } }) { totalCount } organisations(first: 9, where: { name: { startsWith: "ｘ" } }) { totalCount } }""");
        Assert.Equal(
            await world.ValueAsync<long>("select count(*) from person where display_name ilike '%manager%'"),
            people.GetProperty("persons").GetProperty("totalCount").GetInt64());
        Assert.Equal(0, people.GetProperty("organisations").GetProperty("totalCount").GetInt32());
    }

    /// <summary>As many startups as scale S has. The plan is the one made for all values, which a prepared statement may be left with.</summary>
    [Theory]
    [InlineData("eq", "ＩＮＶＥＮＴＥＤ　ＳＴＡＲＴＵＰ　１９９９９")]
    [InlineData("startsWith", "ＩＮＶＥＮＴＥＤ　ＳＴＡＲＴＵＰ　１９９９")]
    public async Task A_name_or_its_beginning_is_looked_up_in_an_index(string operation, string asked)
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await ExecuteAsync(logins.Job, """
            insert into sector values ('BIO', 'Biotech', 'B', 'B', 'test');
            insert into startup (code, sector_code, stage, name_en, name_zh_hant, jurisdiction, invented, source)
                select 'S' || g, 'BIO', 'SEED', 'Invented startup ' || g, '虛構企業 ' || g, 'HK', true, 'test' from generate_series(1, 20000) g;
            """);
        await using var superuser = await cluster.SuperuserConnectionAsync(logins, Cancel);
        await using (var analyze = new NpgsqlCommand("analyze portfolio.startup", superuser))
            await analyze.ExecuteNonQueryAsync(Cancel);
        var document = Parser.Parse($$"""{ startups(first: 20, where: { name: { {{operation}}: "{{asked}}" } }) { nodes { code } } }""");
        var plan = StageCompiler.Compile(engine.Schema, document, document.Definitions.OfType<GraphQLOperationDefinition>().Single(), Variables.None, TableSizes.Known.Nothing);
        var statement = plan.Stages.Single().Statements.Single();

        await using var connection = await logins.DataSourceOf(Role.Policy).OpenConnectionAsync(Cancel);
        await using var explain = new NpgsqlCommand(
            $"set plan_cache_mode = force_generic_plan; prepare asked (text) as {statement.Sql}; explain execute asked ('{asked}')", connection);
        Assert.Single(statement.Parameters);
        var told = new List<string>();
        await using var reader = await explain.ExecuteReaderAsync(Cancel);
        while (await reader.ReadAsync(Cancel))
            told.Add(reader.GetString(0));

        var text = string.Join('\n', told);
        Assert.Contains("startup_name_en_key", text, StringComparison.Ordinal);
        Assert.Contains("startup_name_zh_hant_key", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_from_before_the_migration_have_their_keys()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await using (var superuser = await cluster.SuperuserConnectionAsync(logins, Cancel))
        {
            await using var back = new NpgsqlCommand("drop function app.name_key cascade; delete from migration.applied_script where scriptname like '%0096%'", superuser);
            await back.ExecuteNonQueryAsync(Cancel);
        }

        await TestPeople.AddAsync(logins.Job, Cancel);
        await ExecuteAsync(logins.Job, SmallWorld.Sql);
        await ExecuteAsync(logins.Job, "update startup set name_zh_hant = '　Ａ　' where code = 'SA'");

        var outcome = await Migrations.RunAsync(logins.Migrator, Cancel);

        Assert.Contains(outcome.Applied, name => name.Contains("0096", StringComparison.Ordinal));
        await using var keys = logins.Job.CreateCommand(
            "select string_agg(concat_ws('|', name_en_key, name_zh_hant_key, name_zh_hans_key), ', ' order by code) from startup");
        Assert.Equal("startup a| a , startup b", await keys.ExecuteScalarAsync(Cancel));
        await using var forced = logins.Job.CreateCommand("select relforcerowsecurity from pg_class where oid = 'portfolio.startup'::regclass");
        Assert.Equal(true, await forced.ExecuteScalarAsync(Cancel));
    }

    private async Task RenameAsync(string nameEn, string? zhHant = null, string? zhHans = null)
    {
        await using var command = world.Logins.Job.CreateCommand(
            "update startup set name_en = $1, name_zh_hant = $2, name_zh_hans = $3 where code = 'SA'");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = nameEn });
        command.Parameters.Add(new NpgsqlParameter { Value = zhHant ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = zhHans ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>The codes found, by a variable as clients send it.</summary>
    private async Task<string> FoundAsync(string list, string operation, string asked, Actor? actor = null)
    {
        var data = await engine.DataAsync(
            actor ?? SmallWorld.Policy,
            $$"""query($asked: String!) { {{list}}(first: 9, where: { name: { {{operation}}: $asked } }) { nodes { code } } }""",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["asked"] = asked });
        return string.Join(' ', data.GetProperty(list).GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("code").GetString()));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
