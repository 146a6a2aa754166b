using System.Text.Json;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// A step of starting up: in the demo, one line per kind of user that works when pasted into a shell. Each shows what the
/// user came for: a manager's portfolio, an incubator's report of a milestone, policy staff's leverage report.
/// </summary>
public static class DemoCurls
{
    // Memberships are seen by colleagues only, so this filter means "managed by an organisation of mine".
    private const string Portfolio = """
        { viewer { person { displayName } }
          subFunds(first: 10, orderBy: [CODE_ASC], where: {manager: {memberships: {some: {role: {eq: FUND_MANAGER}}}}}) { nodes {
            code nameEn vintage announcedSize { amount currency }
            commitments(first: 3) { totalCount nodes { investor { nameEn } amount { amount currency } effectiveOn } }
            cashFlows(first: 3, orderBy: [EFFECTIVE_ON_DESC]) { totalCount nodes { kind amount { amount currency } effectiveOn recordedAt } }
            metrics(first: 20, keys: ["LV-1", "LV-6", "DPI", "TVPI", "NET_IRR", "KS_PME"]) { nodes { metricKey value status absentWhy asOf knownAt daysStale run { publishedAt } } } } } }
        """;

    private const string Report = """
        mutation($input: ReportMilestoneInput!) { reportMilestone(input: $input) {
            milestone { title reports(first: 1) { nodes { verification effectiveOn recordedAt evidence(first: 1) { nodes { address } } } } }
            userErrors { code path message } } }
        """;

    private const string Leverage = """
        query($asOf: Date!) { leverageReport(asOf: $asOf, groupBy: SUB_FUND, definitions: ["LV-1", "LV-2", "LV-3", "LV-6", "LV-7"]) {
            asOf knownAt run { publishedAt } navStaleDays
            groups { title figures { key title shown coverageText fxBasisText status absentWhy numerator { amount currency } denominator { amount currency } } } } }
        """;

    public static async Task PrintAsync(StartContext context, CancellationToken cancel)
    {
        if (context.Services.GetService<DemoIssuer>() is not { } issuer
            || await StartupOfAsync("incubator-1", context.Logins.Job, cancel) is not { } startup)
        {
            return;
        }

        var address = context.Addresses[0] + "/graphql";
        var today = HongKong.Today(context.Services.GetRequiredService<NodaTime.IClock>());
        var milestone = new
        {
            input = new
            {
                startupId = GlobalId.Of("Startup", startup),
                kind = "IP-APPL",
                title = "First patent application (demonstration)",
                occurredOn = today.PlusDays(-1).ToString("uuuu'-'MM'-'dd", null),
                evidence = new[] { new { address = "https://example.org/filing-receipt.pdf", note = "Filing receipt" } },
                idempotencyKey = Guid.CreateVersion7().ToString(),
            },
        };
        context.Progress.Say("Try", "paste one of these lines");
        await PrintAsync("a fund manager's portfolio", "fund-manager-1", Portfolio, variables: null);
        await PrintAsync("an incubator reports a milestone; sent again, it changes nothing", "incubator-1", Report, milestone);
        await PrintAsync("policy staff's leverage report", "policy", Leverage,
            new { asOf = today.PlusDays(-1).ToString("uuuu'-'MM'-'dd", null) });

        Task PrintAsync(string what, string subject, string query, object? variables)
        {
            var line = string.Join(' ', query.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
            var body = JsonSerializer.Serialize(new { query = line, variables }, Readable);
            var token = issuer.TokenFor(subject, DemoPeople.TokenLifetime);
            return Console.Out.WriteLineAsync(
                $"# {what}\ncurl -s {address} -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' -d '{body}'");
        }
    }

    // Double quotes stay readable: the body stands between single quotes, of which it has none.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Any startup that stays with the incubator of this demo person; null when the demo is not loaded.</summary>
    private static async Task<Guid?> StartupOfAsync(string subject, NpgsqlDataSource job, CancellationToken cancel)
    {
        await using var command = job.CreateCommand("""
            select s.id
            from portfolio.person p
            join portfolio.membership m on m.person_id = p.id and m.role = 'INCUBATOR' and m.revoked_at is null
            join portfolio.incubator i on i.organisation_id = m.organisation_id
            join portfolio.startup s on s.incubator_id = i.id
            where p.issuer = $1 and p.subject = $2
            order by s.code
            limit 1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DemoIssuer.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject });
        return (Guid?)await command.ExecuteScalarAsync(cancel);
    }
}
