using Microsoft.AspNetCore.Http;

namespace VenturePortfolio.Server;

/// <summary>Of which figures the rows are asked for: those of sub-funds, or those of startups. One of the two is given.</summary>
public sealed record ExplainQuery(LeverageQuery? OfFunds, IncubationQuery? OfStartups)
{
    internal static readonly string[] Known =
    [
        "definition", "asOf", "knownAt", "groupBy", "group", "programme", "subFund", "fxBasis", "constantOn", "currency", "index", "from", "incubatorId", "startupId", "cohort",
    ];

    private static readonly string[] FundsOnly = ["groupBy", "programme", "subFund", "fxBasis", "constantOn", "currency", "index", "from"];

    private static readonly string[] StartupsOnly = ["incubatorId", "startupId", "cohort"];

    /// <summary>Key of the one group to be told; null: all of the grouping.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// As an address says it; the definition decides of what the figures are. Without a grouping: everything in scope as one pool. Errors: REQUIRED, UNKNOWN_DEFINITION,
    /// NOT_EXPECTED (what goes with figures of the other kind), and those of <see cref="LeverageRequest"/> and of <c>incubation.csv</c>.
    /// </summary>
    internal static Result<ExplainQuery> Read(IQueryCollection given, string language)
    {
        var group = ReportFile.Text(given, "group");
        if (ReportFile.Text(given, "definition") is not { } key)
        {
            return TypedText.Missing("definition");
        }

        if (QueryErrors.UnknownDefinition("definition", key) is { } unknown)
        {
            return unknown;
        }

        var isOfStartups = QueryErrors.NotOfFunds("definition", key) is not null;
        if ((isOfStartups ? FundsOnly : StartupsOnly).FirstOrDefault(name => ReportFile.Text(given, name) is not null) is { } other)
        {
            return new Error("NOT_EXPECTED", other, $"{key} is {(isOfStartups ? "of startups" : "of sub-funds")}.");
        }

        if (isOfStartups)
        {
            var startups = IncubationEndpoint.Read(given, language);
            return startups.IsOk ? new ExplainQuery(null, startups.Value with { Definitions = [key], Explains = true }) { Group = group } : startups.Errors.ToList();
        }

        var funds = LeverageEndpoint.Request(given).Read(language);
        return !funds.IsOk ? funds.Errors.ToList() : new ExplainQuery(funds.Value with
        {
            Definitions = [key],
            GroupBy = ReportFile.Text(given, "groupBy") is null ? LeverageGroupBy.Total : funds.Value.GroupBy,
            Group = group,
            Explains = true,
            AsksForRows = true,
            AsksForSupport = false,
            AsksForTargets = false,
        }, null)
        {
            Group = group,
        };
    }
}
