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
        return new(
            rules,
            chosen.Where(row => row.IsChosen).ToLookup(row => row.Fund, row => row.Code),
            jurisdictions.ToDictionary(row => row.Id, row => row.Jurisdiction))
        {
            InHongKongIncubators = (await snapshot.CopyAsync(
                $"select * from app.startups_in_hong_kong(date '{LocalDatePattern.Iso.Format(asOf)}', timestamptz '{InstantPattern.ExtendedIso.Format(knownAt)}')",
                row => new StartupId(row.Uuid()),
                cancel)).ToHashSet(),
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
