using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What came of taking a file over.</summary>
/// <param name="TakenOverAt">When this very file had been taken over before; null when it is new. Then nothing was changed.</param>
public sealed record SsbciImport(SsbciReport Report, Instant? TakenOverAt);

/// <summary>
/// Takes over the Treasury's SSBCI transactions: each row a support transaction of its programme type, its jobs as outcome
/// facts. All or nothing, in one transaction of the job login; the same file twice changes nothing.
/// Errors: those of <see cref="SsbciFile"/>, ANOTHER_FILE_TAKEN_OVER.
/// </summary>
public static class ImportSsbci
{
    /// <summary>Code of the parent programme.</summary>
    public const string Programme = "SSBCI";

    private const string Kind = "SSBCI";
    private const string Source = "US Treasury, SSBCI transactions 2010-2017 (public domain), as cleaned in ljmancini1/DATA-606-Small-Business-Loans";

    /// <summary>The file carries no dates: its rows count as of the end of the programme's reporting.</summary>
    public static LocalDate DeclaredOn { get; } = new(2017, 12, 31);

    private static readonly LocalDate PeriodStart = new(2010, 1, 1);

    /// <param name="besideOthers">Take the file over although another one was: its rows would otherwise count twice by mistake.</param>
    public static async Task<Result<SsbciImport>> RunAsync(
        NpgsqlDataSource job, string file, LocalDate today, bool besideOthers, ProgressLines progress, CancellationToken cancel)
    {
        var read = await progress.StepAsync("Read", () => SsbciFile.ReadAsync(file, today, cancel),
            result => result.IsOk ? $"{result.Value.Rows.Count:N0} rows" : $"refused, {result.Errors.Count:N0} errors");
        if (!read.IsOk)
            return read.Errors.ToList();
        var report = new SsbciReport(read.Value);
        await SeedReference.RunAsync(job, cancel); // The currency must be there; whoever seeded before loses nothing.
        await using var connection = await job.OpenConnectionAsync(cancel);
        await using var transaction = await ImportLedger.BeginAsync(connection, cancel);
        if (await ImportLedger.TakenOverAtAsync(connection, Kind, read.Value.ContentHash, cancel) is { } before)
            return new SsbciImport(report, before);
        if (!besideOthers && await ImportLedger.CountAsync(connection, Kind, cancel) > 0)
        {
            return new Error("ANOTHER_FILE_TAKEN_OVER", "",
                "Another file of SSBCI transactions was taken over already; equal rows would count twice. Say --beside-others when this one holds other transactions.");
        }

        foreach (var table in Tables(read.Value, Path.GetFileName(file)))
            await progress.StepAsync("Load", () => table.LoadAsync(connection, cancel), added => $"{table.Name}: {added:N0} new");
        await transaction.CommitAsync(cancel);
        return new SsbciImport(report, TakenOverAt: null);
    }

    /// <summary>In the order in which they must be loaded.</summary>
    internal static IReadOnlyList<BulkTable> Tables(SsbciFile file, string fileName)
    {
        var batch = Guid.CreateVersion7();
        var transactions = new BulkTable("support_transaction", "id", "id", "programme_id", "import_batch_id", "row_number", "region", "industry_code",
            "currency", "loan_or_investment_minor", "public_funds_minor", "concurrent_private_minor", "subsequent_private_minor", "effective_on");
        var jobs = new BulkTable("outcome_fact", "id", "id", "support_transaction_id", "measure", "period_start", "effective_on", "value");
        foreach (var row in file.Rows)
        {
            var id = Guid.CreateVersion7();
            transactions.Add(id, SeedId.Of("programme", row.Programme), batch, row.RowNumber, row.Region, row.IndustryCode, Currency.Usd.Code,
                row.LoanOrInvestment, row.PublicFunds, row.ConcurrentPrivate, row.SubsequentPrivate, DeclaredOn);
            jobs.Add(Guid.CreateVersion7(), id, "JOBS_CREATED", PeriodStart, DeclaredOn, row.JobsCreated);
            jobs.Add(Guid.CreateVersion7(), id, "JOBS_RETAINED", PeriodStart, DeclaredOn, row.JobsRetained);
        }

        return [Programmes(), ImportLedger.Batch(batch, Kind, file.ContentHash, fileName, file.Rows.Count), transactions, jobs];
    }

    /// <summary>The programme and its five types; there after the first import, and left alone by the next.</summary>
    private static BulkTable Programmes()
    {
        var programmes = new BulkTable("programme", "code", "id", "parent_id", "code", "name_en", "name_zh_hant", "name_zh_hans", "currency", "invented", "source");
        programmes.Add(SeedId.Of("programme", Programme), null, Programme, "State Small Business Credit Initiative (2010-2017)",
            "美國州小企業信貸計劃（2010-2017）", "美国州小企业信贷计划（2010-2017）", Currency.Usd.Code, false, Source);
        foreach (var (word, code, zhHant, zhHans) in SsbciFile.ProgrammeTypes)
        {
            programmes.Add(SeedId.Of("programme", code), SeedId.Of("programme", Programme), code, $"SSBCI {word}", $"SSBCI {zhHant}",
                $"SSBCI {zhHans}", Currency.Usd.Code, false, Source);
        }

        return programmes;
    }
}
