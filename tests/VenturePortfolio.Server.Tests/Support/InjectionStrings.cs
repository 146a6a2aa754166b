namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Two hundred texts that have broken out of somewhere: SQL, PostgreSQL's own syntax, GraphQL, JSON, shells, templates, paths,
/// formats, and text that is none. Thirty-six cores, each as it is and behind four kinds of quotes; then twenty of a kind of their own.
/// </summary>
public static class InjectionStrings
{
    private static readonly string[] Cores =
    [
        "' or 1=1 --", "'; select pg_sleep(9); --", "' union select null, null --", "'; drop table portfolio.person; --",
        "1; reset role", "'; set role vp_owner; --", "set_config('app.user_id', '', true)", "current_setting('app.user_id')",
        "$1", "$$; select 1; $$", "{t}.id", "{value}", "%s%n%d", "{0}", "${7*7}", "{{7*7}}", "<script>alert(1)</script>", "&lt;!ENTITY x SYSTEM 'file:///etc/passwd'&gt;",
        "../../../../etc/passwd", "`id`", "$(id)", "| cat /etc/passwd", "=cmd|'/c calc'!A1", "}) { viewer { role } } #", "\"}]}", "{\"$ne\": null}",
        "*)(uid=*))(|(uid=*", "a\r\nSet-Cookie: a=b", "100%_\\%", "(a+)+$", "E'\\x41'", "::regclass", "null", "NaN", "-0", "1e400",
    ];

    private static readonly string[] Alone =
    [
        "", " ", "\0", "a\0b", "\uD800", "\uDC00\uD800", "\uFEFF", "\u202Etxt.exe", "\u200B\u200D", "e\u0301\u0301\u0301", "\uFF07 or 1=1", "\u2019 or 1=1",
        "𠮷野家", "ﬁ", "İ", "\u0001\u001F\u007F", new string('\'', 1_000), new string('x', 10_000), new string('\u4E00', 5_000), "\uDBFF\uDFFF",
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Cores.SelectMany(core => new[] { core, "'" + core, "\"" + core, "\\'" + core, "')" + core }),
        .. Alone,
    ];
}
