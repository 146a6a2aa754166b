using System.Data;
using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using NodaTime;
using Npgsql;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// The figures of whole sub-funds, which a night makes among others, twice for the pair that a night has published: our way (COPY of all funds
/// at once, COPY into the night's stage) and fund by fund on EF Core (a pooled context, queries not tracked, rates read once, AddRange and
/// SaveChanges in batches). Both compute by the same Domain functions, on one thread, in one snapshot, into a temporary table that is
/// rolled back; groups, programmes, investors, deals, startups, verdicts, invariants and publishing are in neither.
/// </summary>
internal sealed class NightByEf(ScaleCluster cluster, LocalDate asOf, Instant knownAt)
{
    private readonly PooledDbContextFactory<NightByEfContext> contexts = new(new DbContextOptionsBuilder<NightByEfContext>()
        .UseNpgsql(npgsql => npgsql.UseNodaTime())
        .UseSnakeCaseNamingConvention()
        .Options);

    /// <summary>Read by <see cref="OursAsync"/>; the peer is given the list of funds, the class mappings and the index of it, and reads all else.</summary>
    private PortfolioFacts? facts;

    /// <summary>Figures of the last way that was run, by sub-fund and metric.</summary>
    public IReadOnlyDictionary<(Guid Fund, string Metric), Figure> Figures { get; private set; } = new Dictionary<(Guid, string), Figure>();

    public async Task OursAsync(CancellationToken cancel)
    {
        await using var snapshot = await FactSnapshot.OpenAsync(cluster.Logins, cancel);
        var all = facts = await PortfolioFactsLoad.ReadCondensedAsync(snapshot, asOf, knownAt, cancel);
        await using var connection = await cluster.Logins.Job.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var stage = await NightStage.CreateAsync(connection, new RunReport(), cancel);
        var made = new Dictionary<(Guid, string), Figure>();
        await stage.ValuesAsync(all.Funds.SelectMany(fund => FiguresOf(fund, all).Select(figure =>
        {
            made[(fund.Id.Value, figure.Metric.Key)] = figure;
            return new NightValue(new NightSubject(SubFund: fund.Id), figure, 1);
        })));
        await transaction.RollbackAsync(cancel);
        Figures = made;
    }

    public async Task PeerAsync(CancellationToken cancel)
    {
        var given = facts ?? throw new InvalidOperationException("Ours first: it finds the funds.");
        await using var connection = await cluster.Logins.Job.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await StageAsync(transaction, cancel);
        var made = new Dictionary<(Guid, string), Figure>();
        IReadOnlyDictionary<string, InvestorClass> classes;
        FxTable rates;
        await using (var db = await LendAsync(transaction, cancel))
        {
            classes = await NightByEfFacts.ClassesAsync(db, cancel);
            rates = await NightByEfFacts.RatesAsync(db, asOf, knownAt, cancel);
        }

        foreach (var card in given.Funds)
        {
            await using var db = await LendAsync(transaction, cancel);
            var rows = new NightByEfFacts(db, asOf, knownAt, classes);
            var raw = await rows.ReadAsync(card.Id.Value, cancel);
            var fund = card with { History = FundHistory.Cut(raw, asOf, knownAt) };
            var one = given with { Funds = [fund], Fx = rates, Converting = await rows.ConvertingAsync(raw, cancel) };
            var figures = FiguresOf(fund, one).ToList();
            db.AddRange(figures.Select(figure => RowOf(fund, figure)));
            await db.SaveChangesAsync(cancel);
            foreach (var figure in figures)
            {
                made[(fund.Id.Value, figure.Metric.Key)] = figure;
            }
        }

        await transaction.RollbackAsync(cancel);
        Figures = made;
    }

    private async Task<NightByEfContext> LendAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var db = await contexts.CreateDbContextAsync(cancel);
        db.Database.SetDbConnection(transaction.Connection);
        await db.Database.UseTransactionAsync(transaction, cancel);
        return db;
    }

    private static IEnumerable<Figure> FiguresOf(FundCard fund, PortfolioFacts facts)
    {
        var subject = new FigureSubject([fund], null, fund.Currency);
        return Figure.MetricsOf(subject).Where(metric => metric.IsKeptByNights).Select(metric => Figure.Of(metric, subject, facts, basis: null, (_, error) => throw error));
    }

    // Typed and stored as the night's own rows are: NightStage.
    private static EfFigure RowOf(FundCard fund, Figure figure)
    {
        var (metric, measure) = (figure.Metric, figure.Measure);
        return new(
            fund.Id.Value, metric.Key, metric.Revision, metric.Unit.Key(), metric.Unit == MetricUnit.Count ? "none" : measure.FxBasis.Print(), measure.Currency?.Code,
            measure.Value, (BigInteger?)measure.Numerator, (BigInteger?)measure.Denominator, figure.Status, figure.Note, measure.Mapping,
            measure.Flags.Count == 0 ? null : string.Join(' ', measure.Flags), figure.Roots.Count == 0 ? null : [.. figure.Roots],
            RateSpan.Json(measure.Rates), measure.NavAsOf, figure.Covered, 1, null);
    }

    private static async Task StageAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            create temporary table ef_figure (
                sub_fund_id uuid, metric_key text, revision integer, unit text, fx_basis text, currency text, value numeric, numerator numeric, denominator numeric,
                status text, absent_why text, mapping text, flags text, roots numeric[], rates text, nav_as_of date, covered integer, funds integer, left_out text[]
            ) on commit drop
            """,
            transaction.Connection,
            transaction);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
