using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>A figure as people read it: half-even to some places.</summary>
internal static class ShownFigure
{
    /// <summary>Unless asked for otherwise: a share of 0.19807 is not to read 0.20 beside a limit of 0.20.</summary>
    internal const int Places = 4;

    /// <summary>As many as a figure is reckoned to.</summary>
    internal const int MostPlaces = 10;

    internal static InputField Argument { get; } = InputField.Int("places", describe: $"Decimals, 0 to {MostPlaces}; default {Places}.");

    internal const string Description =
        "Half-even to four decimals or the places asked for, for reading; null where the figure is absent, and for a rate of return over less than a year (UNDER_ONE_YEAR): such are not annualised in reports (GIPS).";

    /// <summary>Null where there is nothing to show.</summary>
    internal static decimal? Of(decimal? value, IEnumerable<FigureFlag> flags, int places) =>
        value is { } known && !flags.Any(flag => flag.Code == MeasureFlag.UnderOneYear) ? Math.Round(known, places, MidpointRounding.ToEven) : null;

    /// <exception cref="OperationFault">PLACES_OUT_OF_RANGE.</exception>
    internal static string? Text(decimal? value, IEnumerable<FigureFlag> flags, InputValues given)
    {
        var places = given.Int("places") ?? Places;
        return Check(places) is { } error ? throw new OperationFault(error) : Of(value, flags, places)?.ToString($"F{places}", CultureInfo.InvariantCulture);
    }

    /// <summary>Error: PLACES_OUT_OF_RANGE.</summary>
    internal static Error? Check(int places) => places is >= 0 and <= MostPlaces ? null
        : new Error("PLACES_OUT_OF_RANGE", "places", $"A figure is shown to 0 to {MostPlaces} decimals.").With("limit", MostPlaces);
}
