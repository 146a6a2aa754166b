using CsvHelper;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// Figures down to their rows as CSV (RFC 4180): one line per row of the ledger or another table, each with its figure and its part in it. The contributions of a
/// figure's lines sum to its numerator and its denominator exactly; those of a rate of return are its flows. A figure that is absent before any row counted has one
/// line that says so. Written as <see cref="LeverageCsv"/> is.
/// </summary>
internal static class ExplainCsv
{
    private static readonly string[] Header =
    [
        "as_of", "known_at", "group_by", "group", "group_title", "definition", "revision", "title", "unit", "value", "status", "absent_why", "numerator", "denominator",
        "currency", "fx_basis", "class_mapping", "row", "part", "part_text", "effective_on", "counted_on", "recorded_at", "original", "original_currency",
        "contribution", "contribution_below",
    ];

    internal static async Task WriteAsync(ExplainedReport report, string language, Stream output, CancellationToken cancel)
    {
        await using var csv = CsvWriter.Create(output, LeverageCsv.Options, leaveOpen: true);
        csv.WriteHeader(Header);
        foreach (var figure in report.Figures)
        {
            if (figure.Explanation is null)
            {
                WriteFigure(csv, report, figure, language);
                WriteNothing(csv);
                await csv.EndRecordAsync(cancel);
            }

            foreach (var row in figure.Explanation?.Rows() ?? [])
            {
                WriteFigure(csv, report, figure, language);
                WriteRow(csv, row, figure.Metric, language);
                await csv.EndRecordAsync(cancel);
            }
        }

        await csv.FlushAsync(cancel);
    }

    private static void WriteFigure(CsvWriter csv, ExplainedReport report, ExplainedFigure figure, string language)
    {
        var (metric, measure) = (figure.Metric, figure.Measure);
        csv.WriteField(LocalDatePattern.Iso.Format(report.AsOf));
        csv.WriteField(InstantPattern.ExtendedIso.Format(report.KnownAt));
        csv.WriteField(report.GroupBy?.Print());
        csv.WriteField(figure.Group.Key);
        csv.WriteField(figure.Group.Title);
        csv.WriteField(metric.Key);
        csv.WriteField(metric.Revision, default);
        csv.WriteField(metric.Title.In(language));
        csv.WriteField(metric.Unit.Key());
        csv.WriteField(measure.Value, default);
        csv.WriteField(figure.Status);
        csv.WriteField(measure.Absent is { } absent ? Messages.Text($"ABSENT_{absent.Why}", language, ("detail", Said.In(language, absent.Detail))) : null);
        // Exact, in minor units or counts, as the contributions are: they are to be added up.
        csv.WriteField(measure.Numerator, default);
        csv.WriteField(measure.Denominator, default);
        csv.WriteField(measure.Currency?.Code);
        csv.WriteField(measure.FxBasis.Print());
        csv.WriteField(measure.Mapping);
    }

    private static void WriteRow(CsvWriter csv, TrailRow row, Metric metric, string language)
    {
        csv.WriteField(FigureResult.RowOf(row, metric));
        csv.WriteField(row.Part);
        csv.WriteField(Said.In(language, SaidOfFigures.Part(row.Part)));
        csv.WriteField(LocalDatePattern.Iso.Format(row.EffectiveOn));
        csv.WriteField(LocalDatePattern.Iso.Format(row.CountedOn));
        csv.WriteField(InstantPattern.ExtendedIso.Format(row.RecordedAt));
        LeverageCsv.WriteAmount(csv, row.Original?.Minor, row.Original?.Currency.Code);
        csv.WriteField(row.Original?.Currency.Code);
        csv.WriteField(row.NumeratorMinor, default);
        csv.WriteField(row.DenominatorMinor, default);
    }

    private static void WriteNothing(CsvWriter csv)
    {
        for (var cell = 0; cell < 10; cell++)
        {
            csv.WriteField((string?)null);
        }
    }
}
