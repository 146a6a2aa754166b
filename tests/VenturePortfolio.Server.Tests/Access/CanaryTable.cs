namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Whose each readable row is: ARCHITECTURE.md, "Who may see and do what", written out once more by hand, as SQL over the row
/// <c>{t}</c>. Not one word of it comes from row_security.sql or the functions behind it: the two must agree by being right.
/// </summary>
internal static class CanaryTable
{
    public const string All = "true";
    public const string None = "false";
    private const string OwnFund = "{t}.sub_fund_id = any(@funds)";
    private const string OwnFundOrPool = "({t}.sub_fund_id = any(@funds) or {t}.group_by = 'MANAGER' and {t}.group_key in (select f.manager_id::text from sub_fund f where f.id = any(@funds)))";
    private const string Linked = "{t}.startup_id = any(@linked)";
    private const string OwnStartup = "{t}.startup_id = any(@startups)";
    private const string Published = "{t}.state = 'PUBLISHED'";
    private const string Colleague =
        "({t}.id = @person or exists (select from membership c where c.person_id = {t}.id and c.organisation_id = any(@organisations)))";

    private const string OfOwnBody = "{t}.organisation_id = any(@organisations)";
    private const string OwnAct = "{t}.person_id = @person";

    /// <summary>One line per node, in the order of the table in words.</summary>
    public static IReadOnlyList<CanaryLine> Lines { get; } =
    [
        // Cards, rules, FX, sectors: all.
        Card("Currency"), Card("FxRate"), Card("LendingRate"), Card("Sector"), Card("MilestoneKind"), Card("InvestorClass"), Card("ClassMapping"), Card("Rule"), Card("BenchmarkIndex"), Card("BenchmarkLevel"), Card("Organisation"),
        Card("Programme"), Card("SubFund"), Card("Incubator"), Card("Startup"),

        // Commitments, ledger, NAV, valuations, fees of a sub-fund; its investors by name.
        OfFund("SubFundTerm"), OfFund("Commitment"), OfFund("CashFlow"), OfFund("Investment"), OfFund("Valuation"), OfFund("ReportedNav"), OfFund("SubscriptionLineEvent"), new("MetricTarget", $"({OwnFundOrPool} or {Linked})", $"({{t}}.incubator_id = any(@incubators) or {OwnStartup})", All, None),
        new("Investor", "{t}.id = any(@investors)", None, All, None),
        new("InvestorClassAssignment", "{t}.investor_id = any(@investors)", None, All, None),

        // Financing rounds: participants' names only where an own fund took part.
        OfStartup("FinancingRound"), OfStartup("RoundParticipation"),
        new("RoundParticipant", "{t}.financing_round_id = any(@rounds)", OwnStartup, All, None),

        // A startup's private facts, milestones, evidence.
        OfStartup("StartupPrivate"), OfStartup("OutcomeFact"), OfStartup("Milestone"), OfStartup("MilestoneReport"), OfStartup("MilestoneEvidence"),
        OfStartup("AchievementConversion"),

        // Achievements: those shared with consent.
        new("Achievement", "{t}.has_consent", "{t}.has_consent", All, "{t}.has_consent"),

        // Incubation stays, programme money.
        new("Incubation", None, "{t}.incubator_id = any(@incubators)", All, None),
        new("SupportTransaction", None, None, All, None),

        // Metrics: of own funds and linked startups; of own incubator and startups.
        new("MetricValue", OwnFundOrPool, "{t}.incubator_id = any(@incubators)", All, None), OfStartup("StartupMetricValue"), OfFund("PartMetricValue"),

        // Groups of the whole portfolio, small ones withheld: whoever sees figures.
        new("PeerFigure", "{t}.group_by <> 'INCUBATOR'", "({t}.group_by <> 'INCUBATOR' or {t}.group_key in (select i.code from incubator i where i.id = any(@incubators)))", All, None),

        // Verdicts of rules: of own funds.
        OfFund("RuleChoice"), OfFund("RuleStatement"), OfFund("RuleVerdict"), OfFund("VerdictEvidence"), OfFund("Finding"),

        // People, memberships and service keys of the own organisation.
        new("Membership", OfOwnBody, OfOwnBody, All, All),
        new("ServiceKey", OfOwnBody, OfOwnBody, All, All),
        new("Person", Colleague, Colleague, All, All),

        // Runs, audit. That a night was published is no secret (decision 0007).
        new("MetricRun", Published, Published, All, All),
        new("MetricRunEvent", None, None, All, All),
        // What changed most names figures: for those who answer for all of them.
        new("MetricRunReport", None, None, All, None),
        new("ImportBatch", None, None, All, All),
        new("AuditEntry", OwnAct, OwnAct, All, All),
        new("SecurityEvent", None, None, All, All),
    ];

    /// <summary>Tables of pairs behind an edge, by name of the table.</summary>
    public static IReadOnlyList<CanaryLine> Links { get; } = [OfFund("sub_fund_investor")];

    /// <summary>Computed root fields; tested where <see cref="CanaryTests"/> and the tests of the report say.</summary>
    public static IReadOnlyList<string> Functions { get; } = ["buyOutPrice", "figureSeries", "incubationReport", "leverageReport", "metricDefinitions", "restatement", "ruleReport", "viewer"];

    /// <summary>What a role entitled to a node can nevertheless never see filled, and why.</summary>
    public static IReadOnlyDictionary<string, string> NeverFilled { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["MetricRun.failure FundManager"] = "they see published runs, and those did not fail",
        ["MetricRun.failure Incubator"] = "they see published runs, and those did not fail",
        ["MetricValue.programme FundManager"] = "figures of a whole programme are not theirs",
        ["MetricValue.programme Incubator"] = "figures of a whole programme are not theirs",
        ["MetricValue.incubator FundManager"] = "figures of an incubator are not theirs",
        ["MetricTarget.programme FundManager"] = "targets of a whole programme are not theirs",
        ["MetricTarget.incubator FundManager"] = "nor those of incubators",
        ["MetricTarget.programme Incubator"] = "targets of incubators have no programme",
        ["MetricTarget.subFund Incubator"] = "and no sub-fund",
        ["MetricTarget.groupBy Incubator"] = "groups are over all funds",
        ["MetricTarget.groupKey Incubator"] = "groups are over all funds",
        ["Programme.targets Incubator"] = "targets of a programme are not theirs",
        ["SubFund.targets Incubator"] = "targets of a sub-fund are not theirs",
        ["Incubator.targets FundManager"] = "targets of an incubator are not theirs",
        ["Programme.targets FundManager"] = "targets of a whole programme are not theirs",
        ["MetricValue.groupBy Incubator"] = "groups are over all funds",
        ["MetricValue.groupKey Incubator"] = "groups are over all funds",
        ["MetricValue.covered Incubator"] = "figures of startups cover no sub-funds",
        ["MetricValue.funds Incubator"] = "figures of startups cover no sub-funds",
        ["MetricValue.cohortYear FundManager"] = "figures of an incubator are not theirs",
        ["MetricValue.startups FundManager"] = "figures of an incubator are not theirs",
        ["MetricValue.subFund Incubator"] = "figures of a sub-fund are not theirs",
        ["Programme.metrics FundManager"] = "figures of a whole programme are not theirs",
        ["Programme.metrics Incubator"] = "figures of a whole programme are not theirs",
        ["Incubator.metrics FundManager"] = "figures of an incubator are not theirs",
        ["SubFund.metrics Incubator"] = "figures of a sub-fund are not theirs",
    };

    public static CanaryLine Of(string node) => Lines.Single(line => string.Equals(line.Name, node, StringComparison.Ordinal));

    public static CanaryLine OfLink(string table) => Links.Single(line => string.Equals(line.Name, table, StringComparison.Ordinal));

    private static CanaryLine Card(string node) => new(node, All, All, All, All);

    private static CanaryLine OfFund(string node) => new(node, OwnFund, None, All, None);

    private static CanaryLine OfStartup(string node) => new(node, Linked, OwnStartup, All, None);
}

/// <summary>Which rows each role may see, as a condition over the row <c>{t}</c>.</summary>
internal sealed record CanaryLine(string Name, string FundManager, string Incubator, string Policy, string Admin)
{
    public string Of(Role role) => role switch
    {
        Role.FundManager => FundManager,
        Role.Incubator => Incubator,
        Role.Policy => Policy,
        Role.Admin => Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No column for this role."),
    };

    public string Sql(Role role, string alias) => $"coalesce({Of(role).Replace("{t}", alias, StringComparison.Ordinal)}, false)";

    public bool Gives(Role role) => !string.Equals(Of(role), CanaryTable.None, StringComparison.Ordinal);
}

/// <summary>
/// One thing seen: a row (<paramref name="What"/> is its node), a field of it that is not null (<c>Node.field</c>), or, with
/// <paramref name="Target"/>, a row at the end of an edge.
/// </summary>
internal sealed record CanaryFact(string What, string Row, string? Target = null)
{
    /// <summary>How a row was seen by its id rather than in a list.</summary>
    public static string ById(string node, string root) => $"{node} by {root}(id)";

    public override string ToString() => Target is null ? $"{What} {Row}" : $"{What} {Row} -> {Target}";
}
