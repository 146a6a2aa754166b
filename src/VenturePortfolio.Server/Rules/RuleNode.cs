namespace VenturePortfolio.Server;

/// <summary>A rule's data (規則): what it says, where it stands, from when to when.</summary>
internal static class RuleNode
{
    public static readonly EnumDeclaration Pack = new(
        "RulePack",
        "Which body of rules: of the guidance fund for its sub-funds, of government investment funds in general, of the ITVF Enhanced Scheme.",
        "NFTTC", "CN_210", "ITVF");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Rule", "rule", "What a rule says, in one revision; the one that binds a sub-fund is that in force on the day of its approval.")
        .Root("rule", "rules")
        .Rows(50)
        .Recorded()
        .Text("code", order: true)
        .Int("revision", order: true)
        .Enum("pack", Pack, order: true)
        .Text("nameEn", describe: "What it says.")
        .Text("nameZhHant")
        .Text("nameZhHans")
        .Said("legalBasis", order: true, describe: "The instrument, in the reader's script. Filters look at the stored name, in traditional script or English.")
        .Said("article", nullable: true, describe: "In the reader's language; filters look at the English one. Null: not seen.")
        .Date("effectiveFrom", order: true)
        .Date("effectiveTo", nullable: true, describe: "Last day, inclusive; null: in force.")
        .Boolean("isWarning", describe: "Not keeping it is a warning, never a breach.")
        .Boolean("verified", describe: "False: its text was not seen word for word, and a breach is a warning.")
        .Boolean("isPerFund", describe: "Binds only the sub-funds it was chosen for.")
        .Expression("parameters", ColumnType.Text, "({t}.parameters::text)", describe: "Its numbers by name, as JSON.")
        .Said("source", describe: "How its text is known, in the reader's language.")
        .Instant("recordedAt", order: true, describe: "A pair of dates is judged by the revision known at its knownAt.");
}

/// <summary>That a rule binds a sub-fund by choice, or no longer does.</summary>
internal static class RuleChoiceNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("RuleChoice", "rule_choice", "That a rule binds a sub-fund by choice, or no longer does.")
        .Root("ruleChoice", "ruleChoices")
        .Rows(500)
        .Dated()
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .Text("ruleCode", order: true)
        .Boolean("isChosen")
        .Date("effectiveOn", order: true)
        .Text("note", nullable: true)
        .Text("source", nullable: true, describe: "Who chose so, and where it stands. Null: loaded before this was asked.")
        .ToOne("setBy", "Person", "set_by", describe: "Null: loaded by a job, or hidden.")
        .Instant("recordedAt", order: true);
}
