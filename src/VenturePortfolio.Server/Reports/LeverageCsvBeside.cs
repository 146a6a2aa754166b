using System.Globalization;
using CsvHelper;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>What stands beside a figure in <see cref="LeverageCsv"/>: an earlier day, another definition, its target, other readings, what it leaves out.</summary>
internal static class LeverageCsvBeside
{
    /// <summary>Only added to at the end: whoever reads by position goes on.</summary>
    internal static readonly string[] Header =
    [
        "earlier_as_of", "earlier_value", "earlier_status", "difference", "bridge_to", "bridge_to_value", "bridge_difference", "bridge_steps",
        "target_due_on", "target", "target_gap", "target_source", "other_readings", "left_out", "no_bridge",
    ];

    /// <param name="csv">Stands behind the rates.</param>
    /// <param name="figure">Of this line.</param>
    /// <param name="tellsReadings">Other readings were asked for.</param>
    internal static void Write(CsvWriter csv, LeverageFigure figure, bool tellsReadings)
    {
        WriteEarlier(csv, figure);
        WriteBridge(csv, figure.Bridge);
        WriteTarget(csv, figure);
        csv.WriteField(tellsReadings ? Readings(figure) : null);
        csv.WriteField(string.Join("; ", figure.LeftOut));
        csv.WriteField(figure.NoBridge?.Message);
    }

    private static void WriteEarlier(CsvWriter csv, LeverageFigure figure)
    {
        var then = figure.Context?.Earlier;
        csv.WriteField(then is null ? null : LocalDatePattern.Iso.Format(then.Facts.AsOf));
        csv.WriteField(then?.Figure.Measure.Value, default);
        csv.WriteField(then?.Figure.Status);
        csv.WriteField(figure.Value - then?.Figure.Measure.Value, default);
    }

    /// <summary>Why the earlier value is missing or what it left out, and what must be told beside it.</summary>
    internal static void WriteEarlierWords(CsvWriter csv, FigureContext? then)
    {
        csv.WriteField(then is null ? null : LeverageFigures.Why(then.Figure, then.Query.Language));
        csv.WriteField(string.Join(' ', then?.Figure.Measure.Flags ?? []));
    }

    /// <summary>The steps in one cell, "COMMITMENT/HK_PRIVATE NUMERATOR -0.5; …": they sum to the difference.</summary>
    private static void WriteBridge(CsvWriter csv, FigureBridge? bridge)
    {
        csv.WriteField(bridge?.To.Metric.Key);
        csv.WriteField(bridge?.To.Measure.Value, default);
        csv.WriteField(bridge?.Difference, default);
        csv.WriteField(bridge is null ? null : string.Join("; ", bridge.Steps.Select(step => string.Create(
            CultureInfo.InvariantCulture, $"{step.Part} {step.Term?.ToString().ToUpperInvariant()} {step.Effect}"))));
    }

    private static void WriteTarget(CsvWriter csv, LeverageFigure figure)
    {
        csv.WriteField(figure.Target is { } target ? LocalDatePattern.Iso.Format(target.DueOn) : null);
        csv.WriteField(figure.Target?.Value, default);
        csv.WriteField(figure.Value - figure.Target?.Value, default);
        csv.WriteField(figure.Target?.Source);
    }

    /// <summary>"MDB@1 4.53 OK; …": the figure under every reading of private on record, its own among them.</summary>
    private static string? Readings(LeverageFigure figure) => figure.Context is not { } context ? null
        : string.Join("; ", context.OtherReadings().Select(reading => string.Create(CultureInfo.InvariantCulture, $"{reading.Mapping} {reading.Value} {reading.Status}")));
}
