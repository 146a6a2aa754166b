namespace VenturePortfolio.Server;

/// <summary>Something measured over a period: jobs, revenue …</summary>
internal static class OutcomeFactNode
{
    public static readonly EnumDeclaration Measure =
        new("OutcomeMeasure", "What was measured.", "JOBS", "JOBS_CREATED", "JOBS_RETAINED", "REVENUE", "RND_SPEND");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("OutcomeFact", "outcome_fact", "Something measured over a period.")
        .Root("outcomeFact", "outcomeFacts")
        .Rows(100_000)
        .Dated()
        .ToOne("startup", "Startup", "startup_id")
        .ToOne("supportTransaction", "SupportTransaction", "support_transaction_id")
        .Enum("measure", Measure, order: true)
        .Date("periodStart", order: true)
        .Date("effectiveOn", order: true, describe: "Last day of the period, or the day it was counted.")
        .Decimal("value", order: true, describe: "A count, or an amount in major units of the currency.")
        .ToOne("currency", "Currency", "currency", describe: "Null: a count.")
        .Instant("recordedAt", order: true);
}
