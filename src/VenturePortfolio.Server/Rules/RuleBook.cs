using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>The rules in the newest revisions known at knownAt, and which funds chose which.</summary>
/// <param name="Rules">By code.</param>
/// <param name="Chosen">Codes by fund.</param>
/// <param name="Jurisdictions">ISO 3166-1 alpha-2 of startups.</param>
public sealed record RuleBook(
    IReadOnlyList<RuleDefinition> Rules, ILookup<SubFundId, string> Chosen, IReadOnlyDictionary<StartupId, string> Jurisdictions)
{
    /// <summary>Startups that stay or stayed in an incubator of Hong Kong.</summary>
    public IReadOnlySet<StartupId> InHongKongIncubators { get; init; } = new HashSet<StartupId>();

    /// <summary>Investors that are bodies which run an incubator.</summary>
    public IReadOnlySet<InvestorId> IncubatorInvestors { get; init; } = new HashSet<InvestorId>();

    /// <summary>Startups whose field is none of 國家重點支持的高新技術領域.</summary>
    public IReadOnlySet<StartupId> OutsideFields { get; init; } = new HashSet<StartupId>();

    /// <summary>What people stated of rules, newest first, by fund.</summary>
    public ILookup<SubFundId, RuleStatement> Statements { get; init; } = Array.Empty<RuleStatement>().ToLookup(_ => default(SubFundId));

    /// <summary>The benchmark lending rate, of every day.</summary>
    public LendingRates LendingRates { get; init; } = LendingRates.None;

    /// <summary>Every sub-fund with terms, by who manages it.</summary>
    public ILookup<Guid, ManagedFund> ByManager { get; init; } = Array.Empty<ManagedFund>().ToLookup(_ => Guid.Empty);

    /// <summary>Who manages a fund; a fund not in here has no manager on record.</summary>
    public IReadOnlyDictionary<SubFundId, Guid> Managers { get; init; } = new Dictionary<SubFundId, Guid>();

    /// <summary>The other sub-funds of a fund's manager; null where no manager is on record.</summary>
    public IReadOnlyList<ManagedFund>? OthersOfManager(SubFundId fund) =>
        Managers.TryGetValue(fund, out var manager) ? [.. ByManager[manager].Where(other => other.Fund != fund)] : null;

    public static async Task<RuleBook> ReadAsync(FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var rules = await snapshot.QueryAsync(
            $"""
            select distinct on (code) id, code, revision, pack, effective_from, effective_to, is_warning, verified, is_per_fund, parameters::text
            from rule
            where {FactSnapshot.Recorded(knownAt, "rule")}
            order by code, revision desc
            """,
            row => new RuleDefinition
            {
                Id = row.GetGuid(0),
                Code = row.GetString(1),
                Revision = row.GetInt32(2),
                Pack = PackOf(row.GetString(3)),
                EffectiveFrom = row.GetFieldValue<LocalDate>(4),
                EffectiveTo = row.IsDBNull(5) ? null : row.GetFieldValue<LocalDate>(5),
                IsWarning = row.GetBoolean(6),
                IsVerified = row.GetBoolean(7),
                IsPerFund = row.GetBoolean(8),
                Parameters = JsonSerializer.Deserialize<Dictionary<string, decimal>>(row.GetString(9))!,
            },
            cancel);
        var chosen = await snapshot.QueryAsync(
            $"""
            select distinct on (sub_fund_id, rule_code) sub_fund_id, rule_code, is_chosen
            from rule_choice
            where {FactSnapshot.Seen(asOf, knownAt, "rule_choice")}
            order by sub_fund_id, rule_code, effective_on desc, recorded_at desc, id desc
            """,
            row => (Fund: new SubFundId(row.GetGuid(0)), Code: row.GetString(1), IsChosen: row.GetBoolean(2)),
            cancel);
        var jurisdictions = await snapshot.CopyAsync(
            "select id, jurisdiction from startup", row => (Id: new StartupId(row.Uuid()), Jurisdiction: row.Code()), cancel);
        var managed = await snapshot.QueryAsync(
            $"""
            select distinct on (f.id) f.id, f.manager_id, t.id, t.approved_on, t.effective_on, t.recorded_at
            from sub_fund f
            join sub_fund_term t on t.sub_fund_id = f.id
            where f.manager_id is not null and {FactSnapshot.Seen(asOf, knownAt, "t")}
            order by f.id, t.effective_on desc, t.recorded_at desc, t.id desc
            """,
            row => (Manager: row.GetGuid(1), Fund: new ManagedFund(
                new(row.GetGuid(0)), row.GetGuid(2), row.IsDBNull(3) ? null : row.GetFieldValue<LocalDate>(3), row.GetFieldValue<LocalDate>(4), row.GetFieldValue<Instant>(5))),
            cancel);
        return new(
            rules,
            chosen.Where(row => row.IsChosen).ToLookup(row => row.Fund, row => row.Code),
            jurisdictions.ToDictionary(row => row.Id, row => row.Jurisdiction))
        {
            InHongKongIncubators = (await snapshot.CopyAsync(
                $"select * from app.startups_in_hong_kong(date '{LocalDatePattern.Iso.Format(asOf)}', timestamptz '{InstantPattern.ExtendedIso.Format(knownAt)}')",
                row => new StartupId(row.Uuid()),
                cancel)).ToHashSet(),
            OutsideFields = (await snapshot.CopyAsync("select id from startup where sector_code = 'OTHER'", row => new StartupId(row.Uuid()), cancel)).ToHashSet(),
            ByManager = managed.ToLookup(row => row.Manager, row => row.Fund),
            Statements = await RuleStatements.ReadAsync(snapshot, asOf, knownAt, cancel),
            LendingRates = new(await snapshot.QueryAsync(
                $"select id, effective_on, recorded_at, rate_annual from lending_rate where {FactSnapshot.Recorded(knownAt, "lending_rate")}",
                row => new LendingRate(row.GetGuid(0), row.GetFieldValue<LocalDate>(1), row.GetFieldValue<Instant>(2), row.GetDecimal(3)), cancel)),
            Managers = managed.ToDictionary(row => row.Fund.Fund, row => row.Manager),
            IncubatorInvestors = (await snapshot.CopyAsync(
                "select id from investor where organisation_id in (select organisation_id from incubator)", row => new InvestorId(row.Uuid()), cancel)).ToHashSet(),
        };
    }

    private static RulePack PackOf(string stored) => stored switch
    {
        "NFTTC" => RulePack.Nfttc,
        "CN_210" => RulePack.Cn210,
        _ => RulePack.Itvf,
    };
}
