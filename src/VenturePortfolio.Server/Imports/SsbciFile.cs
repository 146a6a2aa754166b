using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>The file of SSBCI transactions, read and checked whole before anything is stored.</summary>
/// <param name="Repeated">Rows equal to an earlier one in all but the row number.</param>
/// <param name="RepeatedInTreasuryColumns">The same, with the columns that are not the Treasury's left out too.</param>
public sealed record SsbciFile(byte[] ContentHash, IReadOnlyList<SsbciRow> Rows, int Repeated, int RepeatedInTreasuryColumns)
{
    /// <summary>The five programme types: the file's words, our code, and names.</summary>
    public static IReadOnlyList<(string Word, string Code, string ZhHant, string ZhHans)> ProgrammeTypes { get; } =
    [
        ("CAP", "SSBCI-CAP", "資本准入計劃", "资本准入计划"),
        ("Collateral Support", "SSBCI-COLLATERAL-SUPPORT", "抵押支持", "抵押支持"),
        ("Loan Guarantee", "SSBCI-LOAN-GUARANTEE", "貸款擔保", "贷款担保"),
        ("Loan Participation", "SSBCI-LOAN-PARTICIPATION", "貸款參與", "贷款参与"),
        ("Venture Capital", "SSBCI-VENTURE-CAPITAL", "創業投資", "创业投资"),
    ];

    /// <summary>Not the Treasury's: added by whoever cleaned the file. Ignored.</summary>
    public static IReadOnlyList<string> Ignored { get; } = ["SPY_Close", "U_Rate", "job_benefit", "creation_status"];

    private const string RowNumber = "";
    private const string ProgrammeType = "program_type";
    private const string Region = "state_id";
    private const string Industry = "naics_code";
    private const string Loan = "loan_investment_amount";
    private const string PublicFunds = "ssbci_original_funds";
    private const string Concurrent = "concurrent_private_financing";
    private const string Subsequent = "subsequent_private_financing";
    private const string Recycled = "ssbci_recycled_funds";
    private const string Created = "jobs_created";
    private const string Retained = "jobs_retained";
    private static readonly string[] Amounts = [PublicFunds, Loan, Concurrent, Subsequent];
    private static readonly string[] Required =
        [RowNumber, Region, ProgrammeType, Loan, PublicFunds, Concurrent, Recycled, Subsequent, Industry, Created, Retained];

    private static readonly Dictionary<string, string> CodeOf =
        ProgrammeTypes.ToDictionary(type => type.Word, type => type.Code, StringComparer.Ordinal);

    /// <summary>
    /// Errors: those of <see cref="CsvSource"/> and <see cref="CsvValues"/>, PROGRAMME_UNKNOWN, REGION_MALFORMED,
    /// INDUSTRY_MALFORMED, ROW_NUMBER_REPEATED, JOBS_SCALE.
    /// </summary>
    public static Result<SsbciFile> Read(CsvSource source, LocalDate today)
    {
        var values = new CsvValues(source, today);
        var numbers = new HashSet<int>();
        var rows = source.Rows.Select(row => RowOf(row, source, values, numbers)).ToList();
        return values.Errors.Count > 0 ? values.Errors.ToList() : new SsbciFile(
            source.ContentHash, rows, Repeats(source, [RowNumber]), Repeats(source, [RowNumber, .. Ignored]));
    }

    public static async Task<Result<SsbciFile>> ReadAsync(string file, LocalDate today, CancellationToken cancel)
    {
        var source = await CsvSource.ReadAsync(file, Required, cancel);
        return source.IsOk ? Read(source.Value, today) : source.Errors.ToList();
    }

    private static SsbciRow RowOf(CsvRow row, CsvSource source, CsvValues values, HashSet<int> numbers)
    {
        var number = values.Integer(row, RowNumber, min: 0, max: int.MaxValue);
        if (!numbers.Add(number))
            values.Refuse(row, RowNumber, "ROW_NUMBER_REPEATED", "each row has a number of its own.");
        if (!CodeOf.TryGetValue(values.Text(row, ProgrammeType), out var programme))
            values.Refuse(row, ProgrammeType, "PROGRAMME_UNKNOWN", $"one of {string.Join(", ", CodeOf.Keys)} is expected.");
        var region = values.Text(row, Region);
        if (region.Length is 0 or > 8 || !char.IsAsciiLetterUpper(region[0]) || !region.All(c => char.IsAsciiLetterUpper(c) || c == '-'))
            values.Refuse(row, Region, "REGION_MALFORMED", "a state code such as CA or ND-C is expected.");
        var industry = values.TextOrNone(row, Industry);
        if (industry is not null && (industry.Length is < 2 or > 6 || !industry.All(char.IsAsciiDigit)))
            values.Refuse(row, Industry, "INDUSTRY_MALFORMED", "a NAICS code of 2 to 6 digits, or nothing, is expected.");
        decimal[] amounts = [.. Amounts.Select(column => values.Number(row, column))];
        return new(number, programme ?? "", region, industry, Cents(1), Cents(0), Cents(2), Cents(3),
            Jobs(row, values, Created), Jobs(row, values, Retained), amounts[0],
            amounts.Any(amount => decimal.Round(amount, 2) != amount), values.Number(row, Recycled) > 0);

        long Cents(int i) => values.Rounded(row, Amounts[i], amounts[i], Currency.Usd);
    }

    private static decimal Jobs(CsvRow row, CsvValues values, string column)
    {
        var jobs = values.Number(row, column);
        if (decimal.Round(jobs, 4) != jobs)
            values.Refuse(row, column, "JOBS_SCALE", "jobs carry at most 4 decimals.");
        if (jobs > 10_000_000)
            values.Refuse(row, column, "JOBS_TOO_MANY", "no row stands for more than 10 million jobs.");
        return jobs;
    }

    private static int Repeats(CsvSource source, string[] leftOut)
    {
        var left = leftOut.Where(source.Has).Select(column => source[column]).ToHashSet();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return source.Rows.Count(row => !seen.Add(string.Join('\u001F', row.Cells.Where((_, i) => !left.Contains(i)))));
    }
}
