using System.Numerics;
using Npgsql;
using NpgsqlTypes;

namespace VenturePortfolio.Server;

/// <summary>
/// Temporary tables of the publishing transaction, because COPY into a table under row security is refused by PostgreSQL. What is staged
/// is nobody's to see until it is published.
/// </summary>
public sealed class NightStage
{
    private const string Stage =
        """
        create temporary table staged_value (
            programme_id uuid, sub_fund_id uuid, incubator_id uuid, cohort_year smallint, startup_id uuid, group_by text, group_key text, investor_id uuid,
            metric_key text, revision integer, unit text, fx_basis text, currency text,
            value numeric, numerator numeric, denominator numeric, status text, absent_why text,
            mapping text, flags text, roots numeric[], rates text, nav_as_of date, covered integer, funds integer, startups integer, left_out text[],
            rounds_covered integer, rounds integer, rounds_left_out text[]
        ) on commit drop;
        create temporary table staged_peer (
            group_by text, group_key text, metric_key text, revision integer, unit text, fx_basis text, currency text, value numeric, contributors integer, withheld_why text, flags text
        ) on commit drop
        """;

    private readonly NpgsqlConnection connection;
    private readonly RunReport report;
    private readonly CancellationToken cancel;

    private NightStage(NpgsqlConnection connection, RunReport report, CancellationToken cancel) =>
        (this.connection, this.report, this.cancel) = (connection, report, cancel);

    internal static async Task<NightStage> CreateAsync(NpgsqlConnection connection, RunReport report, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"{Stage}; {NightVerdicts.Stage}", connection);
        await command.ExecuteNonQueryAsync(cancel);
        return new(connection, report, cancel);
    }

    public async Task VerdictsAsync(IEnumerable<FundVerdict> verdicts) =>
        report.Counts("verdicts", await NightVerdicts.StageAsync(connection, verdicts, cancel));

    /// <summary>What of the figures of groups everybody may know.</summary>
    public async Task PeersAsync(IEnumerable<PeerFigure> peers)
    {
        ArgumentNullException.ThrowIfNull(peers);
        await using var import = await connection.BeginBinaryImportAsync("copy staged_peer from stdin (format binary)", cancel);
        foreach (var peer in peers)
        {
            var (metric, measure) = (peer.Of.Metric, peer.Of.Measure);
            await import.StartRowAsync(cancel);
            await WriteAsync(peer.By, NpgsqlDbType.Text);
            await WriteAsync(peer.Key, NpgsqlDbType.Text);
            await WriteAsync(metric.Key, NpgsqlDbType.Text);
            await WriteAsync(metric.Revision, NpgsqlDbType.Integer);
            await WriteAsync(metric.Unit.Key(), NpgsqlDbType.Text);
            await WriteAsync(metric.Unit == MetricUnit.Count ? "none" : measure.FxBasis.Print(), NpgsqlDbType.Text);
            await WriteAsync(measure.Currency?.Code, NpgsqlDbType.Text);
            await WriteAsync(peer.WithheldWhy is null ? measure.Value : null, NpgsqlDbType.Numeric);
            await WriteAsync(peer.Contributors, NpgsqlDbType.Integer);
            await WriteAsync(peer.WithheldWhy, NpgsqlDbType.Text);
            await WriteAsync(peer.WithheldWhy is null ? FlagCodes(measure) : null, NpgsqlDbType.Text);
        }

        await import.CompleteAsync(cancel);

        Task WriteAsync(object? value, NpgsqlDbType type) =>
            value is null ? import.WriteNullAsync(cancel) : import.WriteAsync(value, type, cancel);
    }

    /// <summary>More figures, sent on as they are made: computing and storing are one pass.</summary>
    public Task ValuesAsync(IEnumerable<NightValue> values) => ValuesAsync(values.ToAsyncEnumerable());

    /// <inheritdoc cref="ValuesAsync(IEnumerable{NightValue})"/>
    public async Task ValuesAsync(IAsyncEnumerable<NightValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        await using var import = await connection.BeginBinaryImportAsync("copy staged_value from stdin (format binary)", cancel);
        await foreach (var value in values.WithCancellation(cancel))
        {
            var (subject, figure, measure) = (value.Subject, value.Figure, value.Figure.Measure);
            report.Adds(figure);
            await import.StartRowAsync(cancel);
            await WriteValueAsync(subject.Programme?.Value, NpgsqlDbType.Uuid);
            await WriteValueAsync(subject.SubFund?.Value, NpgsqlDbType.Uuid);
            await WriteValueAsync(subject.Incubator?.Value, NpgsqlDbType.Uuid);
            await WriteValueAsync((short?)subject.CohortYear, NpgsqlDbType.Smallint);
            await WriteValueAsync(subject.Startup?.Value, NpgsqlDbType.Uuid);
            await WriteAsync(subject.Group?.By, NpgsqlDbType.Text);
            await WriteAsync(subject.Group?.Key, NpgsqlDbType.Text);
            await WriteValueAsync(subject.Investor?.Value, NpgsqlDbType.Uuid);
            await WriteAsync(figure.Metric.Key, NpgsqlDbType.Text);
            await WriteAsync(figure.Metric.Revision, NpgsqlDbType.Integer);
            await WriteAsync(figure.Metric.Unit.Key(), NpgsqlDbType.Text);
            await WriteAsync(figure.Metric.Unit == MetricUnit.Count ? "none" : measure.FxBasis.Print(), NpgsqlDbType.Text);
            await WriteAsync(measure.Currency?.Code, NpgsqlDbType.Text);
            await WriteValueAsync(measure.Value, NpgsqlDbType.Numeric);
            await WriteWholeAsync(measure.Numerator);
            await WriteWholeAsync(measure.Denominator);
            await WriteAsync(figure.Status, NpgsqlDbType.Text);
            await WriteAsync(figure.Note is { Length: > 1900 } note ? note[..1900] : figure.Note, NpgsqlDbType.Text);
            await WriteAsync(measure.Mapping, NpgsqlDbType.Text);
            await WriteAsync(FlagCodes(measure), NpgsqlDbType.Text);
            await WriteAsync(figure.Roots.Count == 0 ? null : figure.Roots.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Numeric);
            await WriteAsync(RateSpan.Json(measure.Rates), NpgsqlDbType.Text);
            await WriteValueAsync(measure.NavAsOf, NpgsqlDbType.Date);
            await WriteValueAsync(value.Funds is null ? null : (int?)figure.Covered, NpgsqlDbType.Integer);
            await WriteValueAsync(value.Funds, NpgsqlDbType.Integer);
            await WriteValueAsync(value.Startups, NpgsqlDbType.Integer);
            await WriteAsync(figure.LeftOut.Count == 0 ? null : figure.LeftOut.Select(left => left.Shown).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
            await WriteValueAsync(measure.Rounds?.Counted, NpgsqlDbType.Integer);
            await WriteValueAsync(measure.Rounds?.All, NpgsqlDbType.Integer);
            await WriteAsync(measure.Rounds is { LeftOut.Count: > 0 } rounds ? FigureRounds.Stored(rounds) : null, NpgsqlDbType.Array | NpgsqlDbType.Text);
        }

        await import.CompleteAsync(cancel);

        // Told apart by type rather than as objects: a night writes tens of millions of them.
        Task WriteAsync<T>(T? value, NpgsqlDbType type) => value is null ? import.WriteNullAsync(cancel) : import.WriteAsync(value, type, cancel);

        Task WriteValueAsync<T>(T? value, NpgsqlDbType type)
            where T : struct => value is { } known ? import.WriteAsync(known, type, cancel) : import.WriteNullAsync(cancel);

        // Most are no wider than a decimal, which ends at 7.9e28 and goes out faster.
        Task WriteWholeAsync(Int128? number) => number switch
        {
            null => import.WriteNullAsync(cancel),
            { } whole when whole >= long.MinValue && whole <= long.MaxValue => import.WriteAsync((decimal)(long)whole, NpgsqlDbType.Numeric, cancel),
            { } whole => import.WriteAsync((BigInteger)whole, NpgsqlDbType.Numeric, cancel),
        };
    }

    private static string? FlagCodes(Measure measure) => measure.Flags.Count == 0 ? null : string.Join(' ', measure.Flags);
}
