using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>The report's parameters as somebody typed them, on a command line or in an address.</summary>
public sealed record LeverageRequest
{
    public string? AsOf { get; init; }

    public string? KnownAt { get; init; }

    public string? GroupBy { get; init; }

    public string? Definitions { get; init; }

    public string? BridgeTo { get; init; }

    public string? Programme { get; init; }

    public string? SubFund { get; init; }

    public string? Group { get; init; }

    public string? FxBasis { get; init; }

    public string? ConstantOn { get; init; }

    public string? Currency { get; init; }

    public string? Index { get; init; }

    public string? CompareTo { get; init; }

    public string? From { get; init; }

    public string? Places { get; init; }

    /// <summary>true or false: whether each figure is told under every other reading of private.</summary>
    public string? OtherReadings { get; init; }

    /// <summary>Errors: DATE_MALFORMED, INSTANT_MALFORMED, UNKNOWN_GROUP_BY, UNKNOWN_FX_BASIS, PLACES_OUT_OF_RANGE, NOT_EXPECTED (constantOn), YES_OR_NO (otherReadings).</summary>
    public Result<LeverageQuery> Read(string language)
    {
        var errors = new List<Error>();
        var asOf = Date("asOf", AsOf ?? "", errors);
        var knownAt = Given(KnownAt) is { } instant ? VenturePortfolio.Server.KnownAt.Parse(instant) : null;
        if (knownAt is null && Given(KnownAt) is not null)
        {
            errors.Add(new Error("INSTANT_MALFORMED", "knownAt", $"'{KnownAt}' is no instant such as 2026-11-24T02:30:00+08:00."));
        }

        var groupBy = Given(GroupBy) is { } group ? LeverageGroupByText.Parse(group.Replace('-', '_')) : LeverageGroupBy.Programme;
        if (groupBy is null)
        {
            var known = string.Join(", ", LeverageGroupByText.All);
            errors.Add(new Error("UNKNOWN_GROUP_BY", "groupBy", $"'{GroupBy}' is none of {known}.").With("known", known));
        }

        var basis = Given(FxBasis)?.Replace('-', '_').ToUpperInvariant() ?? FxBasisChoice.Own;
        if (!FxBasisChoice.All.Contains(basis, StringComparer.Ordinal))
        {
            var known = string.Join(", ", FxBasisChoice.All);
            errors.Add(new Error("UNKNOWN_FX_BASIS", "fxBasis", $"'{FxBasis}' is none of {known}.").With("known", known));
        }

        if (Given(ConstantOn) is not null && basis != FxBasisChoice.Constant)
        {
            errors.Add(new Error("NOT_EXPECTED", "constantOn", "A day for the rates goes with the basis CONSTANT."));
        }

        int? places = Given(Places) is not { } typed ? null : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        if (ShownFigure.Check(places) is { } tooMany)
        {
            errors.Add(tooMany);
        }

        var readings = false;
        if (Given(OtherReadings) is { } wanted && !bool.TryParse(wanted, out readings))
        {
            errors.Add(new Error("YES_OR_NO", "otherReadings", $"'{AsTyped.Shown(wanted)}' is neither true nor false.").With("given", AsTyped.Shown(wanted)));
        }

        var constantOn = Given(ConstantOn) is { } day ? Date("constantOn", day, errors) : asOf;
        var compareTo = Given(CompareTo) is { } earlier ? Date("compareTo", earlier, errors) : null;
        var from = Given(From) is { } first ? Date("from", first, errors) : null;
        return errors.Count > 0 ? errors : new LeverageQuery
        {
            AsOf = asOf!.Value,
            KnownAt = knownAt,
            GroupBy = groupBy!.Value,
            Definitions = Given(Definitions)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList(),
            BridgeTo = Given(BridgeTo),
            Programme = Given(Programme),
            SubFund = Given(SubFund),
            Group = Given(Group),
            FxBasis = FxBasisChoice.Of(basis),
            ConstantOn = basis == FxBasisChoice.Constant ? constantOn : null,
            Currency = Given(Currency),
            Index = Given(Index),
            CompareTo = compareTo,
            From = from,
            Places = places,
            AsksForRows = readings,
            TellsReadings = readings,
            Language = language,
        };
    }

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;

    private static LocalDate? Date(string path, string text, List<Error> errors)
    {
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } date)
        {
            return date.Value;
        }

        errors.Add(new Error("DATE_MALFORMED", path, $"'{text}' is no date such as 2026-11-23."));
        return null;
    }
}
