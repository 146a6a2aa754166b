using System.Diagnostics;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// An invented world of a stated size, the same in every database: for measuring, never for showing. Loaded piece by piece
/// by the job login, each piece one transaction; begun again after a break it goes on, and loaded twice it changes nothing.
/// Recorded times are in the past only where no run was ever published (docs/decisions, recorded times of seeds).
/// </summary>
public static class ScaleWorld
{
    /// <summary>Subjects of the invented people, for tokens of the demo's issuer.</summary>
    public const string PolicyStaff = "scale-policy";

    private const int PieceRows = 25_000;

    /// <summary>A manager of about 22 sub-funds.</summary>
    /// <param name="number">From 1.</param>
    public static string FundManager(int number) => $"scale-manager-{number}";

    /// <param name="number">From 1.</param>
    public static string IncubatorStaff(int number) => $"scale-incubator-{number}";

    /// <summary>Needs the reference lists. Ends with fresh statistics, so that plans are those of a settled database.</summary>
    public static async Task LoadAsync(DatabaseLogins logins, ScaleSize size, ProgressLines progress, CancellationToken cancel)
    {
        var codes = await CodesAsync(logins.Job, cancel);
        var facts = new ScaleFacts(size);
        var (startups, holdings, ledger) = (new ScaleStartups(facts, codes), new ScaleHoldings(facts), new ScaleLedger(facts));
        if (await IsWholeAsync(logins.Job, size, progress, cancel))
        {
            return;
        }

        var ledgerYears = Enumerable.Range(2015, ScaleFacts.LastDay.Year - 2015 + 2).ToList();
        var fundsAtOnce = Math.Max(1, 10 * PieceRows / ledger.EntriesPerFund);

        await LoadAsync("Cards", [() => new ScaleCards(facts, codes.InvestorClasses).Tables()]);
        await LoadAsync("Startups", Pieces(size.Startups, startups.Startups));
        await LoadAsync("Rounds", Pieces(size.Rounds, startups.Rounds));
        await LoadAsync("Milestones", Pieces(size.Milestones, startups.Milestones));
        await LoadAsync("Investments", Pieces(size.Investments, holdings.Investments));
        await LoadAsync("Valuations", Pieces(size.Investments, holdings.Valuations, (int)((long)PieceRows * size.Investments / size.Valuations)));
        await LoadAsync("NAVs", Pieces(size.SubFunds, ScaleHoldings.ReportedNavs, 500));
        await LoadAsync("Ledger", ledgerYears.SelectMany(year => Pieces(size.SubFunds, (from, to) => ledger.Recorded(year, from, to), fundsAtOnce)));
        await progress.StepAsync("Statistics", () => AnalyzeAsync(logins.Migrator, cancel), tables => $"{tables} tables");

        Task LoadAsync(string title, IEnumerable<Func<IReadOnlyList<BulkTable>>> pieces) =>
            LoadPiecesAsync(logins.Job, $"{title} ({size.Name})", [.. pieces], progress, cancel);
    }

    /// <summary>
    /// By count, in seconds: a world of which every large table has its rows is not compared row by row, which takes as long as half a night. Pieces are
    /// loaded whole and in order and no row can be deleted, so that the counts are reached by the last piece alone.
    /// </summary>
    private static async Task<bool> IsWholeAsync(NpgsqlDataSource job, ScaleSize size, ProgressLines progress, CancellationToken cancel)
    {
        (string Table, long Rows)[] due =
        [
            ("cash_flow", size.CashFlows), ("valuation", size.Valuations), ("investment", size.Investments), ("milestone", size.Milestones),
            ("financing_round", size.Rounds), ("startup", size.Startups), ("sub_fund", size.SubFunds),
        ];
        var watch = Stopwatch.StartNew();
        foreach (var (table, rows) in due)
        {
            await using var command = job.CreateCommand($"select count(*) from portfolio.{table}");
            command.CommandTimeout = 0;
            if ((long)(await command.ExecuteScalarAsync(cancel))! < rows)
            {
                return false;
            }
        }

        progress.Say($"World ({size.Name})", $"{due.Sum(table => table.Rows)} rows there already, by count", watch.Elapsed);
        return true;
    }

    private static async Task LoadPiecesAsync(
        NpgsqlDataSource job, string title, List<Func<IReadOnlyList<BulkTable>>> pieces, ProgressLines progress, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var said = TimeSpan.Zero;
        var (rows, added) = (0L, 0L);
        for (var i = 0; i < pieces.Count; i++)
        {
            var outcome = await SeedLoad.RunAsync(job, pieces[i](), cancel);
            rows += outcome.Rows;
            added += outcome.NewRows;
            if (watch.Elapsed - said > TimeSpan.FromSeconds(5) && i + 1 < pieces.Count)
            {
                said = watch.Elapsed;
                progress.Say(title, $"{rows} rows, piece {i + 1} of {pieces.Count}", said);
            }
        }

        progress.Say(title, $"{rows} rows, {added} new, {added / Math.Max(0.001, watch.Elapsed.TotalSeconds):0} rows/s", watch.Elapsed);
    }

    private static IEnumerable<Func<IReadOnlyList<BulkTable>>> Pieces(int count, Func<int, int, IReadOnlyList<BulkTable>> make, int rows = PieceRows)
    {
        rows = Math.Max(1, rows);
        for (var from = 0; from < count; from += rows)
        {
            var start = from;
            yield return () => make(start, Math.Min(start + rows, count));
        }
    }

    private static async Task<ScaleCodes> CodesAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        var codes = new ScaleCodes(await ReadAsync("sector"), await ReadAsync("milestone_kind"), await ReadAsync("investor_class"));
        return codes.Sectors.Count > 0 && codes.MilestoneKinds.Count > 0 && codes.InvestorClasses.Count > 0
            ? codes
            : throw new PlainException("The reference lists are empty: run seed reference first.");

        async Task<IReadOnlyList<string>> ReadAsync(string table)
        {
            await using var command = job.CreateCommand($"select coalesce(array_agg(code::text order by code), '{{}}') from portfolio.{table}");
            return (string[])(await command.ExecuteScalarAsync(cancel))!;
        }
    }

    // The tables are the owner's: the job login may not analyze them.
    private static async Task<int> AnalyzeAsync(NpgsqlDataSource migrator, CancellationToken cancel)
    {
        await using var list = migrator.CreateCommand("select array_agg(tablename::text) from pg_tables where schemaname = 'portfolio'");
        var tables = (string[])(await list.ExecuteScalarAsync(cancel))!;
        foreach (var table in tables)
        {
            await using var vacuum = migrator.CreateCommand($"vacuum (analyze) portfolio.{table}");
            vacuum.CommandTimeout = 0;
            await vacuum.ExecuteNonQueryAsync(cancel);
        }

        return tables.Length;
    }
}
