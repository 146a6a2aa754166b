using System.Globalization;
using CsvHelper;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>Verdicts as CSV (RFC 4180): one line per sub-fund and rule, each with its run and dates. Written as <see cref="LeverageCsv"/> is.</summary>
public static class VerdictCsv
{
    private static readonly string[] Header =
    [
        "as_of", "known_at", "run", "sub_fund", "sub_fund_title", "rule", "revision", "rule_title", "legal_basis", "article", "verified", "status", "reason", "detail",
        "currency", "progress_numerator", "progress_denominator", "headroom_numerator", "headroom_denominator", "forecast_on", "since", "evidence_rows", "seen_since",
    ];

    public static byte[] Write(IEnumerable<VerdictLine> lines)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, LeverageCsv.Options, leaveOpen: true))
        {
            csv.WriteHeader(Header);
            foreach (var line in lines)
            {
                csv.WriteField(LocalDatePattern.Iso.Format(line.AsOf));
                csv.WriteField(InstantPattern.ExtendedIso.Format(line.KnownAt));
                csv.WriteField(line.Run.ToString("D"));
                csv.WriteField(line.SubFund);
                csv.WriteField(line.SubFundTitle);
                csv.WriteField(line.Rule);
                csv.WriteField(line.Revision, default);
                csv.WriteField(line.RuleTitle);
                csv.WriteField(line.LegalBasis);
                csv.WriteField(line.Article);
                csv.WriteField(line.IsVerified);
                csv.WriteField(line.Status);
                csv.WriteField(line.Reason);
                csv.WriteField(line.Detail);
                csv.WriteField(line.Currency);
                foreach (var term in line.Terms)
                {
                    // A number of its own, or a spreadsheet's guard would set a negative headroom off as a formula.
                    if (decimal.TryParse(term, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
                    {
                        csv.WriteField(number, default);
                    }
                    else
                    {
                        csv.WriteField(term);
                    }
                }

                csv.WriteField(line.Forecast is { } forecast ? LocalDatePattern.Iso.Format(forecast) : null);
                csv.WriteField(line.Since is { } since ? LocalDatePattern.Iso.Format(since) : null);
                csv.WriteField(line.Evidence, default);
                csv.WriteField(line.SeenSince is { } seen ? LocalDatePattern.Iso.Format(seen) : null);
                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }
}
