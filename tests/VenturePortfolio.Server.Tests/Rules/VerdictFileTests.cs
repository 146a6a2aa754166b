using System.Net;

namespace VenturePortfolio.Server.Tests;

/// <summary>Verdicts and findings as files, over HTTP and at the terminal. Of fund A the guidance fund holds all: NF-01 and NF-02 are not kept (domain.md 1.2).</summary>
public sealed class VerdictFileTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private readonly FileClient files = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.rule_verdict") > 0)
        {
            return;
        }

        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.RunAsync(SmallWorld.Sql);
        await SeedReference.RunAsync(server.Logins.Job, Cancel);
        await facts.RunAsync($"""
            select set_config('app.backdate', 'on', false);
            insert into sub_fund_term (sub_fund_id, currency, approved_on, effective_on, recorded_at) values ('{SmallWorld.FundA}', 'CNY', '2024-01-01', '2024-01-01', '2024-01-02 00:00Z');
            insert into investor_class_assignment (investor_id, class_code, effective_on, recorded_at) values ('{SmallWorld.Investor}', 'GUIDANCE', '2020-01-01', '2024-01-02 00:00Z');
            """);
        var nights = new Nights(server.Logins);
        // Findings are of the newest night; a later day that somebody asked for once left their file empty.
        var later = await nights.ByHandAsync(new(2026, 7, 31));
        Assert.True(later.State == NightState.Published, $"{later}");
        Assert.Equal(NightState.Published, (await nights.NightAsync(new(2026, 6, 30))).State);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Policy_staff_get_findings_with_the_day_since_when()
    {
        var lines = await files.LinesAsync(TestPerson.Policy, "findings.csv?status=BREACH");

        Assert.StartsWith("\uFEFFas_of,known_at,run,sub_fund,", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("2026-06-30,", StringComparison.Ordinal) && line.Contains(",NF-01,1,", StringComparison.Ordinal)
            && line.Contains(",BREACH,SHARE_OUT_OF_BAND,", StringComparison.Ordinal) && line.Contains(",CNY,950000000,950000000,-", StringComparison.Ordinal)
            && line.EndsWith(",2026-06-30,1,2026-06-30", StringComparison.Ordinal));
        Assert.All(lines[1..], line => Assert.Contains(",BREACH,", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verdicts_of_one_fund_are_one_line_a_rule_at_the_terminal_too()
    {
        var rules = await Ask.ValueAsync<long>(server.Logins.Job, "select count(distinct code) from portfolio.rule");
        var code = await Ask.ValueAsync<string>(server.Logins.Job, $"select code from portfolio.sub_fund where id = '{SmallWorld.FundA}'");

        var lines = await files.LinesAsync(TestPerson.Manager, $"verdicts.csv?asOf=2026-06-30&subFund={code}");

        Assert.Equal(rules, lines.Count - 1);
        var parsed = ExportCommand.Create().Parse($"verdicts --as-of 2026-06-30 --sub-fund {code}");
        Assert.Empty(parsed.Errors);
        Assert.Equal(lines.Count, FileClient.Split(await ExportCommand.VerdictsAsync(parsed, server.Logins, Cancel)).Count);
    }

    [Fact]
    public async Task Others_see_nothing_of_it_and_bad_questions_are_refused()
    {
        var code = await Ask.ValueAsync<string>(server.Logins.Job, $"select code from portfolio.sub_fund where id = '{SmallWorld.FundA}'");

        Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), await files.RefusalAsync(TestPerson.Incubator, "findings.csv"));
        Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), await files.RefusalAsync(TestPerson.Admin, "verdicts.csv"));
        Assert.Equal((HttpStatusCode.BadRequest, "NOT_FOUND"), await files.RefusalAsync(TestPerson.OtherManager, $"verdicts.csv?subFund={code}"));
        Assert.DoesNotContain(await files.LinesAsync(TestPerson.OtherManager, "verdicts.csv"), line => line.Contains($",{code},", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, "UNKNOWN_STATUS"), await files.RefusalAsync(TestPerson.Policy, "findings.csv?status=GUILTY"));
        Assert.Equal((HttpStatusCode.BadRequest, "NOT_EXPECTED"), await files.RefusalAsync(TestPerson.Policy, "findings.csv?asOf=2026-06-30"));
        Assert.Equal((HttpStatusCode.BadRequest, "DATE_MALFORMED"), await files.RefusalAsync(TestPerson.Policy, "verdicts.csv?asOf=June"));
        Assert.Equal((HttpStatusCode.BadRequest, "NO_NIGHT_PUBLISHED"), await files.RefusalAsync(TestPerson.Policy, "verdicts.csv?asOf=2020-01-01"));
        Assert.Equal((HttpStatusCode.BadRequest, "NOT_FOUND"), await files.RefusalAsync(TestPerson.Policy, "verdicts.csv?subFund=';drop table rule"));
        // PostgreSQL takes no U+0000, nor half a surrogate pair: once an internal error.
        Assert.Equal((HttpStatusCode.BadRequest, "NOT_FOUND"), await files.RefusalAsync(TestPerson.Policy, "findings.csv?subFund=%00"));
        Assert.Equal((HttpStatusCode.BadRequest, "NOT_FOUND"), await files.RefusalAsync(TestPerson.Policy, "verdicts.csv?subFund=%ED%A0%80"));
    }
}
