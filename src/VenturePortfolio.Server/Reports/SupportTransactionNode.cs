namespace VenturePortfolio.Server;

/// <summary>A programme transaction taken over from a public file.</summary>
internal static class SupportTransactionNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration(
            "SupportTransaction",
            "support_transaction",
            "One transaction in which public money supported an enterprise.")
        .Root("supportTransaction", "supportTransactions")
        .Rows(20_000)
        .Dated()
        .ToOne("programme", "Programme", "programme_id")
        .ToOne("importBatch", "ImportBatch", "import_batch_id")
        .Int("rowNumber", order: true, describe: "As numbered in the file.")
        .Text("region", order: true)
        .Text("industryCode", nullable: true)
        .Money("loanOrInvestment", "loan_or_investment_minor")
        .Money("publicFunds", "public_funds_minor")
        .Money("concurrentPrivate", "concurrent_private_minor")
        .Money("subsequentPrivate", "subsequent_private_minor")
        .Date("effectiveOn", order: true, describe: "Declared for the whole file when it carries no dates.")
        .Instant("recordedAt", order: true)
        .ToMany("outcomes", "OutcomeFact", "support_transaction_id", rows: 2);
}
