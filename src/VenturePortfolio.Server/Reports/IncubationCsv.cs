using CsvHelper;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>The report of milestones as CSV (RFC 4180): one line per group and definition, each with its dates. Written as <see cref="LeverageCsv"/> is.</summary>
public static class IncubationCsv
{
    private static readonly string[] Header =
    [
        "as_of", "known_at", "group", "group_title", "cohort", "startups", "definition", "revision", "title", "unit", "value", "shown", "status", "detail", "met_on",
        "absent_why", "numerator", "denominator", "currency", "fx_basis", "source", "verified", "flags", "earlier_as_of", "earlier_value", "earlier_status", "difference",
        "target_due_on", "target", "target_gap", "target_source", "earlier_absent_why", "earlier_flags",
    ];

    public static byte[] Write(IncubationReport report, string language)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, LeverageCsv.Options, leaveOpen: true))
        {
            csv.WriteHeader(Header);
            foreach (var group in report.Groups)
            {
                foreach (var figure in group.Figures)
                {
                    csv.WriteField(LocalDatePattern.Iso.Format(report.AsOf));
                    csv.WriteField(InstantPattern.ExtendedIso.Format(report.KnownAt));
                    csv.WriteField(group.Key);
                    csv.WriteField(group.Title);
                    csv.WriteField(group.Cohort, default);
                    csv.WriteField(group.Startups, default);
                    WriteFigure(csv, figure, language);
                    WriteBeside(csv, figure, language);
                    csv.EndRecord();
                }
            }
        }

        return bytes.ToArray();
    }

    private static void WriteFigure(CsvWriter csv, IncubationFigure figure, string language)
    {
        var (metric, measure) = (figure.Figure.Metric, figure.Measure);
        csv.WriteField(metric.Key);
        csv.WriteField(metric.Revision, default);
        csv.WriteField(metric.Title.In(language));
        csv.WriteField(metric.Unit.Key());
        csv.WriteField(measure.Value, default);
        var shown = figure.Shown;
        csv.WriteField(shown.Of(asked: null), $"F{shown.PlacesOf(asked: null)}");
        csv.WriteField(figure.Figure.Status);
        csv.WriteField(measure.Outcome?.Detail is { } detail ? Said.In(language, detail) : null);
        csv.WriteField(Iso(measure.Outcome?.On));
        csv.WriteField(IncubationReportField.Why(measure, language));
        // Exact: startups, milestones, days, or minor units of the currency.
        csv.WriteField((decimal?)measure.Numerator, default);
        csv.WriteField((decimal?)measure.Denominator, default);
        csv.WriteField(measure.Currency?.Code);
        csv.WriteField(measure.FxBasis.Print());
        csv.WriteField(Said.In(language, metric.Source));
        csv.WriteField(metric.IsVerified);
        csv.WriteField(string.Join(' ', measure.Flags));
    }

    /// <summary>The same at compareTo, and what it is to reach.</summary>
    private static void WriteBeside(CsvWriter csv, IncubationFigure figure, string language)
    {
        csv.WriteField(Iso(figure.EarlierOn));
        csv.WriteField(figure.Earlier?.Measure.Value, default);
        csv.WriteField(figure.Earlier?.Status);
        csv.WriteField(figure.Measure.Value - figure.Earlier?.Measure.Value, default);
        csv.WriteField(Iso(figure.Target?.DueOn));
        csv.WriteField(figure.Target?.Value, default);
        csv.WriteField(figure.Measure.Value - figure.Target?.Value, default);
        csv.WriteField(figure.Target?.Source);
        csv.WriteField(figure.Earlier is { } then ? IncubationReportField.Why(then.Measure, language) : null);
        csv.WriteField(string.Join(' ', figure.Earlier?.Measure.Flags ?? []));
    }

    private static string? Iso(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : null;
}
