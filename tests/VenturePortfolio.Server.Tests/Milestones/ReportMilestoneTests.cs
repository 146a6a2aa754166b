using NodaTime;

namespace VenturePortfolio.Server.Tests;

public sealed class ReportMilestoneTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public async Task A_milestone_not_announced_before_is_made_with_its_report()
    {
        var milestone = (await world.ReportAsync(SmallWorld.Grant() with { Note = "第一期\n已收款" })).Value;

        Assert.Equal(
            $"FIN-GRANT|ITF grant|2026-05-20|V0|25000000|HKD|第一期\n已收款|{SmallWorld.IncubatorA.PersonId}",
            await world.ValueAsync<string>($"""
                select concat_ws('|', m.kind, m.title, r.effective_on, r.verification, r.amount_minor, r.currency, r.note, r.reported_by)
                from milestone m join milestone_report r on r.milestone_id = m.id where m.id = '{milestone}'
                """));
    }

    [Fact]
    public async Task An_announced_milestone_is_reported_with_evidence_at_V1()
    {
        var milestone = (await world.ReportAsync(Graduation() with
        {
            Evidence = [new EvidenceTyped("https://example.org/letter.pdf", new string('0', 62) + "fF", "Letter")],
        })).Value;

        Assert.Equal(SmallWorld.AnnouncedMilestone, milestone);
        Assert.Equal($"V1|https://example.org/letter.pdf|{new string('0', 62)}ff|Letter", await world.ValueAsync<string>($"""
            select concat_ws('|', r.verification, e.address, encode(e.content_hash, 'hex'), e.note)
            from milestone_report r join milestone_evidence e on e.report_id = r.id where r.milestone_id = '{milestone}' and e.note = 'Letter'
            """));
    }

    [Fact]
    public async Task A_correction_supersedes_the_earlier_report_once()
    {
        var milestone = (await world.ReportAsync(SmallWorld.Grant())).Value;
        var report = await world.ValueAsync<Guid>($"select id from milestone_report where milestone_id = '{milestone}'");
        var correction = new ReportMilestoneInput
        {
            StartupId = SmallWorld.Id("Startup", SmallWorld.StartupA),
            OccurredOn = new LocalDate(2026, 5, 21),
            Supersedes = SmallWorld.Id("MilestoneReport", report),
        };

        var corrected = await world.ReportAsync(correction);
        var again = await world.ReportAsync(correction);

        Assert.Equal(milestone, corrected.Value);
        Assert.Equal(report, await world.ValueAsync<Guid>(
            $"select supersedes_id from milestone_report where milestone_id = '{milestone}' and supersedes_id is not null"));
        Assert.Equal("ALREADY_SUPERSEDED supersedes", Told(again));
    }

    [Fact]
    public async Task What_is_not_the_incubators_and_what_is_not_there_are_the_same_answer()
    {
        var others = (await world.ReportAsync(
            SmallWorld.Grant() with { StartupId = SmallWorld.Id("Startup", SmallWorld.StartupB) }, actor: SmallWorld.IncubatorB)).Value;
        var report = await world.ValueAsync<Guid>($"select id from milestone_report where milestone_id = '{others}'");
        var before = await world.FingerprintAsync();

        Assert.Equal("NOT_FOUND startupId", Told(await world.ReportAsync(
            SmallWorld.Grant() with { StartupId = SmallWorld.Id("Startup", SmallWorld.StartupB) })));
        Assert.Equal("NOT_FOUND startupId", Told(await world.ReportAsync(
            SmallWorld.Grant() with { StartupId = SmallWorld.Id("Startup", Guid.CreateVersion7()) })));
        Assert.Equal("NOT_FOUND startupId", Told(await world.ReportAsync(SmallWorld.Grant() with { StartupId = "%%%" })));
        Assert.Equal("NOT_FOUND milestoneId", Told(await world.ReportAsync(
            Graduation() with { MilestoneId = SmallWorld.Id("Milestone", others) })));
        Assert.Equal("NOT_FOUND supersedes", Told(await world.ReportAsync(
            Graduation() with { MilestoneId = null, Supersedes = SmallWorld.Id("MilestoneReport", report) })));
        Assert.Equal(before, await world.FingerprintAsync());
    }

    [Fact]
    public async Task Kind_and_title_name_a_new_milestone_and_only_a_new_one()
    {
        Assert.Equal("REQUIRED kind, REQUIRED title", Told(await world.ReportAsync(SmallWorld.Grant() with { Kind = null, Title = null })));
        Assert.Equal("NOT_EXPECTED kind, NOT_EXPECTED title", Told(await world.ReportAsync(
            Graduation() with { Kind = "INC-GRAD", Title = "Graduation" })));
        Assert.Equal("KIND_UNKNOWN kind", Told(await world.ReportAsync(SmallWorld.Grant() with { Kind = "NOBEL-PRIZE" })));
        Assert.Equal("INVALID_TEXT kind", Told(await world.ReportAsync(SmallWorld.Grant() with { Kind = "FIN\0GRANT" })));
    }

    [Fact]
    public async Task A_kind_that_is_not_about_money_takes_no_amount() =>
        Assert.Equal("NOT_EXPECTED amount", Told(await world.ReportAsync(Graduation() with { Amount = "1.00", Currency = "HKD" })));

    private static ReportMilestoneInput Graduation() => new()
    {
        StartupId = SmallWorld.Id("Startup", SmallWorld.StartupA),
        MilestoneId = SmallWorld.Id("Milestone", SmallWorld.AnnouncedMilestone),
        OccurredOn = new LocalDate(2026, 6, 1),
    };

    private static string Told(Result<Guid> result) => string.Join(", ", result.Errors.Select(error => $"{error.Code} {error.Path}"));
}
