using NodaTime;
using Xunit;

namespace VenturePortfolio.Domain.Tests;

public sealed class MilestoneReportTests
{
    private static readonly LocalDate Today = new(2026, 6, 30);

    private static MilestoneTyped Typed => new() { OccurredOn = new LocalDate(2026, 6, 30) };

    /// <summary>Verification levels: domain.md 5.1.</summary>
    [Fact]
    public void Evidence_lifts_a_report_from_said_to_documented()
    {
        var proved = Typed with { Evidence = [new EvidenceTyped("https://example.org/award.pdf", new string('a', 64), null)] };

        Assert.Equal(Verification.SelfReported, MilestoneReport.Check(Typed, Today).Value.Verification);
        Assert.Equal(Verification.DocumentChecked, MilestoneReport.Check(proved, Today).Value.Verification);
    }

    [Theory]
    [InlineData(2026, 7, 1)]
    [InlineData(1969, 12, 31)]
    [InlineData(9999, 12, 31)]
    public void A_milestone_is_reported_once_it_has_happened(int year, int month, int day)
    {
        var error = Assert.Single(MilestoneReport.Check(Typed with { OccurredOn = new LocalDate(year, month, day) }, Today).Errors);

        Assert.Equal(("DATE_OUT_OF_RANGE", "occurredOn"), (error.Code, error.Path));
    }

    [Theory]
    [InlineData("1.00", null, "REQUIRED currency")]
    [InlineData(null, "HKD", "REQUIRED amount")]
    [InlineData("1.00", "XXX", "CURRENCY_UNKNOWN currency")]
    [InlineData("1.5", "JPY", "AMOUNT_SCALE amount")]
    [InlineData("NaN", "HKD", "AMOUNT_MALFORMED amount")]
    public void Money_is_an_amount_and_a_currency(string? amount, string? currency, string expected)
    {
        var error = Assert.Single(MilestoneReport.Check(Typed with { Amount = amount, Currency = currency }, Today).Errors);

        Assert.Equal(expected, $"{error.Code} {error.Path}");
    }

    [Theory]
    [InlineData("", null, "REQUIRED evidence.1.address")]
    [InlineData("https://x\u202E", null, "INVALID_TEXT evidence.1.address")]
    [InlineData("https://x", "abc", "HASH_MALFORMED evidence.1.contentHash")]
    [InlineData("https://x", "gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg", "HASH_MALFORMED evidence.1.contentHash")]
    public void Bad_evidence_is_named_by_its_place(string address, string? hash, string expected)
    {
        var evidence = new[] { new EvidenceTyped("https://good", null, null), new EvidenceTyped(address, hash, null) };

        var error = Assert.Single(MilestoneReport.Check(Typed with { Evidence = evidence }, Today).Errors);

        Assert.Equal(expected, $"{error.Code} {error.Path}");
    }

    [Fact]
    public void Evidence_is_bounded()
    {
        var evidence = Enumerable.Repeat(new EvidenceTyped("https://x", null, null), MilestoneReport.EvidenceMax + 1).ToList();

        Assert.Equal("EVIDENCE_TOO_MUCH", Assert.Single(MilestoneReport.Check(Typed with { Evidence = evidence }, Today).Errors).Code);
    }
}
