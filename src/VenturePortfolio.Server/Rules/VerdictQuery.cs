using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>Which verdicts a file is to hold.</summary>
public sealed record VerdictQuery
{
    /// <summary>Only what asks for attention, with the day since when.</summary>
    public required bool IsFindings { get; init; }

    /// <summary>Of the night of this day; null for the newest one.</summary>
    public LocalDate? AsOf { get; init; }

    /// <summary>Code; null for all.</summary>
    public string? SubFund { get; init; }

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    public required string Language { get; init; }

    /// <summary>As somebody typed it. Errors: DATE_MALFORMED, NOT_EXPECTED (asOf); UNKNOWN_STATUS (status).</summary>
    public static Result<VerdictQuery> Read(bool isFindings, string? asOf, string? subFund, string? status, string language)
    {
        List<Error> errors = [];
        var day = LocalDatePattern.Iso.Parse(asOf ?? "");
        if (!string.IsNullOrEmpty(asOf) && (isFindings || !day.Success))
        {
            errors.Add(isFindings
                ? new Error("NOT_EXPECTED", "asOf", "Findings are of the newest night.")
                : new Error("DATE_MALFORMED", "asOf", $"'{asOf}' is no date such as 2026-11-23."));
        }

        var statuses = (status ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => text.Replace('-', '_').ToUpperInvariant()).ToList();
        if (statuses.Exists(text => !RuleVerdictNode.Status.Stored.Contains(text, StringComparer.Ordinal)))
        {
            var known = string.Join(", ", RuleVerdictNode.Status.Stored);
            errors.Add(new Error("UNKNOWN_STATUS", "status", $"'{status}' is none of {known}.").With("known", known));
        }

        return errors.Count > 0 ? errors : new VerdictQuery
        {
            IsFindings = isFindings, AsOf = day.Success ? day.Value : null, SubFund = string.IsNullOrEmpty(subFund) ? null : subFund,
            Statuses = statuses, Language = language,
        };
    }
}
