using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>The report's parameters as somebody typed them, on a command line or in an address.</summary>
public sealed record LeverageRequest(
    string? AsOf, string? KnownAt, string? GroupBy, string? Definitions, string? Programme, string? FxBasis, string? Currency)
{
    /// <summary>Errors: DATE_MALFORMED, INSTANT_MALFORMED, UNKNOWN_GROUP_BY.</summary>
    public Result<LeverageQuery> Read(string language)
    {
        var errors = new List<Error>();
        var asOf = LocalDatePattern.Iso.Parse(AsOf ?? "");
        if (!asOf.Success)
        {
            errors.Add(new Error("DATE_MALFORMED", "asOf", $"'{AsOf}' is no date such as 2026-11-23."));
        }

        var knownAt = KnownAt is { Length: > 0 } ? VenturePortfolio.Server.KnownAt.Parse(KnownAt) : null;
        if (knownAt is null && KnownAt is { Length: > 0 })
        {
            errors.Add(new Error("INSTANT_MALFORMED", "knownAt", $"'{KnownAt}' is no instant such as 2026-11-24T02:30:00+08:00."));
        }

        var groupBy = GroupBy is { Length: > 0 } ? LeverageGroupByText.Parse(GroupBy.Replace('-', '_')) : LeverageGroupBy.Programme;
        if (groupBy is null)
        {
            var known = string.Join(", ", LeverageGroupByText.All);
            errors.Add(new Error("UNKNOWN_GROUP_BY", "groupBy", $"'{GroupBy}' is none of {known}.").With("known", known));
        }

        return errors.Count > 0 ? errors : new LeverageQuery
        {
            AsOf = asOf.Value,
            KnownAt = knownAt,
            GroupBy = groupBy!.Value,
            Definitions = Definitions is { Length: > 0 }
                ? Definitions.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : null,
            Programme = Programme is { Length: > 0 } ? Programme : null,
            AtAsOfRates = FxBasis is not null && FxBasis.Replace('-', '_').Equals("AS_OF", StringComparison.OrdinalIgnoreCase),
            Currency = Currency is { Length: > 0 } ? Currency : null,
            AsksForRows = false,
            AsksForTargets = false,
            Language = language,
        };
    }
}
