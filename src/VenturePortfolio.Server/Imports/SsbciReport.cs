using System.Globalization;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>What a file of SSBCI transactions holds: its sums after rounding each row, and what is odd in it.</summary>
public sealed class SsbciReport(SsbciFile file)
{
    /// <summary>Per programme type, then over all: rows, and sums in US cents and jobs.</summary>
    public IReadOnlyList<SsbciSums> Sums { get; } =
    [
        .. SsbciFile.ProgrammeTypes.Select(type => SsbciSums.Of(type.Code, file.Rows.Where(row => row.Programme == type.Code))),
        SsbciSums.Of(ImportSsbci.Programme, file.Rows),
    ];

    /// <summary>Sentences, each with its count; empty when nothing is odd.</summary>
    public IReadOnlyList<string> Oddities { get; } = [.. Find(file)];

    public override string ToString()
    {
        var text = new StringBuilder();
        var all = Sums[^1];
        text.AppendLine($"{"programme",-26}{"rows",8}{"public funds",20}{"new financing",20}{"jobs",14}");
        foreach (var sums in Sums)
            text.AppendLine($"{sums.Programme,-26}{sums.Rows,8:N0}{Usd(sums.PublicFunds),20}{Usd(sums.NewFinancing),20}{sums.Jobs.ToString("N2", CultureInfo.InvariantCulture),14}");
        text.AppendLine();
        text.AppendLine($"New financing {Usd(all.LoanOrInvestment)} (loan or investment) + {Usd(all.ConcurrentPrivate)} (concurrent private) + {Usd(all.SubsequentPrivate)} (subsequent private) = {Usd(all.NewFinancing)} USD");
        text.AppendLine($"Each row is rounded half-even to cents before it is added: original public funds {Usd(all.PublicFunds)}, unrounded {file.Rows.Sum(row => row.PublicFundsUnrounded).ToString("N6", CultureInfo.InvariantCulture)}.");
        text.AppendLine($"Declared date of every row: {ImportSsbci.DeclaredOn:uuuu-MM-dd}; the file carries none.");
        text.AppendLine($"Ignored, not the Treasury's: {string.Join(", ", SsbciFile.Ignored)}. Not taken over: the columns without a place in our schema (insurance premiums, guarantees, collateral, recycled funds, nonprivate amount, revenue, staff, year).");
        text.AppendLine();
        text.AppendLine(Oddities.Count == 0 ? "Nothing odd in the file." : "Odd in the file, taken over as it stands:");
        foreach (var oddity in Oddities)
            text.AppendLine($"  - {oddity}");
        return text.ToString();
    }

    internal static string Usd(long cents) => (cents / 100m).ToString("N2", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Find(SsbciFile file)
    {
        var rows = file.Rows;
        var without = rows.Where(row => row.PublicFunds == 0).ToList();
        var more = rows.Where(row => row.PublicFunds > row.LoanOrInvestment).ToList();
        var publicRounded = rows.Count(row => HasFraction(row.PublicFundsUnrounded));
        var parts = rows.Count(row => HasPart(row.JobsCreated) || HasPart(row.JobsRetained));
        var jobless = rows.Count(row => row.JobsCreated + row.JobsRetained == 0);
        var regions = rows.Where(row => row.Region.Length > 2).ToList();
        var tenfold = rows.Count(row => row.SubsequentPrivate > 10m * row.LoanOrInvestment);
        return new (int Count, string Sentence)[]
        {
            (without.Count, $"{without.Count:N0} rows without original public funds; {without.Count(row => row.RecycledFunds):N0} of them were supported from recycled funds. They add financing and no public money."),
            (more.Count, $"{more.Count:N0} with more public funds than loan or investment: row {string.Join(", ", more.Take(5).Select(row => row.RowNumber))}."),
            (publicRounded, $"{publicRounded:N0} rows whose public funds carry fractions of a cent; {rows.Count(row => row.Rounded):N0} rows in any of the four amounts."),
            (file.Repeated, $"{file.Repeated:N0} rows equal an earlier row in all but the row number ({file.RepeatedInTreasuryColumns:N0} in the Treasury's own columns). Rows are transactions: each counts."),
            (parts, $"{parts:N0} rows with parts of a job."),
            (jobless, $"{jobless:N0} rows without any job."),
            (tenfold, $"{tenfold:N0} rows whose subsequent private financing is more than ten times the loan or investment."),
            (regions.Count, $"{regions.Count:N0} rows whose region is no two-letter state code: {string.Join(", ", regions.Select(row => row.Region).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}."),
        }.Where(found => found.Count > 0).Select(found => found.Sentence);
    }

    private static bool HasFraction(decimal dollars) => decimal.Round(dollars, 2) != dollars;

    private static bool HasPart(decimal jobs) => decimal.Truncate(jobs) != jobs;
}

/// <summary>Sums of one programme type; US cents, after rounding each row.</summary>
public sealed record SsbciSums(
    string Programme, int Rows, long LoanOrInvestment, long PublicFunds, long ConcurrentPrivate, long SubsequentPrivate, decimal JobsCreated, decimal JobsRetained)
{
    /// <summary>Loan or investment, concurrent and subsequent private financing.</summary>
    public long NewFinancing => LoanOrInvestment + ConcurrentPrivate + SubsequentPrivate;

    public decimal Jobs => JobsCreated + JobsRetained;

    internal static SsbciSums Of(string programme, IEnumerable<SsbciRow> rows) => rows.Aggregate(
        new SsbciSums(programme, 0, 0, 0, 0, 0, 0, 0),
        (sums, row) => sums with
        {
            Rows = sums.Rows + 1,
            LoanOrInvestment = sums.LoanOrInvestment + row.LoanOrInvestment,
            PublicFunds = sums.PublicFunds + row.PublicFunds,
            ConcurrentPrivate = sums.ConcurrentPrivate + row.ConcurrentPrivate,
            SubsequentPrivate = sums.SubsequentPrivate + row.SubsequentPrivate,
            JobsCreated = sums.JobsCreated + row.JobsCreated,
            JobsRetained = sums.JobsRetained + row.JobsRetained,
        });
}
