namespace VenturePortfolio.Server;

/// <summary>Reads supported transactions one by one, for explanations and for figures in another currency.</summary>
public static class SupportTransactionsLoad
{
    /// <summary>Whether sums over supported transactions are told in another currency than theirs.</summary>
    public static bool ConvertsSupport(this PortfolioFacts facts, LeverageQuery query)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(query);
        return query.Currency is { } asked && facts.Support.Any(card => card.Totals.Currency.Code != asked)
            && (query.Definitions is not { } keys || keys.Any(IsOfSupport) || (query.BridgeTo is { } to && IsOfSupport(to)));

        static bool IsOfSupport(string key) => MetricCatalog.Of(key).Subject == MetricSubject.SupportProgramme;
    }

    /// <summary>With the transactions that the sums of each programme are made of, by row of their file.</summary>
    public static async Task<PortfolioFacts> WithTransactionsAsync(this PortfolioFacts facts, FactSnapshot snapshot, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(snapshot);
        var rows = (await snapshot.QueryAsync(
            $"""
            select t.programme_id, t.currency, t.id, t.effective_on, t.recorded_at, t.public_funds_minor, t.loan_or_investment_minor,
                   t.concurrent_private_minor, t.subsequent_private_minor, coalesce(j.created, 0), coalesce(j.retained, 0)
            from support_transaction t
            left join (
                select o.support_transaction_id as id,
                       (sum(o.value * 10000) filter (where o.measure = 'JOBS_CREATED'))::bigint as created,
                       (sum(o.value * 10000) filter (where o.measure = 'JOBS_RETAINED'))::bigint as retained
                from outcome_fact o
                where o.measure in ('JOBS_CREATED', 'JOBS_RETAINED') and o.support_transaction_id is not null and {FactSnapshot.Seen(facts.AsOf, facts.KnownAt, "o")}
                group by 1) j on j.id = t.id
            where {FactSnapshot.Seen(facts.AsOf, facts.KnownAt, "t")}
            order by t.import_batch_id, t.row_number
            """,
            row => (Programme: new ProgrammeId(row.GetGuid(0)), Currency: row.GetString(1), Row: new SupportTransaction(
                row.GetGuid(2), row.GetFieldValue<NodaTime.LocalDate>(3), row.GetFieldValue<NodaTime.Instant>(4),
                row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10))),
            cancel)).ToLookup(row => (row.Programme, row.Currency), row => row.Row);
        return facts with
        {
            Support = [.. facts.Support.Select(card => card with
            {
                Totals = card.Totals with { Transactions = [.. rows[(card.Programme, card.Totals.Currency.Code)]] },
            })],
        };
    }
}
