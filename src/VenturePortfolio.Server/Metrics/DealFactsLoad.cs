using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What sub-funds hold, what it is worth, and the financing rounds of what they hold.</summary>
public sealed record DealFacts(
    ILookup<SubFundId, Investment> Investments, ILookup<SubFundId, Valuation> Valuations, ILookup<StartupId, FinancingRound> Rounds)
{
    public IReadOnlyList<FinancingRound> RoundsOf(SubFundId fund) =>
        [.. Investments[fund].Select(row => row.Startup).Distinct().SelectMany(startup => Rounds[startup])];
}

/// <summary>Reads <see cref="DealFacts"/> through one snapshot.</summary>
public static class DealFactsLoad
{
    /// <summary>Of valuations only the last of each holding: there are many, and figures use no other.</summary>
    /// <param name="ofFunds">More of the condition on sub_fund_id; empty for all.</param>
    public static async Task<DealFacts> ReadAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, string ofFunds, IReadOnlyDictionary<string, InvestorClass> classes, CancellationToken cancel)
    {
        string Seen(string table) => FactSnapshot.Seen(asOf, knownAt, table);
        var held = $"in (select startup_id from investment where true{ofFunds})";
        var investments = await snapshot.CopyAsync(
            $"""
            select sub_fund_id, id, startup_id, financing_round_id, amount_minor, currency, effective_on, reverses_id, recorded_at
            from investment
            where {Seen("investment")}{ofFunds}
            """,
            Investment,
            cancel);
        var valuations = await snapshot.CopyAsync(
            $"""
            select distinct on (investment_id) sub_fund_id, id, investment_id, value_minor, currency, effective_on, recorded_at
            from valuation
            where {Seen("valuation")}{ofFunds}
            order by investment_id, effective_on desc, recorded_at desc, id desc
            """,
            row => (new SubFundId(row.Uuid()), new Valuation(row.Uuid(), new InvestmentId(row.Uuid()), row.Money(), row.Date(), row.At())),
            cancel);
        var parts = (await snapshot.CopyAsync(
            $"""
            select p.financing_round_id, p.id, p.class_code, p.amount_minor, p.currency, p.recorded_at
            from round_participation p
            where {FactSnapshot.Recorded(knownAt, "p")} and p.startup_id {held}
            order by p.class_code, p.id
            """,
            row => (Round: new FinancingRoundId(row.Uuid()), Part: new RoundPart(row.Uuid(), classes[row.Text()], row.Money(), row.At())),
            cancel)).ToLookup(row => row.Round, row => row.Part);
        var rounds = await snapshot.CopyAsync(
            $"""
            select r.id, r.startup_id, r.total_minor, r.currency, r.effective_on, r.reverses_id, r.recorded_at
            from financing_round r
            where {Seen("r")} and r.startup_id {held}
            """,
            row => Round(row, parts),
            cancel);
        return new(
            investments.ToLookup(row => row.Item1, row => row.Item2),
            valuations.ToLookup(row => row.Item1, row => row.Item2),
            rounds.ToLookup(row => row.Startup));
    }

    // Columns are read in the order of the select lists above.
    private static (SubFundId, Investment) Investment(NpgsqlBinaryExporter row)
    {
        var fund = new SubFundId(row.Uuid());
        return (fund, new Investment
        {
            Id = new(row.Uuid()),
            Startup = new(row.Uuid()),
            Round = row.UuidOrNull() is { } round ? new FinancingRoundId(round) : null,
            Amount = row.Money(),
            EffectiveOn = row.Date(),
            ReversesId = row.UuidOrNull() is { } id ? new InvestmentId(id) : null,
            RecordedAt = row.At(),
        });
    }

    private static FinancingRound Round(NpgsqlBinaryExporter row, ILookup<FinancingRoundId, RoundPart> parts)
    {
        var id = new FinancingRoundId(row.Uuid());
        return new FinancingRound
        {
            Id = id,
            Startup = new(row.Uuid()),
            Total = row.Money(),
            EffectiveOn = row.Date(),
            ReversesId = row.UuidOrNull() is { } entry ? new FinancingRoundId(entry) : null,
            RecordedAt = row.At(),
            Parts = [.. parts[id]],
        };
    }
}
