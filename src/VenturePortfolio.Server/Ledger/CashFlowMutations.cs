namespace VenturePortfolio.Server;

/// <summary>What GraphQL shows of the ledger's acts.</summary>
internal static class CashFlowMutations
{
    internal static MutationDeclaration Record(RecordCashFlow useCase) => new(
        "recordCashFlow",
        "Records that money moved in an own fund. Amounts are positive: the sign is a function of the kind.",
        "cashFlow",
        "CashFlow",
        [
            InputField.Id("subFundId", required: true),
            InputField.OneOf("kind", CashFlowNode.Kind, required: true),
            InputField.Text("amount", required: true, "Plain decimal, greater than zero, at most the currency's decimals."),
            InputField.Text("currency", required: true, "ISO 4217."),
            InputField.Date("effectiveOn", required: true, "The day the money moved, or will move."),
            InputField.Id("investorId", describe: "Capital calls and distributions: whose money."),
            InputField.Id("investmentId", describe: "Investments and proceeds: which holding."),
            InputField.Boolean("outsideCommitment", describe: "A call that uses up no commitment."),
            InputField.Boolean("recallable", describe: "A distribution that may be called again."),
            InputField.Text("externalRef", describe: "Your own number for it, unique within the fund."),
            InputField.Text("memo"),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel), call.Language));

    internal static MutationDeclaration Reverse(ReverseCashFlow useCase) => new(
        "reverseCashFlow",
        "Takes an entry back: appends one that repeats it and flips its effect. Each entry once; a reversal never.",
        "cashFlow",
        "CashFlow",
        [
            InputField.Id("cashFlowId", required: true),
            InputField.Text("reason", required: true, "Becomes the reversal's memo."),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(
                call.Actor,
                new ReverseCashFlowInput { CashFlowId = call.Input.Text("cashFlowId"), Reason = call.Input.Text("reason") },
                call.IdempotencyKey,
                call.Transaction,
                cancel),
            call.Language));

    private static RecordCashFlowInput InputOf(InputValues values) => new()
    {
        SubFundId = values.Text("subFundId"),
        Kind = values.Text("kind"),
        Amount = values.Text("amount"),
        Currency = values.Text("currency"),
        EffectiveOn = values.Date("effectiveOn")!.Value,
        InvestorId = values.Text("investorId"),
        InvestmentId = values.Text("investmentId"),
        OutsideCommitment = values.Boolean("outsideCommitment") ?? false,
        Recallable = values.Boolean("recallable") ?? false,
        ExternalRef = values.Text("externalRef"),
        Memo = values.Text("memo"),
    };
}
