using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>One verdict of a published night, with the words of its rule in the reader's language.</summary>
public sealed record VerdictLine
{
    public required LocalDate AsOf { get; init; }

    public required Instant KnownAt { get; init; }

    public required Guid Run { get; init; }

    public required string SubFund { get; init; }

    public required string SubFundTitle { get; init; }

    public required string Rule { get; init; }

    public required int Revision { get; init; }

    public required string RuleTitle { get; init; }

    public required string LegalBasis { get; init; }

    public required string? Article { get; init; }

    public required bool IsVerified { get; init; }

    public required string Status { get; init; }

    public required string? Reason { get; init; }

    public required string? Detail { get; init; }

    public required string? Currency { get; init; }

    /// <summary>Exact, as text: progress and headroom, each over the next.</summary>
    public required IReadOnlyList<string?> Terms { get; init; }

    public required LocalDate? Forecast { get; init; }

    /// <summary>Of a finding: the first day of this status without a break; null of a plain verdict.</summary>
    public required LocalDate? Since { get; init; }

    /// <summary>Of a finding: the first published day of this status without a break; null of a plain verdict.</summary>
    public required LocalDate? SeenSince { get; init; }

    /// <summary>How many rows it rests on.</summary>
    public required int Evidence { get; init; }
}

/// <summary>
/// Verdicts as the night stored them, for a file: policy staff of all funds, fund managers of their own; the job of all.
/// Errors: NOT_FOUND (subFund), NO_NIGHT_PUBLISHED (asOf).
/// </summary>
public sealed class PullVerdicts(DatabaseLogins logins)
{
    /// <summary>Of one verdict with its words: 18 µs, measured at scale S.</summary>
    private const double UnitsOfLine = 0.09;

    /// <param name="work">Counts what it takes.</param>
    /// <exception cref="AccessDeniedException">Incubators and administrators see no rules of sub-funds.</exception>
    public async Task<Result<IReadOnlyList<VerdictLine>>> RunAsync(Actor actor, VerdictQuery query, string requestId, Work work, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        actor.Require(Role.Policy, Role.FundManager);
        await using var snapshot = (await FactSnapshot.OpenAsync(logins, actor, requestId, cancel)).CountedBy(work);
        var lines = await ReadAsync(snapshot, query, actor.Role == Role.Policy ? "true" : "id = any ((select app.my_sub_funds())::uuid[])", cancel);
        work.Does(UnitsOfLine * (lines.IsOk ? lines.Value.Count : 0));
        return lines;
    }

    /// <summary>Everything, for the command line.</summary>
    public async Task<Result<IReadOnlyList<VerdictLine>>> RunAsync(VerdictQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var snapshot = await FactSnapshot.OpenAsync(logins, cancel);
        return await ReadAsync(snapshot, query, "true", cancel);
    }

    private static async Task<Result<IReadOnlyList<VerdictLine>>> ReadAsync(FactSnapshot snapshot, VerdictQuery query, string mine, CancellationToken cancel)
    {
        if (query.SubFund is { } code && (!UnknownScope.IsCode(code) || (await snapshot.QueryAsync($"select 1 from sub_fund where code = $1 and {mine}", _ => 1, cancel, code)).Count == 0))
        {
            return NotFound.At("subFund");
        }

        var runs = await snapshot.QueryAsync(
            $"""
            select id
            from metric_run
            where state = 'PUBLISHED'{(query.AsOf is { } day ? $" and business_date = date '{LocalDatePattern.Iso.Format(day)}'" : "")}
            order by {(query.IsFindings ? "kind = 'NIGHTLY' desc, " : "")}business_date desc, known_at desc, id desc
            limit 1
            """,
            row => row.GetGuid(0), cancel);
        if (runs is not [var run])
        {
            return new Error("NO_NIGHT_PUBLISHED", "asOf", "No night of that day is published.");
        }

        return await snapshot.QueryAsync(
            $"""
            select v.as_of, v.known_at, v.run_id, f.code, f.name_en, f.name_zh_hant, f.name_zh_hans, r.code, r.revision, r.name_en, r.name_zh_hant, r.name_zh_hans,
                   r.legal_basis, r.article, r.verified, v.status, v.reason, v.detail, v.currency, v.progress_numerator::text, v.progress_denominator::text,
                   v.headroom_numerator::text, v.headroom_denominator::text, v.forecast_on, {(query.IsFindings ? "v.since" : "null::date")}, jsonb_array_length(v.evidence),
                   {(query.IsFindings ? "v.seen_since" : "null::date")}
            from {(query.IsFindings ? "finding" : "rule_verdict")} v
            join sub_fund f on f.id = v.sub_fund_id
            join rule r on r.id = v.rule_id
            where v.run_id = $1 and (cardinality($2::text[]) = 0 or v.status = any ($2)) and $3 in ('', f.code)
            order by f.code, r.code
            """,
            row => LineOf(row, query.Language), cancel, run, query.Statuses.ToArray(), query.SubFund ?? "");
    }

    private static VerdictLine LineOf(NpgsqlDataReader row, string language) => new()
    {
        AsOf = row.GetFieldValue<LocalDate>(0),
        KnownAt = row.GetFieldValue<Instant>(1),
        Run = row.GetGuid(2),
        SubFund = row.GetString(3),
        SubFundTitle = new CardName(row.GetString(4), Text(row, 5), Text(row, 6)).In(language),
        Rule = row.GetString(7),
        Revision = row.GetInt32(8),
        RuleTitle = new CardName(row.GetString(9), Text(row, 10), Text(row, 11)).In(language),
        LegalBasis = Said.In(language, row.GetString(12)),
        Article = Text(row, 13) is { } article ? Said.In(language, article) : null,
        IsVerified = row.GetBoolean(14),
        Status = row.GetString(15),
        Reason = Text(row, 16),
        Detail = Text(row, 17) is { } detail ? Said.In(language, detail) : null,
        Currency = Text(row, 18),
        Terms = [Text(row, 19), Text(row, 20), Text(row, 21), Text(row, 22)],
        Forecast = Day(row, 23),
        Since = Day(row, 24),
        Evidence = row.GetInt32(25),
        SeenSince = Day(row, 26),
    };

    private static string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static LocalDate? Day(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetFieldValue<LocalDate>(at);
}
