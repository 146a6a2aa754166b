namespace VenturePortfolio.Server;

/// <summary>What a sub-fund drew on a subscription line, paid back, and what it cost (認繳出資貸款).</summary>
internal static class SubscriptionLineEventNode
{
    public static readonly EnumDeclaration Kind =
        new("SubscriptionLineKind", "Drawn before investors were called, paid back, or interest and fees.", "DRAW", "REPAYMENT", "INTEREST");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("SubscriptionLineEvent", "subscription_line_event", "An event of a loan against commitments (認繳出資貸款).")
        .Root("subscriptionLineEvent", "subscriptionLineEvents")
        .Rows(2_000)
        .Dated()
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .Enum("kind", Kind, order: true)
        .Money("amount", "amount_minor")
        .Date("effectiveOn", order: true)
        .Instant("recordedAt", order: true)
        .Text("memo", nullable: true, describe: "Of a reversal: its reason.")
        .ToOne("recordedBy", "Person", "recorded_by", describe: "Null: loaded by a job, or hidden.")
        .ToOne("reverses", "SubscriptionLineEvent", "reverses_id")
        .ToOne("reversedBy", "SubscriptionLineEvent", "id", targetColumn: "reverses_id");
}
