using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>An achievement as typed.</summary>
public sealed record RecordAchievementInput
{
    /// <summary>As registered; one achievement has it.</summary>
    public required string AchievementNumber { get; init; }

    public string? ProjectNumber { get; init; }

    /// <summary>CENTRAL_PROGRAMME, LOCAL_PROGRAMME or PUBLIC_INSTITUTION: what NF-06 counts.</summary>
    public required string SourceKind { get; init; }

    public string? TitleEn { get; init; }

    public string? TitleZhHant { get; init; }

    public string? TitleZhHans { get; init; }

    /// <summary>False: the bodies concerned did not consent to sharing it; only policy staff will see it.</summary>
    public required bool HasConsent { get; init; }

    /// <summary>The register or letter it was taken from.</summary>
    public required string Source { get; init; }
}

/// <summary>
/// Policy staff take an achievement of publicly funded research (科技成果) into the register, for incubators to link startups to. Gives its key. Errors: those of
/// <see cref="Idempotent"/>; REQUIRED, TEXT_TOO_LONG, INVALID_TEXT (achievementNumber, projectNumber, titles, source); TITLE_MISSING (titleEn);
/// ALREADY_REGISTERED (achievementNumber). Source: 財教〔2021〕176號 Art. 2; domain.md 0.2, item 5 (shared with consent).
/// </summary>
public sealed class RecordAchievement(VentureDbPool pool)
{
    private const string Operation = "RECORD_ACHIEVEMENT";

    /// <exception cref="AccessDeniedException">The actor is no policy staff.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, RecordAchievementInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Policy);
        var act = new Act(pool, transaction, actor, idempotencyKey, cancel);
        return await act.OnceAsync(Operation, input, Errors(input), ActAsync);

        async Task<Result<Guid>> ActAsync(VentureDb db)
        {
            await TransactionLock.TakeAsync(db, $"ACHIEVEMENT:{input.AchievementNumber}", cancel);
            if (await db.Set<AchievementRow>().AsNoTracking().AnyAsync(row => row.AchievementNumber == input.AchievementNumber, cancel))
            {
                return new Error("ALREADY_REGISTERED", "achievementNumber", $"There is an achievement {input.AchievementNumber} already.")
                    .With("number", input.AchievementNumber);
            }

            var row = AchievementRow.Record(input);
            return await act.AppendAsync(db, row, row.Id, input.Source);
        }
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(RecordAchievement useCase) => new(
        "recordAchievement",
        "Takes an achievement of publicly funded research (科技成果) into the register; linkAchievement then says which startup converts it.",
        "achievement",
        "Achievement",
        [
            InputField.Text("achievementNumber", required: true, "As registered."),
            InputField.Text("projectNumber", describe: "Of the programme's project."),
            InputField.OneOf("sourceKind", AchievementNode.SourceKind, required: true),
            InputField.Text("titleEn", describe: "At least one title."),
            InputField.Text("titleZhHant"),
            InputField.Text("titleZhHans"),
            InputField.Boolean("hasConsent", required: true, "False: the bodies concerned did not consent to sharing it; only policy staff see it."),
            InputField.Text("source", required: true, "The register or letter it was taken from."),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel), call.Language));

    private static RecordAchievementInput InputOf(InputValues values) => new()
    {
        AchievementNumber = values.Text("achievementNumber")!,
        ProjectNumber = values.Text("projectNumber"),
        SourceKind = values.Text("sourceKind")!,
        TitleEn = values.Text("titleEn"),
        TitleZhHant = values.Text("titleZhHant"),
        TitleZhHans = values.Text("titleZhHans"),
        HasConsent = values.Boolean("hasConsent")!.Value,
        Source = values.Text("source")!,
    };

    /// <summary>What of it is not fit to be stored, by the names of the input.</summary>
    internal static IEnumerable<Error> Errors(RecordAchievementInput input) => new[]
    {
        TypedText.CheckName("achievementNumber", input.AchievementNumber),
        TypedText.CheckOptionalName("projectNumber", input.ProjectNumber),
        TypedText.CheckOptionalName("titleEn", input.TitleEn),
        TypedText.CheckOptionalName("titleZhHant", input.TitleZhHant),
        TypedText.CheckOptionalName("titleZhHans", input.TitleZhHans),
        input.TitleEn is null && input.TitleZhHant is null && input.TitleZhHans is null
            ? new Error("TITLE_MISSING", "titleEn", "A title is needed in at least one language.") : null,
        TypedText.CheckNote("source", input.Source),
    }.OfType<Error>();
}
