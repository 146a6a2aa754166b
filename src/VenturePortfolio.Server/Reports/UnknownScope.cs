namespace VenturePortfolio.Server;

/// <summary>Names the code somebody asked about where there is nothing of that name; "nothing was recorded" would hide a slip of the pen.</summary>
internal static class UnknownScope
{
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
        return codes.Contains(fund, StringComparer.Ordinal) ? null
            : new Error("UNKNOWN_SUB_FUND", "subFund", $"No sub-fund {fund} is known.").With("subFund", fund);
    }

    internal static Error Programme(string code) =>
        new Error("UNKNOWN_PROGRAMME", "programme", $"No programme {code} is known.").With("programme", code);
}
