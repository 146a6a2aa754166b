using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>A target as typed. Ids are global ids; exactly one subject.</summary>
public sealed record SetMetricTargetInput
{
    public string? ProgrammeId { get; init; }

    public string? SubFundId { get; init; }

    public string? IncubatorId { get; init; }

    public string? StartupId { get; init; }

    /// <summary>TOTAL, VINTAGE, MANAGER or SECTOR; null: it is of a subject of its own.</summary>
    public string? GroupBy { get; init; }

    /// <summary>As a leverage report has it; null for TOTAL.</summary>
    public string? GroupKey { get; init; }

    public required string MetricKey { get; init; }

    /// <summary>Not before today in Hong Kong.</summary>
    public required LocalDate DueOn { get; init; }

    /// <summary>In the metric's own unit, at most ten decimals.</summary>
    public required decimal Value { get; init; }

    /// <summary>Who says so, and where.</summary>
    public required string Source { get; init; }
}

/// <summary>
/// Policy staff say what a figure of a programme, sub-fund, incubator, startup or group is to reach by a day. Gives the key of the target. Errors: those of
/// <see cref="Idempotent"/>; REQUIRED (programmeId, groupKey), NOT_EXPECTED (subFundId, incubatorId, startupId, groupBy, groupKey); NOT_FOUND (programmeId,
/// subFundId, incubatorId, startupId, groupKey); UNKNOWN_DEFINITION, NOT_OF_FUNDS, NOT_OF_STARTUPS, NEVER_TOLD (metricKey);
/// DUE_IN_PAST, DATE_OUT_OF_RANGE (dueOn); NUMBER_SCALE, NUMBER_TOO_LARGE, NEGATIVE_TARGET (value); REQUIRED, TEXT_TOO_LONG, INVALID_TEXT (source).
/// </summary>
public sealed class SetMetricTarget(VentureDbPool pool, IClock clock)
{
    private const string Operation = "SET_METRIC_TARGET";

    /// <summary>No target is so far off.</summary>
    private static readonly LocalDate Last = new(2199, 12, 31);

    private const int DecimalsMax = 10;

    private const long ValueMax = 9_999_999_999;

    /// <exception cref="AccessDeniedException">The actor is no policy staff.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, SetMetricTargetInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Policy);
        var act = new Act(pool, transaction, actor, idempotencyKey, cancel);
        return await act.OnceAsync(Operation, input, Errors(input, HongKong.Today(clock)), ActAsync);

        async Task<Result<Guid>> ActAsync(VentureDb db)
        {
            var of = SubjectOf(input);
            if (await of.MissingAsync(transaction, cancel) is { } missing)
            {
                return NotFound.At(missing);
            }

            var row = MetricTargetRow.Append(of, input.MetricKey, input.DueOn, input.Value, input.Source, actor.PersonId);
            return await act.AppendAsync(db, row, row.Id);
        }
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(SetMetricTarget useCase) => new(
        "setMetricTarget",
        "Says what a figure of a programme, a sub-fund, an incubator, a startup or a group is to reach by a day to come. Reports show it beside the figure.",
        "metricTarget",
        "MetricTarget",
        [
            InputField.Id("programmeId", describe: "One of this, subFundId, incubatorId, startupId and groupBy."),
            InputField.Id("subFundId"),
            InputField.Id("incubatorId"),
            InputField.Id("startupId"),
            InputField.OneOf("groupBy", MetricTargetNode.GroupBy),
            InputField.Text("groupKey", describe: "With groupBy: which group, by its key in a leverage report; not for TOTAL."),
            InputField.Text("metricKey", required: true, "Key such as LV-1."),
            InputField.Date("dueOn", required: true, describe: "Today in Hong Kong or later."),
            InputField.Decimal("value", required: true, "In the metric's own unit, at most ten decimals."),
            InputField.Text("source", required: true, "Who says so, and where."),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel), call.Language));

    /// <summary>Rates of return, gaps, and days before a deadline; all else divides or counts what is never below zero.</summary>
    private static bool MayBeNegative(Metric metric) => metric.Unit is MetricUnit.RatePerYear or MetricUnit.Days || metric == DrawParityGap.Metric;

    private static SetMetricTargetInput InputOf(InputValues values) => new()
    {
        ProgrammeId = values.Text("programmeId"),
        SubFundId = values.Text("subFundId"),
        IncubatorId = values.Text("incubatorId"),
        StartupId = values.Text("startupId"),
        GroupBy = values.Text("groupBy"),
        GroupKey = values.Text("groupKey"),
        MetricKey = values.Text("metricKey")!,
        DueOn = values.Date("dueOn")!.Value,
        Value = values.Decimal("value")!.Value,
        Source = values.Text("source")!,
    };

    private static TargetSubject SubjectOf(SetMetricTargetInput input) => new(
        GlobalId.KeyOf(input.ProgrammeId, "Programme") ?? Nobody(input.ProgrammeId), GlobalId.KeyOf(input.SubFundId, "SubFund") ?? Nobody(input.SubFundId),
        GlobalId.KeyOf(input.IncubatorId, "Incubator") ?? Nobody(input.IncubatorId), GlobalId.KeyOf(input.StartupId, "Startup") ?? Nobody(input.StartupId),
        input.GroupBy, input.GroupBy == LeverageGroupBy.Total.Print() ? input.GroupBy : input.GroupKey);

    /// <summary>An id of something else is that of nothing here.</summary>
    private static Guid? Nobody(string? id) => id is null ? null : Guid.Empty;

    private static IEnumerable<Error> Errors(SetMetricTargetInput input, LocalDate today)
    {
        (string Path, string? Given)[] subjects =
        [
            ("programmeId", input.ProgrammeId), ("subFundId", input.SubFundId), ("incubatorId", input.IncubatorId), ("startupId", input.StartupId), ("groupBy", input.GroupBy),
        ];
        var given = subjects.Where(subject => subject.Given is not null).ToList();
        if (given.Count != 1)
        {
            yield return given.Count == 0
                ? TypedText.Missing("programmeId")
                : new Error("NOT_EXPECTED", given[^1].Path, "A target is of one programme, sub-fund, incubator, startup or group.");
        }

        var hasKey = input.GroupBy is not null && input.GroupBy != LeverageGroupBy.Total.Print();
        if (hasKey && input.GroupKey is null)
        {
            yield return TypedText.Missing("groupKey");
        }
        else if (!hasKey && input.GroupKey is not null)
        {
            yield return new Error("NOT_EXPECTED", "groupKey", "Only a vintage, a manager and a sector have a key.");
        }

        if (given.Count == 1 && WrongMetric(input, SubjectOf(input)) is { } wrong)
        {
            yield return wrong;
        }

        if (input.DueOn < today)
        {
            var (due, first) = (NodaTime.Text.LocalDatePattern.Iso.Format(input.DueOn), NodaTime.Text.LocalDatePattern.Iso.Format(today));
            yield return new Error("DUE_IN_PAST", "dueOn", $"{due} is past: a target is due on {first} or later.").With("date", due).With("today", first);
        }
        else if (FactDate.CheckUntil("dueOn", input.DueOn, Last) is { } farOff)
        {
            yield return farOff;
        }

        if (decimal.Round(input.Value, DecimalsMax) != input.Value)
        {
            yield return new Error("NUMBER_SCALE", "value", $"A figure has at most {DecimalsMax} decimals.").With("limit", DecimalsMax);
        }
        else if (Math.Abs(input.Value) > ValueMax)
        {
            yield return new Error("NUMBER_TOO_LARGE", "value", $"A figure is at most {ValueMax}.").With("limit", ValueMax);
        }
        else if (input.Value < 0 && MetricCatalog.TryOf(input.MetricKey, out var metric) && !MayBeNegative(metric))
        {
            yield return new Error("NEGATIVE_TARGET", "value", $"{metric.Key} is never below zero.")
                .With("definition", metric.Key).With("value", input.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (TypedText.CheckNote("source", input.Source) is { } badSource)
        {
            yield return badSource;
        }
    }

    private static Error? WrongMetric(SetMetricTargetInput input, TargetSubject of) =>
        QueryErrors.UnknownDefinition("metricKey", input.MetricKey)
        ?? (of is { Incubator: not null } ? QueryErrors.NotOfStartups("metricKey", input.MetricKey)
            : of is { Startup: not null } or { GroupBy: "TOTAL" } ? null
            : QueryErrors.NotOfFunds("metricKey", input.MetricKey))
        ?? (of.Tells(MetricCatalog.Of(input.MetricKey)) ? null
            : new Error("NEVER_TOLD", "metricKey", $"No report tells {input.MetricKey} of this subject.").With("definition", input.MetricKey));
}
