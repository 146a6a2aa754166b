using CsvHelper;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// A restatement as CSV (RFC 4180): one line per cause with its effect, which sum to the difference, and one for each row behind them; every line says
/// what it is of. Where nothing moved, or one of the two figures is absent, one line without a cause says so. Written as <see cref="LeverageCsv"/> is.
/// </summary>
public static class RestatementCsv
{
    private static readonly string[] Header =
    [
        "definition", "revision", "as_of", "known_at_1", "known_at_2", "currency", "before", "before_status", "before_coverage", "after", "after_status", "after_coverage",
        "difference", "cause", "effect", "row", "effective_on", "recorded_at",
    ];

    public static byte[] Write(RestatementReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, LeverageCsv.Options, leaveOpen: true))
        {
            csv.WriteHeader(Header);
            if (report.Of.Steps.Count == 0 && report.Of.Rows.Count == 0)
            {
                WriteFigure(csv, report);
                for (var rest = 0; rest < 5; rest++)
                {
                    csv.WriteField((string?)null);
                }

                csv.EndRecord();
            }

            foreach (var step in report.Of.Steps)
            {
                WriteFigure(csv, report);
                csv.WriteField(RestatementField.Key(step.Cause));
                csv.WriteField(step.Effect, default);
                csv.WriteField((string?)null);
                csv.WriteField((string?)null);
                csv.WriteField((string?)null);
                csv.EndRecord();
            }

            foreach (var row in report.Of.Rows.OrderBy(row => row.RecordedAt).ThenBy(row => row.RowId))
            {
                WriteFigure(csv, report);
                csv.WriteField(RestatementField.Key(row.Cause));
                csv.WriteField((decimal?)null, default);
                csv.WriteField(GlobalId.Of(row.Source, row.RowId));
                csv.WriteField(LocalDatePattern.Iso.Format(row.EffectiveOn));
                csv.WriteField(InstantPattern.ExtendedIso.Format(row.RecordedAt));
                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }

    private static void WriteFigure(CsvWriter csv, RestatementReport report)
    {
        csv.WriteField(report.Metric.Key);
        csv.WriteField(report.Metric.Revision, default);
        csv.WriteField(LocalDatePattern.Iso.Format(report.Query.AsOf));
        csv.WriteField(InstantPattern.ExtendedIso.Format(report.Query.KnownAt1));
        csv.WriteField(InstantPattern.ExtendedIso.Format(report.Query.KnownAt2));
        csv.WriteField(report.Currency.Code);
        csv.WriteField(report.Of.Before.Value, default);
        csv.WriteField(report.First.Of.Status);
        csv.WriteField(report.First.Coverage);
        csv.WriteField(report.Of.After.Value, default);
        csv.WriteField(report.Last.Of.Status);
        csv.WriteField(report.Last.Coverage);
        csv.WriteField(report.Difference, default);
    }
}
