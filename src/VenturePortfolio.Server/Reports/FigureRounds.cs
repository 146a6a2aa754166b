namespace VenturePortfolio.Server;

/// <summary>Of how many financing rounds a figure is, computed or stored alike.</summary>
/// <param name="LeftOut">Id of a round and why, apart by a blank; the first of them by date.</param>
public sealed record FigureRounds(int Counted, int All, IReadOnlyList<string> LeftOut)
{
    private static readonly ResultType<Left> LeftType =
        new ResultType<Left>("RoundLeftOut", "A financing round that a figure leaves out.")
            .Text("row", of => GlobalId.Of("FinancingRound", Guid.Parse(of.Row[..of.Row.IndexOf(' ', StringComparison.Ordinal)])), describe: "Its global id, for node(id).")
            .Text("code", of => of.Code, describe: "ROUND_UNDISCLOSED, CLASS_UNDISCLOSED, ROUND_UNRECORDED.")
            .Text("text", of => Messages.Text($"ROUND_LEFT_OUT_{of.Code}", of.Language), describe: "Why, in the reader's language.");

    internal static readonly ResultType<Told> Type =
        new ResultType<Told>("FigureRounds", "Of how many financing rounds a figure is: one of which too little is told is left out, and not the sub-fund.")
            .Int("covered", of => of.Of.Counted, describe: "Rounds in the figure.")
            .Int("rounds", of => of.Of.All, describe: "Of so many.")
            .Objects("leftOut", () => LeftType, of => [.. of.Of.LeftOut.Select(row => new Left(row, of.Language))], $"The first {RoundCoverage.NamedMax} of those left out, by date.");

    /// <summary>Of a stored figure.</summary>
    internal static NodeFunction OfStored { get; } = new(
        "rounds",
        "Of how many financing rounds it is; null: it leaves out no rounds.",
        Type,
        [],
        ["{t}.rounds_covered", "{t}.rounds", "array_to_string({t}.rounds_left_out, ';')"],
        (call, rows, _) => Task.FromResult<IReadOnlyList<object?>>([.. rows.Select(row => row[0] is { } covered
            ? new Told(new(Whole(covered), Whole(row[1]!), row[2]?.Split(';') ?? []), call.Language)
            : null)]));

    internal static FigureRounds? Of(RoundCoverage? rounds) => rounds is null ? null : new(rounds.Counted, rounds.All, Stored(rounds));

    internal static string[] Stored(RoundCoverage rounds) => [.. rounds.LeftOut.Take(RoundCoverage.NamedMax).Select(round => $"{round.Round.Value:D} {round.Why}")];

    /// <summary>Of some left out it is not who took part that is not told: they are not on record themselves.</summary>
    internal bool HasUnrecorded => LeftOut.Any(row => row.EndsWith($" {AbsentCode.RoundUnrecorded}", StringComparison.Ordinal));

    private static int Whole(string number) => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

    internal sealed record Told(FigureRounds Of, string Language);

    private sealed record Left(string Row, string Language)
    {
        internal string Code => Row[(Row.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }
}
