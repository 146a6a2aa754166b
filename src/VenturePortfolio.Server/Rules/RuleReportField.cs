using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server;

/// <summary><c>ruleReport</c> in GraphQL.</summary>
internal static class RuleReportField
{
    private static readonly ResultType<VerdictEvidence> Evidence =
        new ResultType<VerdictEvidence>("JudgedRow", "A row that a verdict rests on.")
            .Text("source", row => row.Source, describe: "Table of the row.")
            .Text("rowId", row => row.RowId.ToString("D"), describe: "Key in that table.")
            .Text("row", row => GlobalId.Of(NodeOf(row.Source), row.RowId), describe: "Its global id, for node(id).")
            .Date("effectiveOn", row => row.EffectiveOn)
            .Instant("recordedAt", row => row.RecordedAt)
            .Money("amount", row => row.Amount is { } money ? new MoneyAmount(money.Minor, money.Currency.Code) : null, nullable: true);

    private static readonly ResultType<FundVerdict> Verdict =
        new ResultType<FundVerdict>("JudgedRule", "What a rule says of the sub-fund at these dates.")
            .Node("rule", "Rule", of => of.Rule.Id)
            .Text("code", of => of.Rule.Code)
            .Int("revision", of => of.Rule.Revision)
            .Enum("status", RuleVerdictNode.Status, of => of.Verdict.Status.Key())
            .Text("reason", of => of.Verdict.Reason?.Why, nullable: true, describe: "Why; stable, UPPER_SNAKE. Null: nothing is to be said beside the status.")
            .Said("detail", of => of.Verdict.Reason?.Detail, nullable: true, describe: "The reason in words, in the reader's language.")
            .Text("currency", of => of.Verdict.Currency?.Code, nullable: true, describe: "Of progress and headroom; null: they are no money.")
            .Text("progressNumerator", of => Whole(of.Verdict.Progress?.Numerator), nullable: true, describe: "What was judged, exactly: a share of the fund, or reached of due.")
            .Text("progressDenominator", of => Whole(of.Verdict.Progress?.Denominator), nullable: true)
            .Text("headroomNumerator", of => Whole(of.Verdict.Headroom?.Numerator), nullable: true, describe: "Room before the limit, negative when passed: minor units, or days. Over the next field.")
            .Text("headroomDenominator", of => Whole(of.Verdict.Headroom?.Denominator), nullable: true)
            .Date("forecastOn", of => of.Verdict.Forecast, nullable: true, describe: "When a limit is passed or a duty fulfilled at the present pace, or a deadline ends.")
            .Objects("evidence", () => Evidence, of => of.Verdict.Evidence);

    private static readonly ResultType<RuleReport> Report =
        new ResultType<RuleReport>("RuleReport", "Every rule judged of one sub-fund, as of a day and as known at an instant.")
            .Date("asOf", of => of.AsOf)
            .Instant("knownAt", of => of.KnownAt)
            .Node("subFund", "SubFund", of => of.SubFund)
            .Objects("verdicts", () => Verdict, of => of.Verdicts, "By code of the rule.");

    public static FunctionField Declare() => new(
        "ruleReport",
        "What every rule says of one sub-fund at any pair of dates. Policy staff: any; fund managers: own sub-funds. Stored verdicts of nights: ruleVerdicts.",
        Report,
        [
            InputField.Id("subFundId", required: true),
            InputField.Date("asOf", required: true, describe: "State at the end of that day, Hong Kong."),
            InputField.Instant("knownAt", describe: "Default: now, as far as records are closed."),
        ],
        RunAsync)
    {
        Cost = 1_000,
    };

    private static async Task<object?> RunAsync(FunctionCall call, CancellationToken cancel)
    {
        var given = call.Arguments;
        var report = await call.Services.GetRequiredService<PullRuleReport>().RunAsync(
            call.Actor, given.Text("subFundId"), given.Date("asOf")!.Value, given.Instant("knownAt"), call.RequestId, cancel);
        return report.IsOk
            ? report.Value
            : throw new FieldException(report.Errors[0].Code, UserErrors.Of(report.Errors[0], call.Language).Message);
    }

    /// <summary>Nodes are named as their tables are: sub_fund_term, SubFundTerm.</summary>
    private static string NodeOf(string table) => string.Concat(table.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string? Whole(Int128? number) => number?.ToString(CultureInfo.InvariantCulture);
}
