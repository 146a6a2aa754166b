using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Reads <see cref="PortfolioFacts"/> through one snapshot. Row security decides what is in it.</summary>
public static class PortfolioFactsLoad
{
    public static Task<PortfolioFacts> ReadAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel, FactScope? scope = null) =>
        ReadAsync(snapshot, asOf, knownAt, scope, raw => FundHistory.Cut(raw, asOf, knownAt), cancel);

    /// <summary>Everything, with histories that keep sums only: for nights, in which millions of flows are in memory together.</summary>
    public static Task<PortfolioFacts> ReadCondensedAsync(FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel) =>
        ReadAsync(snapshot, asOf, knownAt, null, NightMemory.Releasing(raw => FundHistory.Cut(raw, asOf, knownAt).Condensed()), cancel);

    /// <summary>With the rows that the histories of the funds were cut from.</summary>
    /// <param name="scope">Null for everything visible.</param>
    public static async Task<(PortfolioFacts Facts, IReadOnlyDictionary<SubFundId, FundFacts> Raw)> ReadRawAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, FactScope? scope, CancellationToken cancel)
    {
        var rows = new Dictionary<SubFundId, FundFacts>();
        var facts = await ReadAsync(snapshot, asOf, knownAt, scope, raw => FundHistory.Cut(rows[raw.SubFund] = raw, asOf, knownAt), cancel);
        return (facts, rows);
    }

    /// <param name="cut">Makes the history of a fund of its rows.</param>
    private static async Task<PortfolioFacts> ReadAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, FactScope? scope, Func<FundFacts, FundHistory> cut, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var programmes = await ProgrammesAsync(snapshot, cancel);
        var cards = await snapshot.QueryAsync(
            $"""
            select f.id, f.programme_id, f.code, f.name_en, f.name_zh_hant, f.name_zh_hans, f.vintage, f.jurisdiction, m.id::text, m.name_en,
                   m.name_zh_hant, m.name_zh_hans, f.invented
            from sub_fund f
            left join organisation m on m.id = f.manager_id
            {(scope?.SubFund is null ? "" : "where f.code = $1")}
            order by f.id
            """,
            row => (Id: new SubFundId(row.GetGuid(0)), Programme: new ProgrammeId(row.GetGuid(1)), Code: row.GetString(2),
                Name: Name(row, 3), Vintage: row.GetInt16(6), Jurisdiction: row.GetString(7), Manager: KeyOrNone(row, 8), IsInvented: row.GetBoolean(12)),
            cancel,
            scope?.SubFund is { } code ? [code] : []);
        if (scope is { IsOfSome: true })
        {
            var within = scope.Within(programmes);
            cards = cards.FindAll(card => (within is null || within.Contains(card.Programme)) && (scope.Only is null || scope.Only.Contains(card.Id)));
        }

        var only = scope is { IsOfSome: true } ? cards.ConvertAll(card => card.Id) : null;
        var histories = new Dictionary<SubFundId, FundHistory>();
        await FundFactsLoad.EachAsync(snapshot, asOf, knownAt, only, scope?.ValuedOn(asOf) ?? new HashSet<LocalDate>(), raw => histories[raw.SubFund] = cut(raw), cancel);
        var indexes = await snapshot.QueryAsync(
            "select code, currency, is_default from benchmark_index order by code",
            row => (Code: row.GetString(0), Currency: Currency.Of(row.GetString(1)), IsDefault: row.GetBoolean(2)),
            cancel);
        return new PortfolioFacts
        {
            AsOf = asOf,
            KnownAt = knownAt,
            Programmes = programmes,
            Funds = [.. cards.Where(card => histories.ContainsKey(card.Id)).Select(card => new FundCard(
                card.Id, card.Programme, card.Code, card.Name, card.Vintage, card.Manager, card.Jurisdiction, histories[card.Id]) { IsInvented = card.IsInvented })],
            Support = scope is null or { SubFund: null, Only: null } or { WithSupport: true } ? await SupportAsync(snapshot, asOf, knownAt, cancel) : [],
            Fx = FxTable.KnownAt(await RatesAsync(snapshot, scope?.RatesUpTo > asOf ? scope.RatesUpTo.Value : asOf, knownAt, cancel), knownAt),
            Mappings = await MappingsAsync(snapshot, knownAt, cancel),
            Index = await IndexAsync(snapshot, indexes.Find(index => scope?.Index is { } code ? index.Code == code : index.IsDefault), asOf, knownAt, cancel),
            IndexCodes = indexes.ConvertAll(index => index.Code),
            Converting = await ConvertingAsync(snapshot, asOf, knownAt, only, cancel),
        };
    }

    /// <summary>The startups that groups of deals are told by; the incubator is that of the last admission standing by the two dates.</summary>
    /// <param name="named">False: nobody asks for the startups' names, which would fill memory with all of them.</param>
    public static async Task<PortfolioFacts> WithStartupsAsync(
        this PortfolioFacts facts, FactSnapshot snapshot, CancellationToken cancel, bool named = true)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(snapshot);
        var keys = new Dictionary<string, NamedKey>(StringComparer.Ordinal);
        // Of a few funds out of many not all startups.
        var held = facts.Funds.Count > InlineSize.FundsMost ? "in (select startup_id from investment)"
            : $"in (select startup_id from investment where true{FundFactsLoad.Of([.. facts.Funds.Select(fund => fund.Id)])})";
        var cards = await snapshot.QueryAsync(
            $"""
            select s.id, {(named ? "s.code, s.name_en, s.name_zh_hant, s.name_zh_hans" : "null, null, null, null")}, c.code, c.name_en, c.name_zh_hant, c.name_zh_hans,
                   n.code, n.name_en, n.name_zh_hant, n.name_zh_hans
            from startup s
            join sector c on c.code = s.sector_code
            left join (
                select distinct on (a.startup_id) a.startup_id, a.incubator_id
                from incubation a
                where a.kind = 'ADMITTED' and a.reverses_id is null and {FactSnapshot.Seen(facts.AsOf, facts.KnownAt, "a")} and a.startup_id {held} and not exists (
                    select from incubation b where b.reverses_id = a.id and {FactSnapshot.Seen(facts.AsOf, facts.KnownAt, "b")})
                order by a.startup_id, a.effective_on desc, a.recorded_at desc, a.id desc) stay on stay.startup_id = s.id
            left join incubator n on n.id = stay.incubator_id
            where s.id {held}
            """,
            row => new StartupCard(new(row.GetGuid(0)), KeyOrNone(row, 1) ?? Unnamed, Shared("sector", row, 5)!, Shared("incubator", row, 9)),
            cancel);
        return facts with { Startups = cards.ToDictionary(card => card.Id) };

        // Sectors and incubators are few, startups many.
        NamedKey? Shared(string kind, NpgsqlDataReader row, int at)
        {
            if (row.IsDBNull(at))
            {
                return null;
            }

            var key = $"{kind} {row.GetString(at)}";
            return keys.TryGetValue(key, out var known) ? known : keys[key] = KeyOrNone(row, at)!;
        }
    }

    /// <summary>The rates alone, for figures of startups.</summary>
    public static async Task<FxTable> FxAsync(FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel) =>
        FxTable.KnownAt(await RatesAsync(snapshot, asOf, knownAt, cancel), knownAt);

    /// <summary>With the targets told by knownAt.</summary>
    public static async Task<PortfolioFacts> WithTargetsAsync(this PortfolioFacts facts, FactSnapshot snapshot, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(snapshot);
        return facts with
        {
            Targets = await snapshot.QueryAsync(
                $"""
                select distinct on ({TargetSubject.Sql}, metric_key, due_on) {TargetSubject.Sql}, metric_key, due_on, value, source
                from metric_target
                where {FactSnapshot.Recorded(facts.KnownAt, "metric_target")}
                order by {TargetSubject.Sql}, metric_key, due_on, recorded_at desc, id desc
                """,
                row => new TargetCard(row.GetString(0), row.GetString(1), row.GetFieldValue<LocalDate>(2), row.GetDecimal(3), row.GetString(4)),
                cancel),
        };
    }

    /// <summary>The names that groups of investors are told by.</summary>
    public static async Task<PortfolioFacts> WithInvestorsAsync(this PortfolioFacts facts, FactSnapshot snapshot, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(snapshot);
        var cards = await snapshot.QueryAsync(
            "select id, code, name_en, name_zh_hant, name_zh_hans from investor",
            row => (Id: new InvestorId(row.GetGuid(0)), Card: KeyOrNone(row, 1)!),
            cancel);
        return facts with { Investors = cards.ToDictionary(row => row.Id, row => row.Card) };
    }

    /// <summary>The names that groups of classes of investors are told by.</summary>
    public static async Task<PortfolioFacts> WithClassesAsync(this PortfolioFacts facts, FactSnapshot snapshot, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(snapshot);
        var cards = await snapshot.QueryAsync("select code, name_en, name_zh_hant, name_zh_hans from investor_class", row => KeyOrNone(row, 0)!, cancel);
        return facts with { Classes = cards.ToDictionary(card => card.Key, StringComparer.Ordinal) };
    }

    private static NamedKey Unnamed { get; } = new("", new CardName("", null, null));

    private static NamedKey? KeyOrNone(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : new(row.GetString(at), Name(row, at + 1));

    /// <summary>All cards, in the order of reports.</summary>
    internal static Task<List<ProgrammeCard>> ProgrammesAsync(FactSnapshot snapshot, CancellationToken cancel) =>
        snapshot.QueryAsync(
            "select id, parent_id, code, name_en, name_zh_hant, name_zh_hans, currency from programme order by code",
            row => new ProgrammeCard(
                new(row.GetGuid(0)),
                row.IsDBNull(1) ? null : new ProgrammeId(row.GetGuid(1)),
                row.GetString(2),
                Name(row, 3),
                Currency.Of(row.GetString(6))),
            cancel);

    /// <summary>Of each method the newest version told by knownAt.</summary>
    internal static async Task<IReadOnlyList<ClassMapping>> MappingsAsync(FactSnapshot snapshot, Instant knownAt, CancellationToken cancel) =>
        Mappings(await snapshot.QueryAsync(MappingsQuery(FactSnapshot.Moment(knownAt)), MappingRow, cancel));

    /// <param name="knownAt">SQL of the instant.</param>
    internal static string MappingsQuery(string knownAt) =>
        $"""
        select method, version, class_code, side, verified
        from class_mapping m
        where m.recorded_at <= {knownAt} and version = (select max(version) from class_mapping n where n.method = m.method and n.recorded_at <= {knownAt})
        order by method, class_code
        """;

    internal static (string Method, int Version, string Class, string Side, bool Verified) MappingRow(NpgsqlDataReader row) =>
        (row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetBoolean(4));

    internal static IReadOnlyList<ClassMapping> Mappings(IEnumerable<(string Method, int Version, string Class, string Side, bool Verified)> rows) =>
        [.. rows.GroupBy(row => (row.Method, row.Version)).Select(rows => new ClassMapping(
                rows.Key.Method, rows.Key.Version, rows.ToDictionary(row => row.Class, row => SideOf(row.Side), StringComparer.Ordinal))
            {
                IsVerified = rows.All(row => row.Verified),
            })];

    private static ContributorSide SideOf(string stored) => stored switch
    {
        "PUBLIC" => ContributorSide.Public,
        "PRIVATE" => ContributorSide.Private,
        _ => ContributorSide.Excluded,
    };

    private static async Task<IReadOnlySet<StartupId>> ConvertingAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, IReadOnlyCollection<SubFundId>? only, CancellationToken cancel) =>
        (await snapshot.CopyAsync(
            $"""
            select distinct c.startup_id
            from achievement_conversion c
            where c.reverses_id is null and {FactSnapshot.Seen(asOf, knownAt, "c")}
              and c.startup_id {FundFactsLoad.AmongThose(only, $"select startup_id from investment where true{FundFactsLoad.Of(only)}")} and not exists (
                select from achievement_conversion r where r.startup_id = c.startup_id and r.reverses_id = c.id and {FactSnapshot.Recorded(knownAt, "r")})
            """,
            row => new StartupId(row.Uuid()),
            cancel)).ToHashSet();

    /// <param name="index">Stored; of nothing else is its code made part of the query.</param>
    private static async Task<BenchmarkIndex?> IndexAsync(
        FactSnapshot snapshot, (string Code, Currency Currency, bool IsDefault) index, LocalDate asOf, Instant knownAt, CancellationToken cancel)
    {
        if (index.Code is null)
        {
            return null;
        }

        var levels = await snapshot.QueryAsync(
            $"""
            select l.index_code, l.effective_on, l.recorded_at, (l.level * 100000000)::bigint
            from benchmark_level l
            where l.index_code = '{index.Code}' and {FactSnapshot.Seen(asOf, knownAt, "l")}
            """,
            row => new IndexLevel(row.GetFieldValue<LocalDate>(1), row.GetFieldValue<Instant>(2), row.GetInt64(3)),
            cancel);
        return levels.Count == 0 ? null : BenchmarkIndex.KnownAt(index.Code, index.Currency, levels, knownAt);
    }

    private static Task<List<FxQuote>> RatesAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel) =>
        snapshot.QueryAsync(
            $"""
            select currency, effective_on, recorded_at, (per_usd * 100000000)::bigint, series, source
            from fx_rate
            where {FactSnapshot.Seen(asOf, knownAt, "fx_rate")}
            """,
            row => new FxQuote(
                Currency.Of(row.GetString(0)),
                row.GetFieldValue<LocalDate>(1),
                row.GetFieldValue<Instant>(2),
                row.GetInt64(3),
                row.GetString(4) == "DAILY" ? FxSeries.Daily : FxSeries.MonthlyAverage,
                row.GetString(5)),
            cancel);

    /// <summary>
    /// Sums only: SQL adds, the domain divides. Jobs are counted to four decimals. A programme whose transactions are in
    /// several currencies gives several rows.
    /// </summary>
    internal static async Task<IReadOnlyList<SupportCard>> SupportAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel)
    {
        var jobs = (await snapshot.QueryAsync(
            $"""
            select t.programme_id, t.currency, o.measure, sum(o.value * 10000)
            from outcome_fact o
            join support_transaction t on t.id = o.support_transaction_id
            where o.measure in ('JOBS_CREATED', 'JOBS_RETAINED')
              and {FactSnapshot.Seen(asOf, knownAt, "o")}
              and {FactSnapshot.Seen(asOf, knownAt, "t")}
            group by 1, 2, 3
            """,
            row => (Key: (row.GetGuid(0), row.GetString(1), row.GetString(2)), SumE4: (Int128)row.GetDecimal(3)),
            cancel)).ToDictionary(row => row.Key, row => row.SumE4);
        return await snapshot.QueryAsync(
            $"""
            select t.programme_id, t.currency, count(*), sum(t.public_funds_minor), sum(t.loan_or_investment_minor),
                   sum(t.concurrent_private_minor), sum(t.subsequent_private_minor)
            from support_transaction t
            where {FactSnapshot.Seen(asOf, knownAt, "t")}
            group by 1, 2
            order by 1, 2
            """,
            row =>
            {
                var (programme, currency) = (row.GetGuid(0), row.GetString(1));
                return new SupportCard(new(programme), row.GetInt64(2), new SupportTotals
                {
                    Currency = Currency.Of(currency),
                    Count = row.GetInt64(2),
                    PublicFundsMinor = (Int128)row.GetDecimal(3),
                    LoanOrInvestmentMinor = (Int128)row.GetDecimal(4),
                    ConcurrentPrivateMinor = (Int128)row.GetDecimal(5),
                    SubsequentPrivateMinor = (Int128)row.GetDecimal(6),
                    JobsCreatedE4 = jobs.GetValueOrDefault((programme, currency, "JOBS_CREATED")),
                    JobsRetainedE4 = jobs.GetValueOrDefault((programme, currency, "JOBS_RETAINED")),
                });
            },
            cancel);
    }

    private static CardName Name(NpgsqlDataReader row, int at) => new(
        row.GetString(at), row.IsDBNull(at + 1) ? null : row.GetString(at + 1), row.IsDBNull(at + 2) ? null : row.GetString(at + 2));
}
