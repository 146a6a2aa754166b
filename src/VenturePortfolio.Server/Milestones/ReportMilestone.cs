using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>A report on a milestone of an own startup, as typed. Ids are global ids.</summary>
public sealed record ReportMilestoneInput
{
    public string? StartupId { get; init; }

    /// <summary>The milestone reached; null when it was not announced before, and then <see cref="Kind"/> and <see cref="Title"/> say what it is.</summary>
    public string? MilestoneId { get; init; }

    public string? Kind { get; init; }

    public string? Title { get; init; }

    public required LocalDate OccurredOn { get; init; }

    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<EvidenceTyped> Evidence { get; init; } = [];

    /// <summary>The earlier report this one corrects; its milestone is the one meant.</summary>
    public string? Supersedes { get; init; }

    internal MilestoneTyped Typed => new()
    {
        OccurredOn = OccurredOn,
        Amount = Amount,
        Currency = Currency,
        Note = Note,
        Evidence = Evidence,
    };

    internal bool IsNew => MilestoneId is null && Supersedes is null;
}

/// <summary>
/// An incubator reports that a startup reached a milestone. Gives the key of the milestone. Errors: those of
/// <see cref="MilestoneReport.Check"/> and of <see cref="Idempotent"/>; REQUIRED, NOT_EXPECTED, TEXT_TOO_LONG, INVALID_TEXT (kind,
/// title); KIND_UNKNOWN (kind); NOT_EXPECTED (amount, milestoneId); NOT_FOUND (startupId, milestoneId, supersedes);
/// ALREADY_SUPERSEDED (supersedes).
/// </summary>
public sealed class ReportMilestone(VentureDbPool pool, IClock clock)
{
    private const string Operation = "REPORT_MILESTONE";

    /// <exception cref="AccessDeniedException">The actor is no incubator staff.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, ReportMilestoneInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Incubator);
        var report = MilestoneReport.Check(input.Typed, HongKong.Today(clock));
        List<Error> errors = [.. WhichErrors(input), .. report.Errors];
        if (errors.Count > 0)
        {
            return errors;
        }

        await using var db = await pool.LendAsync(transaction, cancel);
        return await Idempotent.RunAsync(db, actor, Operation, idempotencyKey, input, ActAsync, cancel);

        async Task<Result<Guid>> ActAsync()
        {
            if (GlobalId.KeyOf(input.StartupId, "Startup") is not { } startup || !await OwnStartup.ExistsAsync(db, startup, cancel))
            {
                return NotFound.At("startupId");
            }

            // Of two reports that correct the same one at the same time the second must see the first.
            await TransactionLock.TakeAsync(db, $"MILESTONES:{startup}", cancel);
            var supersedes = GlobalId.KeyOf(input.Supersedes, "MilestoneReport");
            var found = await MilestoneAsync(db, startup, supersedes, input, cancel);
            if (!found.IsOk)
            {
                return found.Errors.ToList();
            }

            var milestone = found.Value;
            if (await KindErrorAsync(db, milestone.Kind, input, cancel) is { } badKind)
            {
                return badKind;
            }

            db.Add(MilestoneReportRow.Append(startup, milestone.Id, report.Value, supersedes, actor.PersonId));
            await db.SaveChangesAsync(cancel);
            return milestone.Id;
        }
    }

    /// <summary>A new milestone is named by kind and title; an announced one needs neither.</summary>
    private static IEnumerable<Error> WhichErrors(ReportMilestoneInput input)
    {
        foreach (var (path, value) in new[] { ("kind", input.Kind), ("title", input.Title) })
        {
            var error = input.IsNew ? TypedText.CheckName(path, value)
                : value is not null ? new Error("NOT_EXPECTED", path, "The milestone named has its own.")
                : null;
            if (error is not null)
            {
                yield return error;
            }
        }
    }

    private static async Task<Result<MilestoneRow>> MilestoneAsync(
        VentureDb db, Guid startup, Guid? supersedes, ReportMilestoneInput input, CancellationToken cancel)
    {
        if (input.IsNew)
        {
            var reached = MilestoneRow.Reached(startup, input.Kind!, input.Title!);
            db.Add(reached);
            return reached;
        }

        var id = GlobalId.KeyOf(input.MilestoneId, "Milestone");
        if (input.Supersedes is not null)
        {
            var earlier = await db.Set<MilestoneReportRow>().AsNoTracking()
                .SingleOrDefaultAsync(row => row.StartupId == startup && row.Id == supersedes, cancel);
            if (earlier is null)
            {
                return NotFound.At("supersedes");
            }

            if (input.MilestoneId is not null && id != earlier.MilestoneId)
            {
                return new Error("NOT_EXPECTED", "milestoneId", "The report superseded is about another milestone.");
            }

            if (await db.Set<MilestoneReportRow>().AnyAsync(row => row.StartupId == startup && row.SupersedesId == supersedes, cancel))
            {
                return new Error("ALREADY_SUPERSEDED", "supersedes", "A newer report already supersedes this one.");
            }

            id = earlier.MilestoneId;
        }

        var milestone = await db.Set<MilestoneRow>().SingleOrDefaultAsync(row => row.StartupId == startup && row.Id == id, cancel);
        return milestone is null ? NotFound.At("milestoneId") : milestone;
    }

    private static async Task<Error?> KindErrorAsync(VentureDb db, string kind, ReportMilestoneInput input, CancellationToken cancel)
    {
        var known = await db.Set<MilestoneKindRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Code == kind, cancel);
        return known is null ? new Error("KIND_UNKNOWN", "kind", "No milestone kind has this key.")
            : input.Amount is not null && !known.CarriesAmount
                ? new Error("NOT_EXPECTED", "amount", $"A milestone of kind {kind} is not about money.")
            : null;
    }
}
