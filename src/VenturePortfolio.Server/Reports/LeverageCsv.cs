using System.Globalization;
using CsvHelper;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// The report as CSV (RFC 4180): one line per group and definition, each with its run and dates, so that a line copied
/// elsewhere still says what it is.
/// </summary>
public static class LeverageCsv
{
    /// <summary>
    /// With a byte order mark: spreadsheets otherwise take the Chinese for another encoding. Texts that a spreadsheet would
    /// run as a formula are set off by an apostrophe; numbers stay numbers, negative ones too.
    /// </summary>
    internal static readonly CsvWriterOptions Options = new()
    {
        WriteByteOrderMark = true,
        Injection = CsvInjection.Escape,
        TrueValue = "true",
        FalseValue = "false",
    };

    private static readonly string[] Header =
    [
        "as_of", "known_at", "computed_at", "run", "whole", "group_by", "group", "group_title", "definition", "revision", "title",
        "unit", "value", "shown", "status", "absent_why", "numerator", "denominator", "count", "currency", "fx_basis", "covered",
        "funds", "nav_as_of", "nav_stale_days", "transactions", "public_funds", "new_financing", "jobs_created", "jobs_retained",
        "support_currency", "mapping", "class_mapping", "source", "verified", "flags", "roots", "rates",
        .. LeverageCsvBeside.Header, "period_from", "earlier_absent_why", "earlier_flags",
    ];

    public static byte[] Write(LeverageReport report) => Write([report]);

    /// <summary>Several days one after the other.</summary>
    public static byte[] Write(IEnumerable<LeverageReport> reports)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Options, leaveOpen: true))
        {
            csv.WriteHeader(Header);
            foreach (var report in reports)
            {
                Write(csv, report);
            }
        }

        return bytes.ToArray();
    }

    private static void Write(CsvWriter csv, LeverageReport report)
    {
        foreach (var group in report.Groups)
        {
            foreach (var figure in group.Figures)
            {
                WriteDates(csv, report, figure);
                WriteFigure(csv, group, figure, report.Places);
                WriteOutcome(csv, group.Support);
                csv.WriteField(report.Mapping);
                csv.WriteField(figure.Mapping);
                csv.WriteField(figure.Source);
                csv.WriteField(figure.IsVerified);
                csv.WriteField(string.Join(' ', figure.Flags.Select(flag => flag.Code)));
                csv.WriteField(string.Join(' ', figure.Roots.Select(root => root.ToString(CultureInfo.InvariantCulture))));
                csv.WriteField(string.Join("; ", figure.RateSpans));
                LeverageCsvBeside.Write(csv, figure, report.TellsReadings);
                csv.WriteField(report.From is { } from && MetricCatalog.Of(figure.Key).IsOfPeriod ? LocalDatePattern.Iso.Format(from) : null);
                LeverageCsvBeside.WriteEarlierWords(csv, figure.Context?.Earlier);
                csv.EndRecord();
            }
        }
    }

    private static void WriteDates(CsvWriter csv, LeverageReport report, LeverageFigure figure)
    {
        csv.WriteField(LocalDatePattern.Iso.Format(report.AsOf));
        csv.WriteField(InstantPattern.ExtendedIso.Format(report.KnownAt));
        csv.WriteField(InstantPattern.ExtendedIso.Format(report.ComputedAt));
        csv.WriteField(figure.IsPublished && report.Run is { } run ? run.Id.ToString("D") : "computed");
        csv.WriteField(report.IsWhole);
        csv.WriteField(report.GroupBy.Print());
    }

    private static void WriteFigure(CsvWriter csv, LeverageGroup group, LeverageFigure figure, int? places)
    {
        csv.WriteField(group.Key);
        csv.WriteField(group.Title);
        csv.WriteField(figure.Key);
        csv.WriteField(figure.Revision, default);
        csv.WriteField(figure.Title);
        csv.WriteField(figure.Unit);
        csv.WriteField(figure.Value, default);
        csv.WriteField(figure.Shown(places), $"F{figure.ForReading.PlacesOf(places)}");
        csv.WriteField(figure.Status);
        csv.WriteField(figure.AbsentWhy);
        WriteAmount(csv, figure.NumeratorMinor, figure.Currency);
        WriteAmount(csv, figure.DenominatorMinor, figure.Currency);
        csv.WriteField(figure.Count, default);
        csv.WriteField(figure.Currency);
        csv.WriteField(figure.FxBasis);
        csv.WriteField(figure.Covered, default);
        csv.WriteField(figure.Funds, default);
        csv.WriteField(figure.NavAsOf is { } nav ? LocalDatePattern.Iso.Format(nav) : null);
        csv.WriteField(figure.NavStaleDays, default);
    }

    private static void WriteOutcome(CsvWriter csv, SupportOutcome? support)
    {
        csv.WriteField(support?.Transactions, default);
        WriteAmount(csv, support?.PublicFundsMinor, support?.Currency);
        WriteAmount(csv, support?.NewFinancingMinor, support?.Currency);
        csv.WriteField(support?.JobsCreated, default);
        csv.WriteField(support?.JobsRetained, default);
        csv.WriteField(support?.Currency);
    }

    /// <summary>With the currency's decimals; empty where there is none.</summary>
    internal static void WriteAmount(CsvWriter csv, Int128? minor, string? currency)
    {
        if (minor is not { } whole || currency is null)
        {
            csv.WriteField((string?)null);
            return;
        }

        var places = Currency.Of(currency).MinorDigits;
        csv.WriteField((decimal)whole * new decimal(1, 0, 0, isNegative: false, (byte)places), $"F{places}");
    }
}
