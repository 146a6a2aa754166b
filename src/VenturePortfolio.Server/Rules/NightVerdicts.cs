using System.Numerics;
using System.Text.Json;
using NodaTime.Text;
using Npgsql;
using NpgsqlTypes;

namespace VenturePortfolio.Server;

/// <summary>What one rule says of one fund.</summary>
public sealed record FundVerdict(SubFundId Fund, RuleDefinition Rule, Verdict Verdict);

/// <summary>Every rule judged of every fund, and written with the figures of the same night.</summary>
public static class NightVerdicts
{
    internal const string Stage =
        """
        create temporary table staged_verdict (
            sub_fund_id uuid, rule_id uuid, status text, reason text, detail text, currency text, progress_numerator numeric,
            progress_denominator numeric, headroom_numerator numeric, headroom_denominator numeric, forecast_on date, evidence jsonb
        ) on commit drop
        """;

    private const string Insert =
        """
        insert into rule_verdict (run_id, as_of, known_at, sub_fund_id, rule_id, status, reason, detail, currency, progress_numerator,
                                  progress_denominator, headroom_numerator, headroom_denominator, forecast_on, evidence)
        select r.id, r.business_date, r.known_at, s.*
        from staged_verdict s, metric_run r
        where r.id = $1
        """;

    /// <param name="failed">Told of what is thrown; that verdict is unknown then and the others go on.</param>
    public static IEnumerable<FundVerdict> Of(
        PortfolioFacts facts, IEnumerable<ConversionLink> links, RuleBook book, Action<string, string, Exception> failed)
    {
        var conversions = links.ToLookup(link => link.Startup);
        foreach (var fund in facts.Funds)
        {
            var of = new RuleFacts(fund.History, facts.Fx, conversions, book.Jurisdictions, book.Chosen[fund.Id].ToHashSet(StringComparer.Ordinal))
            {
                Jurisdiction = fund.Jurisdiction, InHongKongIncubators = book.InHongKongIncubators, Incubators = book.IncubatorInvestors,
                OutsideFields = book.OutsideFields, OthersOfManager = book.OthersOfManager(fund.Id), Statements = [.. book.Statements[fund.Id]],
                LendingRates = book.LendingRates,
            };
            foreach (var rule in book.Rules)
            {
                yield return new(fund.Id, rule, Judge(rule, of, error => failed(fund.Code, rule.Code, error)));
            }
        }
    }

    /// <summary>Into a table of the transaction that publishes the run.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> StageAsync(NpgsqlConnection connection, IEnumerable<FundVerdict> verdicts, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        var count = 0;
        await using (var import = await connection.BeginBinaryImportAsync("copy staged_verdict from stdin (format binary)", cancel))
        {
            foreach (var (fund, rule, verdict) in verdicts)
            {
                count++;
                await import.StartRowAsync(cancel);
                await WriteAsync(fund.Value, NpgsqlDbType.Uuid);
                await WriteAsync(rule.Id, NpgsqlDbType.Uuid);
                await WriteAsync(verdict.Status.Key(), NpgsqlDbType.Text);
                await WriteAsync(verdict.Reason?.Why, NpgsqlDbType.Text);
                await WriteAsync(verdict.Reason?.Detail, NpgsqlDbType.Text);
                await WriteAsync(verdict.Currency?.Code, NpgsqlDbType.Text);
                await WriteAsync((BigInteger?)verdict.Progress?.Numerator, NpgsqlDbType.Numeric);
                await WriteAsync((BigInteger?)verdict.Progress?.Denominator, NpgsqlDbType.Numeric);
                await WriteAsync((BigInteger?)verdict.Headroom?.Numerator, NpgsqlDbType.Numeric);
                await WriteAsync((BigInteger?)verdict.Headroom?.Denominator, NpgsqlDbType.Numeric);
                await WriteAsync(verdict.Forecast, NpgsqlDbType.Date);
                await WriteAsync(Json(verdict.Evidence), NpgsqlDbType.Jsonb);
            }

            await import.CompleteAsync(cancel);

            Task WriteAsync(object? value, NpgsqlDbType type) =>
                value is null ? import.WriteNullAsync(cancel) : import.WriteAsync(value, type, cancel);
        }

        return count;
    }

    /// <summary>What was staged, on into the day of the run, which is open.</summary>
    public static Task InsertAsync(NpgsqlConnection connection, Guid run, CancellationToken cancel) => ExecuteAsync(connection, Insert, cancel, run);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static Verdict Judge(RuleDefinition rule, RuleFacts facts, Action<Exception> failed)
    {
        try
        {
            return RuleCatalog.Judge(rule, facts);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // One bad fund must not stop the night of all others.
            failed(error);
            return new Verdict { Status = VerdictStatus.Unknown, Reason = new Absent(Figure.Failed, error.GetType().Name) };
        }
    }

    private static string Json(IEnumerable<VerdictEvidence> rows) => JsonSerializer.Serialize(rows.Select(row => new
    {
        source = row.Source,
        row = row.RowId,
        effectiveOn = LocalDatePattern.Iso.Format(row.EffectiveOn),
        recordedAt = InstantPattern.ExtendedIso.Format(row.RecordedAt),
        amount = row.Amount?.Minor,
        currency = row.Amount?.Currency.Code,
    }));
}
