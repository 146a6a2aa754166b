using Npgsql;
using NpgsqlTypes;
using NodaTime;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// The least that any night over these tables must do, in three parts: the raw COPY of the columns it reads, drained and not looked at;
/// the bare computing over facts that are in memory; rows of the same number and shape written through a temporary table, rolled back.
/// </summary>
internal sealed class NightFloor(ScaleCluster cluster)
{
    private static readonly string[] Inputs =
    [
        "select sub_fund_id, id, currency, approved_on, registered_on, investment_period_ends_on, ends_on, effective_on, recorded_at from sub_fund_term",
        "select sub_fund_id, id, investor_id, kind, amount_minor, currency, effective_on, reverses_id, is_riskiest, recorded_at from commitment",
        "select sub_fund_id, id, seq, kind, amount_minor, currency, unfunded_effect_minor, effective_on, investor_id, investment_id, reverses_seq, recorded_at from cash_flow",
        "select sub_fund_id, id, nav_minor, currency, effective_on, recorded_at from reported_nav",
        "select id, investor_id, class_code, effective_on, recorded_at from investor_class_assignment",
        "select sub_fund_id, id, startup_id, financing_round_id, amount_minor, currency, effective_on, reverses_id, recorded_at from investment",
        "select distinct on (investment_id) sub_fund_id, id, investment_id, value_minor, currency, effective_on, recorded_at from valuation order by investment_id, effective_on desc, recorded_at desc, id desc",
        "select financing_round_id, id, class_code, amount_minor, currency, recorded_at from round_participation",
        "select id, startup_id, stage, total_minor, currency, effective_on, reverses_id, recorded_at from financing_round",
        "select s.id, s.sector_code, p.founded_on, s.jurisdiction from startup s left join startup_private p on p.startup_id = s.id",
        "select startup_id, id, incubator_id, kind, effective_on, recorded_at, reverses_id from incubation",
        "select startup_id, id, kind, due_on, recorded_at from milestone",
        "select startup_id, id, milestone_id, effective_on, recorded_at, supersedes_id from milestone_report",
        "select startup_id, id, period_start, effective_on, value, currency, recorded_at from outcome_fact where measure = 'REVENUE'",
        "select startup_id, id, achievement_id, effective_on, recorded_at, reverses_id from achievement_conversion",
    ];

    public async Task CopyAsync(CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        await using var connection = await cluster.Logins.Job.OpenConnectionAsync(cancel);
        foreach (var query in Inputs)
        {
            await using var copy = await connection.BeginRawBinaryCopyAsync($"copy ({query}) to stdout (format binary)", cancel);
            while (await copy.ReadAsync(buffer, cancel) > 0)
            {
                // Drained, not looked at.
            }
        }
    }

    /// <summary>Everything a night reads, kept in memory.</summary>
    public async Task<(PortfolioFacts Facts, IReadOnlyList<StartupHistory> Startups, RuleBook Rules)> LoadAsync(LocalDate asOf, Instant knownAt, CancellationToken cancel)
    {
        await using var snapshot = await FactSnapshot.OpenAsync(cluster.Logins, cancel);
        return (
            await (await PortfolioFactsLoad.ReadCondensedAsync(snapshot, asOf, knownAt, cancel)).WithStartupsAsync(snapshot, cancel, named: false),
            await StartupFactsLoad.ReadAsync(snapshot, asOf, knownAt, cancel),
            await RuleBook.ReadAsync(snapshot, asOf, knownAt, cancel));
    }

    /// <returns>Figures of funds, programmes and groups; figures of startups; verdicts.</returns>
    public static (long Figures, long Details, long Verdicts) Compute((PortfolioFacts Facts, IReadOnlyList<StartupHistory> Startups, RuleBook Rules) of)
    {
        var (figures, details) = (0L, 0L);
        foreach (var value in NightValues.Of(of.Facts, of.Startups, (_, _, error) => throw error))
        {
            (figures, details) = value.Subject.Startup is null ? (figures + 1, details) : (figures, details + 1);
        }

        return (figures, details, NightVerdicts.Of(of.Facts, of.Startups.SelectMany(StartupFactsLoad.LinksOf), of.Rules, (_, _, error) => throw error).LongCount());
    }

    public async Task WriteAsync(long figures, LocalDate asOf, CancellationToken cancel)
    {
        await using var connection = await cluster.Logins.Job.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync("create temporary table floor_value (run_id uuid, startup_id uuid, metric_key text, value numeric, numerator numeric, denominator numeric, status text) on commit drop");
        await using (var import = await connection.BeginBinaryImportAsync("copy floor_value from stdin (format binary)", cancel))
        {
            for (var i = 0L; i < figures; i++)
            {
                await import.StartRowAsync(cancel);
                await import.WriteAsync(Guid.Empty, NpgsqlDbType.Uuid, cancel);
                await import.WriteAsync(new Guid((int)i, (short)(i >> 32), 0, 0, 0, 0, 0, 0, 0, 0, 0), NpgsqlDbType.Uuid, cancel);
                await import.WriteAsync("GRAD-FINANCING", NpgsqlDbType.Text, cancel);
                await import.WriteAsync(0.1234567891m, NpgsqlDbType.Numeric, cancel);
                await import.WriteAsync(1_234_567m, NpgsqlDbType.Numeric, cancel);
                await import.WriteAsync(10_000_000m, NpgsqlDbType.Numeric, cancel);
                await import.WriteAsync("OK", NpgsqlDbType.Text, cancel);
            }

            await import.CompleteAsync(cancel);
        }

        // A day that no night was ever of.
        await ExecuteAsync("select app.open_day(date '1971-01-01')");
        await ExecuteAsync(
            """
            insert into metric_detail (run_id, startup_id, metric_key, revision, as_of, known_at, unit, fx_basis, value, numerator, denominator, status)
            select run_id, startup_id, metric_key, 1, date '1971-01-01', now(), 'RATIO', 'none', value, numerator, denominator, status from floor_value
            """);
        await transaction.RollbackAsync(cancel);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancel);
        }
    }
}
