using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Npgsql;
using Spectre.Console;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// <c>import ssbci</c> beside bare inserts of the same rows into the same tables by the same login, so with the same row
/// security, triggers and keys. Everything in one run, on a private PostgreSQL with ordinary, durable settings.
/// </summary>
internal static class ImportRate
{
    private const int BatchSize = 1000;
    private static readonly LocalDate Today = new(2026, 1, 1);

    private static readonly Guid Batch = SeedId.Of("import_batch", "bare");

    private const string Transaction = """
        insert into portfolio.support_transaction (id, programme_id, import_batch_id, row_number, region, industry_code, currency, loan_or_investment_minor,
            public_funds_minor, concurrent_private_minor, subsequent_private_minor, effective_on)
        values ($1, $2, $3, $4, $5, $6, 'USD', $7, $8, $9, $10, '2017-12-31')
        """;

    private const string Outcome = """
        insert into portfolio.outcome_fact (id, support_transaction_id, measure, period_start, effective_on, value)
        values ($1, $2, $3, '2010-01-01', '2017-12-31', $4)
        """;

    /// <summary>Options: <c>--file FILE</c> (the Treasury's transactions; required), <c>--runs</c> (3).</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        var file = options.Text("file") ?? throw new PlainException("--file names the CSV file of SSBCI transactions.");
        var rows = await SsbciFile.ReadAsync(file, Today, cancel);
        if (!rows.IsOk)
            throw new PlainException(rows.Errors[0].Message);
        var stored = rows.Value.Rows.Count * 3; // A transaction and two outcome facts each.
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rows.Value.Rows.Count:#,0} rows of the file, {stored:#,0} rows stored, {Environment.ProcessorCount} cores; rows stored per second."));
        Console.WriteLine();
        Console.WriteLine("| run | import, reading and checking included | bare inserts, one at a time | bare inserts, batches of 1,000 | import / one at a time | import / batches |");
        Console.WriteLine("|---|---|---|---|---|---|");
        for (var run = 1; run <= options.Count("runs", 3); run++)
        {
            var (import, single, batched) = await RunOnceAsync(file, rows.Value.Rows, cancel);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {run} | {stored / import:#,0} | {stored / single:#,0} | {stored / batched:#,0} | {single / import:0.0} | {batched / import:0.0} |"));
        }

        return 0;
    }

    /// <summary>Seconds of each way, in a database of its own.</summary>
    private static async Task<(double Import, double Single, double Batched)> RunOnceAsync(string file, IReadOnlyList<SsbciRow> rows, CancellationToken cancel)
    {
        var directory = Directory.CreateTempSubdirectory("vp-bench-").FullName;
        // PostgreSQL's own account must be able to enter.
        File.SetUnixFileMode(directory, File.GetUnixFileMode(directory) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        try
        {
            var quiet = new ProgressLines(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", directory)]).Build();
            await using var database = await PortfolioDatabase.OpenAsync(configuration, quiet, cancel);
            var job = database.Logins.Job;
            await SeedReference.RunAsync(job, cancel);
            await PrepareAsync(job, cancel);
            var single = await InsertAsync(job, rows, batchSize: 1, cancel);
            var batched = await InsertAsync(job, rows, BatchSize, cancel);
            var watch = Stopwatch.StartNew();
            var imported = await ImportSsbci.RunAsync(job, file, Today, besideOthers: true, quiet, cancel);
            if (!imported.IsOk || imported.Value.TakenOverAt is not null)
                throw new PlainException("The file was not taken over.");
            return (watch.Elapsed.TotalSeconds, single, batched);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>The programmes and one batch for the bare rows to stand in.</summary>
    private static async Task PrepareAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        await using var prepare = job.CreateCommand("""
            insert into portfolio.import_batch (id, kind, content_hash, file_name, row_count) values ($1, 'SSBCI', sha256('bare'::bytea), 'bare', 0)
            """);
        prepare.Parameters.Add(new() { Value = Batch });
        await prepare.ExecuteNonQueryAsync(cancel);
        foreach (var type in SsbciFile.ProgrammeTypes)
        {
            await using var programme = job.CreateCommand(
                "insert into portfolio.programme (id, code, name_en, currency, invented, source) values ($1, $2, $2, 'USD', false, 'benchmark')");
            programme.Parameters.Add(new() { Value = SeedId.Of("programme", type.Code) });
            programme.Parameters.Add(new() { Value = type.Code });
            await programme.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>In one transaction, rolled back after the last row: what is timed is the inserting, not the cleaning up.</summary>
    private static async Task<double> InsertAsync(NpgsqlDataSource job, IReadOnlyList<SsbciRow> rows, int batchSize, CancellationToken cancel)
    {
        await using var connection = await job.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var watch = Stopwatch.StartNew();
        foreach (var chunk in Commands(rows).Chunk(batchSize))
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var command in chunk)
                batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync(cancel);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        await transaction.RollbackAsync(cancel);
        return seconds;
    }

    private static IEnumerable<NpgsqlBatchCommand> Commands(IReadOnlyList<SsbciRow> rows)
    {
        foreach (var row in rows)
        {
            var id = Guid.CreateVersion7();
            yield return Command(Transaction, id, SeedId.Of("programme", row.Programme), Batch, row.RowNumber, row.Region, row.IndustryCode, row.LoanOrInvestment, row.PublicFunds,
                row.ConcurrentPrivate, row.SubsequentPrivate);
            yield return Command(Outcome, Guid.CreateVersion7(), id, "JOBS_CREATED", row.JobsCreated);
            yield return Command(Outcome, Guid.CreateVersion7(), id, "JOBS_RETAINED", row.JobsRetained);
        }
    }

    private static NpgsqlBatchCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }
}
