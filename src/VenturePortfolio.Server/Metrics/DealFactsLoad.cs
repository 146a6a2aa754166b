using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What sub-funds hold, what it is worth, and the financing rounds of what they hold.</summary>
/// <param name="investments">By sub-fund.</param>
/// <param name="valuations">By sub-fund; each is taken out once.</param>
/// <param name="rounds">By startup.</param>
/// <param name="stakes">What our sub-funds put into rounds of these startups.</param>
public sealed class DealFacts(
    IReadOnlyDictionary<SubFundId, List<Investment>> investments,
    Dictionary<SubFundId, List<Valuation>> valuations,
    ILookup<StartupId, FinancingRound> rounds,
    RoundStakes stakes)
{
    public IReadOnlyList<Investment> InvestmentsOf(SubFundId fund) => investments.TryGetValue(fund, out var own) ? own : [];

    /// <summary>To be asked for once: they are millions, and once a fund is cut its own are not needed any more.</summary>
    public IReadOnlyList<Valuation> TakeValuationsOf(SubFundId fund) => valuations.Remove(fund, out var own) ? own : [];

    /// <summary>What others of our sub-funds put into rounds of the startups that this one holds, whether it took part in them or not.</summary>
    public IReadOnlyList<Investment> BesideOf(SubFundId fund) =>
        [.. InvestmentsOf(fund).Select(row => row.Startup).Distinct().SelectMany(stakes.In).Where(row => row.Fund != fund).Select(row => row.Of)];

    public IReadOnlyList<FinancingRound> RoundsOf(SubFundId fund) =>
        [.. InvestmentsOf(fund).Select(row => row.Startup).Distinct().SelectMany(startup => rounds[startup])];
}

/// <summary>Reads <see cref="DealFacts"/> through one snapshot.</summary>
public static class DealFactsLoad
{
    /// <summary>Of valuations only the last of each holding, by asOf and by each of some days: there are many, and figures use no other.</summary>
    /// <param name="only">Of these sub-funds; null for all that are visible.</param>
    /// <param name="valuedOn">The days beside asOf by whose end values are wanted.</param>
    public static async Task<DealFacts> ReadAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, IReadOnlyCollection<SubFundId>? only, IReadOnlySet<LocalDate> valuedOn,
        IReadOnlyDictionary<string, InvestorClass> classes, CancellationToken cancel)
    {
        // Each day is the end of a span; of each span the last value of a holding is read, so that of each day the last one before it is there.
        var spans = string.Concat(valuedOn.Order().Select(day => $", effective_on > date '{NodaTime.Text.LocalDatePattern.Iso.Format(day)}'"));
        string Seen(string table) => FactSnapshot.Seen(asOf, knownAt, table);
        var ofFunds = FundFactsLoad.Of(only);
        var held = FundFactsLoad.AmongThose(only, $"select startup_id from investment where true{ofFunds}");
        const string columns = "id, startup_id, financing_round_id, amount_minor, currency, effective_on, reverses_id, recorded_at";
        var investments = new Dictionary<SubFundId, List<Investment>>();
        await snapshot.CopyEachAsync(
            $"select sub_fund_id, {columns} from investment where {Seen("investment")}{ofFunds}",
            row => Of(investments, new SubFundId(row.Uuid())).Add(InvestmentOf(row)),
            cancel);
        var beside = await BesideAsync();
        var valuations = new Dictionary<SubFundId, List<Valuation>>();
        await snapshot.CopyEachAsync(
            $"""
            select distinct on (investment_id{spans}) sub_fund_id, id, investment_id, value_minor, currency, effective_on, recorded_at
            from valuation
            where {Seen("valuation")}{ofFunds}
            order by investment_id{spans}, effective_on desc, recorded_at desc, id desc
            """,
            row => Of(valuations, new SubFundId(row.Uuid())).Add(new(row.Uuid(), new InvestmentId(row.Uuid()), row.Money(), row.Date(), row.At())),
            cancel);
        var parts = await PartsAsync(snapshot, knownAt, only is null ? $"p.startup_id {held}" : $"p.financing_round_id {FundFactsLoad.AmongThose(only, $"select id from financing_round where startup_id {held}")}", classes, cancel);
        var rounds = (await snapshot.CopyAsync(
            $"""
            select r.id, r.startup_id, r.stage, r.stage = 'IPO', r.total_minor, r.currency, r.effective_on, r.reverses_id, r.recorded_at
            from financing_round r
            where {Seen("r")} and r.startup_id {held}
            """,
            row => Round(row, parts),
            cancel)).ToLookup(row => row.Startup);
        return new(investments, valuations, rounds, new(investments.SelectMany(fund => fund.Value.Select(row => ((SubFundId?)fund.Key, row))).Concat(beside)));

        static List<T> Of<TKey, T>(Dictionary<TKey, List<T>> all, TKey key)
            where TKey : notnull => all.TryGetValue(key, out var own) ? own : all[key] = [];

        // Of sub-funds outside the scope, and of those the reader may not see: the latter without saying whose.
        async Task<List<(SubFundId? Fund, Investment Of)>> BesideAsync()
        {
            var rows = await snapshot.CopyAsync(
                $"select {columns} from app.stakes_beside_mine() i where {Seen("i")}", row => ((SubFundId?)null, InvestmentOf(row)), cancel);
            if (only is not null)
            {
                rows.AddRange((await snapshot.CopyAsync(
                    $"""
                    select sub_fund_id, {columns}
                    from investment
                    where {Seen("investment")} and not (true{ofFunds}) and financing_round_id is not null and startup_id {held}
                    """,
                    Investment,
                    cancel)).ConvertAll(row => ((SubFundId?)row.Item1, row.Item2)));
            }

            return rows;
        }
    }

    /// <summary>By round, in the order of classes. In the order of rounds as they come: an array for each and nothing around it, because there are millions.</summary>
    /// <param name="which">Condition on p.</param>
    private static async Task<Dictionary<FinancingRoundId, RoundPart[]>> PartsAsync(
        FactSnapshot snapshot, Instant knownAt, string which, IReadOnlyDictionary<string, InvestorClass> classes, CancellationToken cancel)
    {
        var parts = new Dictionary<FinancingRoundId, RoundPart[]>();
        var (of, own) = (default(FinancingRoundId), new List<RoundPart>());
        await snapshot.CopyEachAsync(
            $"""
            select p.financing_round_id, p.id, p.class_code, p.amount_minor, p.currency, p.recorded_at
            from round_participation p
            where {FactSnapshot.Recorded(knownAt, "p")} and {which}
            order by p.financing_round_id, p.class_code, p.id
            """,
            row =>
            {
                var round = new FinancingRoundId(row.Uuid());
                if (round != of)
                {
                    Keep();
                    of = round;
                }

                own.Add(new(row.Uuid(), classes[row.Text()], row.Money(), row.At()));
            },
            cancel);
        Keep();
        return parts;

        void Keep()
        {
            if (own.Count > 0)
            {
                parts[of] = [.. own];
                own.Clear();
            }
        }
    }

    // Columns are read in the order of the select lists above.
    private static (SubFundId, Investment) Investment(NpgsqlBinaryExporter row) => (new SubFundId(row.Uuid()), InvestmentOf(row));

    private static Investment InvestmentOf(NpgsqlBinaryExporter row) => new()
    {
        Id = new(row.Uuid()),
        Startup = new(row.Uuid()),
        Round = row.UuidOrNull() is { } round ? new FinancingRoundId(round) : null,
        Amount = row.Money(),
        EffectiveOn = row.Date(),
        ReversesId = row.UuidOrNull() is { } id ? new InvestmentId(id) : null,
        RecordedAt = row.At(),
    };

    private static FinancingRound Round(NpgsqlBinaryExporter row, Dictionary<FinancingRoundId, RoundPart[]> parts)
    {
        var id = new FinancingRoundId(row.Uuid());
        return new FinancingRound
        {
            Id = id,
            Startup = new(row.Uuid()),
            Stage = row.Code(),
            IsListing = row.Flag(),
            Total = row.Money(),
            EffectiveOn = row.Date(),
            ReversesId = row.UuidOrNull() is { } entry ? new FinancingRoundId(entry) : null,
            RecordedAt = row.At(),
            Parts = parts.Remove(id, out var told) ? told : [],
        };
    }
}
