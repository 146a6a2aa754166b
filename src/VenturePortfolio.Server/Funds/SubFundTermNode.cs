namespace VenturePortfolio.Server;

/// <summary>Dated terms of a sub-fund; the newest row known and effective applies as a whole.</summary>
internal static class SubFundTermNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("SubFundTerm", "sub_fund_term", "Terms of a sub-fund from a date on.")
        .Root("subFundTerm", "subFundTerms")
        .Rows(300)
        .Dated()
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .ToOne("currency", "Currency", "currency", describe: "The fund's own currency.")
        .Date("approvedOn", nullable: true, describe: "Approval by the guidance fund.")
        .Date("registeredOn", nullable: true)
        .Date("investmentPeriodEndsOn", nullable: true)
        .Date("endsOn", nullable: true)
        .Decimal("investableShare", nullable: true, describe: "The part left for investments after fees and reserves, above 0 and at most 1; null: the terms do not say.")
        .Boolean(
            "ledgerKept", nullable: true,
            describe: "False: flows, investments and values of this fund are not entered here, so figures and verdicts that rest on them are absent (LEDGER_NOT_KEPT) "
                + "until the first row is entered. Null: nothing was declared, and the ledger is kept.")
        .Date("effectiveOn", order: true)
        .Instant("recordedAt", order: true);
}
