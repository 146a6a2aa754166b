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

    public required string MetricKey { get; init; }

    public required LocalDate DueOn { get; init; }

    /// <summary>In the metric's own unit, at most ten decimals.</summary>
    public required decimal Value { get; init; }

    /// <summary>Who says so, and where.</summary>
    public required string Source { get; init; }
}

/// <summary>
/// Policy staff say what a figure of a programme, sub-fund or incubator is to reach by a day. Gives the key of the target. Errors: those of
/// <see cref="Idempotent"/>; REQUIRED (programmeId), NOT_EXPECTED (subFundId, incubatorId); NOT_FOUND (programmeId, subFundId, incubatorId); UNKNOWN_DEFINITION,
/// NOT_OF_FUNDS, NOT_OF_STARTUPS (metricKey);
/// DATE_OUT_OF_RANGE (dueOn); NUMBER_SCALE, NUMBER_TOO_LARGE, NEGATIVE_TARGET (value); REQUIRED, TEXT_TOO_LONG, INVALID_TEXT (source).
/// </summary>
public sealed class SetMetricTarget(VentureDbPool pool)
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
        return await act.OnceAsync(Operation, input, Errors(input), ActAsync);

        async Task<Result<Guid>> ActAsync(VentureDb db)
        {
            var (programme, fund, incubator) =
                (GlobalId.KeyOf(input.ProgrammeId, "Programme"), GlobalId.KeyOf(input.SubFundId, "SubFund"), GlobalId.KeyOf(input.IncubatorId, "Incubator"));
            var isThere = await db.Database.SqlQuery<bool>(
                $"""
                select (exists (select from programme where id = {programme}) or exists (select from sub_fund where id = {fund})
                    or exists (select from incubator where id = {incubator})) as "Value"
                """).SingleAsync(cancel);
            if (!isThere)
            {
                return NotFound.At(input.ProgrammeId is not null ? "programmeId" : input.SubFundId is not null ? "subFundId" : "incubatorId");
            }

            var row = MetricTargetRow.Append(programme, fund, incubator, input.MetricKey, input.DueOn, input.Value, input.Source, actor.PersonId);
            return await act.AppendAsync(db, row, row.Id);
        }
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(SetMetricTarget useCase) => new(
        "setMetricTarget",
        "Says what a figure of a programme, a sub-fund or an incubator is to reach by a day. Reports show it beside the figure.",
        "metricTarget",
        "MetricTarget",
        [
            InputField.Id("programmeId", describe: "This, subFundId or incubatorId."),
            InputField.Id("subFundId"),
            InputField.Id("incubatorId"),
            InputField.Text("metricKey", required: true, "Key such as LV-1."),
            InputField.Date("dueOn", required: true),
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
        MetricKey = values.Text("metricKey")!,
        DueOn = values.Date("dueOn")!.Value,
        Value = values.Decimal("value")!.Value,
        Source = values.Text("source")!,
    };

    private static IEnumerable<Error> Errors(SetMetricTargetInput input)
    {
        string?[] subjects = [input.ProgrammeId, input.SubFundId, input.IncubatorId];
        if (subjects.Count(subject => subject is not null) != 1)
        {
            yield return Array.TrueForAll(subjects, subject => subject is null)
                ? TypedText.Missing("programmeId")
                : new Error("NOT_EXPECTED", input.IncubatorId is null ? "subFundId" : "incubatorId", "A target is of one programme, sub-fund or incubator.");
        }

        if (QueryErrors.UnknownDefinition("metricKey", input.MetricKey) is { } unknown)
        {
            yield return unknown;
        }
        else if ((input.IncubatorId is null ? QueryErrors.NotOfFunds("metricKey", input.MetricKey) : QueryErrors.NotOfStartups("metricKey", input.MetricKey)) is { } other)
        {
            yield return other;
        }

        // A day that is past may be entered too: reports of past days stand beside the plan of then.
        if (FactDate.CheckUntil("dueOn", input.DueOn, Last) is { } farOff)
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
}
