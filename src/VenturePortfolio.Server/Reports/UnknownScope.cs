using System.Text.RegularExpressions;

namespace VenturePortfolio.Server;

/// <summary>Names the code somebody asked about where there is nothing of that name; "nothing was recorded" would hide a slip of the pen.</summary>
internal static partial class UnknownScope
{
    /// <summary>What cannot be the code of anything is no parameter of a query: PostgreSQL takes no U+0000, nor half a surrogate pair. Error: UNKNOWN_SUB_FUND.</summary>
    internal static Error? OfNoCode(LeverageQuery query) => query.SubFund is { } text && !IsCode(text) ? SubFund(text) : null;

    /// <summary>Whether it could be the code of anything.</summary>
    internal static bool IsCode(string text) => Code().IsMatch(text);

    /// <summary>Asked only where nothing was found. Cards are no secret: a sub-fund whose figures one may not see is still known. Errors: UNKNOWN_SUB_FUND, UNKNOWN_PROGRAMME.</summary>
    internal static async Task<Error?> OfAsync(FactSnapshot snapshot, LeverageQuery query, IReadOnlyList<ProgrammeCard> programmes, CancellationToken cancel)
    {
        if (query.Programme is { } programme && !programmes.Any(card => string.Equals(card.Code, programme, StringComparison.Ordinal)))
        {
            return Programme(programme);
        }

        if (query.SubFund is not { } fund)
        {
            return null;
        }

        var codes = await snapshot.QueryAsync("select code from sub_fund", row => row.GetString(0), cancel);
        return codes.Contains(fund, StringComparer.Ordinal) ? null : SubFund(fund);
    }

    internal static Error Programme(string code) =>
        new Error("UNKNOWN_PROGRAMME", "programme", $"No programme {AsTyped.Shown(code)} is known.").With("programme", AsTyped.Shown(code));

    /// <summary>As <see cref="OfNoCode"/>, of the key of a group. Error: GROUP_UNKNOWN.</summary>
    internal static Error? OfNoKey(LeverageQuery query) => query.Group is { } text && !Key().IsMatch(text) ? Group(query) : null;

    /// <summary>Null where none was named. Error: GROUP_UNKNOWN.</summary>
    internal static Error? Group(LeverageQuery query) => query.Group is not { } text ? null
        : new Error("GROUP_UNKNOWN", "group", $"By {query.GroupBy.Print()} there is no group {AsTyped.Shown(text)} by then. The report without a group lists them.").With("group", AsTyped.Shown(text));

    private static Error SubFund(string text)
    {
        var code = AsTyped.Shown(text);
        return new Error("UNKNOWN_SUB_FUND", "subFund", $"No sub-fund {code} is known.").With("subFund", code);
    }

    // Codes, years, ids, and several of them: FUND/STARTUP/DATE.
    [GeneratedRegex("^[A-Za-z0-9_/-]{1,200}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Key();

    // As the domain "code" of the database.
    [GeneratedRegex("^[A-Z][A-Z0-9_-]{0,63}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Code();
}
