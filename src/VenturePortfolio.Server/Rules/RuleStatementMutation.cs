namespace VenturePortfolio.Server;

/// <summary>What GraphQL shows of <see cref="RecordRuleStatement"/>.</summary>
internal static class RuleStatementMutation
{
    internal static MutationDeclaration Declaration(RecordRuleStatement useCase) => new(
        "recordRuleStatement",
        "States what a paper says of a rule that no ledger can judge: fund managers of own funds, policy staff of any. The next night judges by it and says whose word it is.",
        "ruleStatement",
        "RuleStatement",
        [
            InputField.Id("subFundId", required: true),
            InputField.Text("ruleCode", required: true, "Code such as NF-20."),
            InputField.Date("effectiveOn", required: true, "The day the paper speaks of, at the latest today; of a transfer, its day."),
            InputField.Boolean("isKept", describe: "Whether the rule is kept, of an exit trigger that its case has not come; of NF-28 whether the fund's return reached the rate, of NF-29 whether all reports due by effectiveOn were handed in. Not of NF-16, NF-26, NF-27."),
            InputField.Text("custodian", describe: "NF-20, where it is kept: the bank."),
            InputField.Int("staffCount", describe: "NF-16: senior staff of enough experience."),
            InputField.Int("caseCount", describe: "NF-16: successful cases."),
            InputField.Text("amount", describe: "NF-28: the reward. NF-26, NF-27: the price. Plain decimal."),
            InputField.Text("gain", describe: "NF-28: the guidance fund's gain. Plain decimal."),
            InputField.Text("currency", describe: "ISO 4217, of the amounts."),
            InputField.Decimal("rateAnnual", describe: "NF-26, NF-27: the benchmark rate on the day of the transfer, 0.0435 for 4.35 %. Of NF-26 it counts only where lendingRates has none for that day."),
            InputField.Text("paper", required: true, "Title of the paper."),
            InputField.Object(
                "evidence",
                "RuleStatementEvidenceInput",
                required: true,
                list: false,
                InputField.Text("address", required: true, "Where the paper lies; it is not uploaded."),
                InputField.Text("contentHash", describe: "SHA-256 of the paper, hexadecimal."),
                InputField.Text("note")),
            InputField.Id("replacesId", describe: "The statement of the same rule that was wrong; managers replace their own only."),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel), call.Language));

    private static RecordRuleStatementInput InputOf(InputValues values)
    {
        var evidence = values.Object("evidence");
        return new()
        {
            SubFundId = values.Text("subFundId"),
            RuleCode = values.Text("ruleCode")!,
            EffectiveOn = values.Date("effectiveOn")!.Value,
            IsKept = values.Boolean("isKept"),
            Custodian = values.Text("custodian"),
            StaffCount = values.Int("staffCount"),
            CaseCount = values.Int("caseCount"),
            Amount = values.Text("amount"),
            Gain = values.Text("gain"),
            Currency = values.Text("currency"),
            RateAnnual = values.Decimal("rateAnnual"),
            Paper = values.Text("paper")!,
            Evidence = new EvidenceTyped(evidence?.Text("address"), evidence?.Text("contentHash"), evidence?.Text("note")),
            ReplacesId = values.Text("replacesId"),
        };
    }
}
