namespace VenturePortfolio.Server;

/// <summary>What GraphQL shows of the acts on milestones.</summary>
internal static class MilestoneMutations
{
    internal static MutationDeclaration Report(ReportMilestone useCase) => new(
        "reportMilestone",
        "Reports that a startup of the own incubator reached a milestone: one announced before, or a new one named by kind and title.",
        "milestone",
        "Milestone",
        [
            InputField.Id("startupId", required: true),
            InputField.Id("milestoneId", describe: "The milestone reached; absent for one not announced before."),
            InputField.Text("kind", describe: "Key of a milestone kind, for a new milestone."),
            InputField.Text("title", describe: "For a new milestone."),
            InputField.Date("occurredOn", required: true, "The day it happened, at the latest today."),
            InputField.Text("amount", describe: "Plain decimal, greater than zero, for kinds that are about money."),
            InputField.Text("currency", describe: "ISO 4217, with an amount."),
            InputField.Text("note"),
            InputField.Object(
                "evidence",
                "EvidenceInput",
                required: false,
                list: true,
                InputField.Text("address", required: true, "Where the document lies; it is not uploaded."),
                InputField.Text("contentHash", describe: "SHA-256 of the document, hexadecimal."),
                InputField.Text("note")),
            InputField.Id("supersedes", describe: "The earlier report this one corrects."),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel), call.Language));

    private static ReportMilestoneInput InputOf(InputValues values) => new()
    {
        StartupId = values.Text("startupId"),
        MilestoneId = values.Text("milestoneId"),
        Kind = values.Text("kind"),
        Title = values.Text("title"),
        OccurredOn = values.Date("occurredOn")!.Value,
        Amount = values.Text("amount"),
        Currency = values.Text("currency"),
        Note = values.Text("note"),
        Evidence = values.Objects("evidence")?
            .Select(piece => new EvidenceTyped(piece.Text("address"), piece.Text("contentHash"), piece.Text("note"))).ToList() ?? [],
        Supersedes = values.Text("supersedes"),
    };
}
