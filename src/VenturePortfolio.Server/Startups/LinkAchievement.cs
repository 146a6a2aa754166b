using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>A link as typed. Ids are global ids.</summary>
public sealed record LinkAchievementInput
{
    public string? StartupId { get; init; }

    public string? AchievementId { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    /// <summary>What proves it; always asked for.</summary>
    public required EvidenceTyped Evidence { get; init; }
}

/// <summary>
/// An incubator reports that a startup of its own converts an achievement of publicly funded research. Gives the key of the link.
/// Errors: DATE_OUT_OF_RANGE (effectiveOn); those of <see cref="Evidence.Check"/> (evidence) and of <see cref="Idempotent"/>;
/// NOT_FOUND (startupId, achievementId); ALREADY_LINKED (achievementId).
/// </summary>
public sealed class LinkAchievement(VentureDbPool pool, IClock clock)
{
    private const string Operation = "LINK_ACHIEVEMENT";

    /// <exception cref="AccessDeniedException">The actor is no incubator staff.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, LinkAchievementInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Incubator);
        var evidence = Evidence.Check(input.Evidence, "evidence");
        var act = new Act(pool, transaction, actor, idempotencyKey, cancel);
        return await act.OnceAsync(Operation, input, [.. evidence.Errors, FactDate.CheckPast("effectiveOn", input.EffectiveOn, HongKong.Today(clock))], ActAsync);

        async Task<Result<Guid>> ActAsync(VentureDb db)
        {
            if (GlobalId.KeyOf(input.StartupId, "Startup") is not { } startup || !await OwnStartup.ExistsAsync(db, startup, cancel))
            {
                return NotFound.At("startupId");
            }

            // Row security: an achievement shared without consent is not there for an incubator.
            if (GlobalId.KeyOf(input.AchievementId, "Achievement") is not { } achievement
                || !await db.Database.SqlQuery<bool>($"""select exists (select from achievement where id = {achievement}) as "Value" """).SingleAsync(cancel))
            {
                return NotFound.At("achievementId");
            }

            await TransactionLock.TakeAsync(db, $"ACHIEVEMENTS:{startup}", cancel);
            var links = db.Set<AchievementConversionRow>().AsNoTracking().Where(row => row.StartupId == startup);
            if (await links.AnyAsync(
                row => row.AchievementId == achievement && row.ReversesId == null && !links.Any(back => back.ReversesId == row.Id), cancel))
            {
                return new Error("ALREADY_LINKED", "achievementId", "The startup is linked to this achievement already.");
            }

            var link = AchievementConversionRow.Append(startup, achievement, input.EffectiveOn, evidence.Value, actor.PersonId);
            return await act.AppendAsync(db, link, link.Id);
        }
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(LinkAchievement useCase) => new(
        "linkAchievement",
        "Reports that a startup of the own incubator converts an achievement of publicly funded research (科技成果轉化).",
        "achievementConversion",
        "AchievementConversion",
        [
            InputField.Id("startupId", required: true),
            InputField.Id("achievementId", required: true),
            InputField.Date("effectiveOn", required: true, "Since when, at the latest today."),
            InputField.Object(
                "evidence",
                "ConversionEvidenceInput",
                required: true,
                list: false,
                InputField.Text("address", required: true, "Where the document lies; it is not uploaded."),
                InputField.Text("contentHash", describe: "SHA-256 of the document, hexadecimal."),
                InputField.Text("note")),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel), call.Language));

    private static LinkAchievementInput InputOf(InputValues values)
    {
        var evidence = values.Object("evidence");
        return new()
        {
            StartupId = values.Text("startupId"),
            AchievementId = values.Text("achievementId"),
            EffectiveOn = values.Date("effectiveOn")!.Value,
            Evidence = new EvidenceTyped(evidence?.Text("address"), evidence?.Text("contentHash"), evidence?.Text("note")),
        };
    }
}
