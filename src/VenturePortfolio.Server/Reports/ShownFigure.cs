using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>A figure as people read it: half-even to some places.</summary>
/// <param name="Value">Null where it is absent.</param>
/// <param name="Unit">Key of <see cref="MetricUnit"/>.</param>
/// <param name="Currency">Null where it has none.</param>
internal sealed record ShownFigure(decimal? Value, IReadOnlyList<FigureFlag> Flags, string Unit, string? Currency)
{
    /// <summary>Of what is no amount, unless asked for otherwise: a share of 0.19807 is not to read 0.20 beside a limit of 0.20.</summary>
    internal const int Places = 4;

    /// <summary>As many as a figure is reckoned to.</summary>
    internal const int MostPlaces = 10;

    internal static InputField Argument { get; } =
        InputField.Int("places", describe: $"Decimals, 0 to {MostPlaces}; default {Places}, of amounts as many as the currency has.");

    internal const string Description =
        "For reading, half-even: amounts to the currency's smallest unit, all else to four decimals, or to the places asked for; null where the figure is absent, and for a rate of return over less than a year (UNDER_ONE_YEAR): such are not annualised in reports (GIPS).";

    /// <summary>The exact terms, where the value is their quotient: what is shown is rounded once, from these, and not a rounded value once more (domain.md 4.3, no. 7).</summary>
    internal (Int128 Above, Int128 Below)? Terms { get; init; }

    /// <summary>Decimals it is shown with: those asked for, or its own.</summary>
    internal int PlacesOf(int? asked) => asked
        ?? (Unit == MetricUnit.Amount.Key() && Currency is { } code ? VenturePortfolio.Currency.Of(code).MinorDigits : Places);

    /// <summary>Null where there is nothing to show.</summary>
    internal decimal? Of(int? asked) =>
        Value is { } known && !Flags.Any(flag => flag.Code == MeasureFlag.UnderOneYear) ? Rounded(known, PlacesOf(asked)) : null;

    /// <summary>Ten decimals tell on which side of a half the quotient lies, unless they are that half: then the exact terms decide.</summary>
    private decimal Rounded(decimal known, int places)
    {
        var nearest = Math.Round(known, places, MidpointRounding.ToEven);
        var half = new decimal(5, 0, 0, isNegative: false, (byte)(places + 1));
        return Math.Abs(known - nearest) == half && Terms is { } terms && terms.Below > 0 && HalfEven.Divide(terms.Above, terms.Below, MostPlaces) == known
            ? HalfEven.Divide(terms.Above, terms.Below, places) ?? nearest
            : nearest;
    }

    /// <exception cref="OperationFault">PLACES_OUT_OF_RANGE.</exception>
    internal string? Text(InputValues given)
    {
        var asked = given.Int("places");
        return Check(asked) is { } error ? throw new OperationFault(error) : Of(asked)?.ToString($"F{PlacesOf(asked)}", CultureInfo.InvariantCulture);
    }

    /// <summary>Error: PLACES_OUT_OF_RANGE.</summary>
    internal static Error? Check(int? places) => places is null or (>= 0 and <= MostPlaces) ? null
        : new Error("PLACES_OUT_OF_RANGE", "places", $"A figure is shown to 0 to {MostPlaces} decimals.").With("limit", MostPlaces);
}
