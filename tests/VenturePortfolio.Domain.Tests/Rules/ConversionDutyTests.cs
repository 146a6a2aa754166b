using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.RuleWorld;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>NF-03 and NF-04: progress, headroom, and "cannot be met any more". Source: domain.md 1.3.</summary>
public sealed class ConversionDutyTests
{
    private static readonly FundTerms FiveYears = Terms(registered: Approved, periodEnd: On(2026, 12, 31));

    /// <summary>S = 1,000, G = 200: 600 are due under NF-03, 500 under NF-04.</summary>
    private static FundBuilder Fund1000 => Pledged(200, 800);

    [Theory]
    [InlineData(600, VerdictStatus.Met, VerdictStatus.Met)]
    [InlineData(599.99, VerdictStatus.AtRisk, VerdictStatus.Met)]
    [InlineData(499.99, VerdictStatus.AtRisk, VerdictStatus.AtRisk)]
    public void Reaching_what_is_due_exactly_is_enough(double invested, VerdictStatus multiple, VerdictStatus share)
    {
        var round = Round(Startup(), 2_000, On(2022, 6, 1));
        var fund = Fund1000.Buys(round, (decimal)invested);

        // On the last day of the period the present pace leaves nothing to hope for.
        Assert.Equal(multiple, Judge(Multiple, fund, On(2026, 12, 31), FiveYears, (round.Startup, Approved)).Status);
        Assert.Equal(share, Judge(Share, fund, On(2026, 12, 31), FiveYears, (round.Startup, Approved)).Status);
    }

    [Fact]
    public void Pace_decides_between_on_track_and_at_risk_and_says_when()
    {
        var round = Round(Startup(), 2_000, On(2022, 6, 1));
        var fund = Fund1000.Buys(round, 300);

        var early = Judge(Multiple, fund, On(2023, 1, 1), FiveYears, (round.Startup, Approved));
        Assert.Equal((VerdictStatus.OnTrack, On(2024, 1, 1)), (early.Status, early.Forecast)); // 300 in 365 days: 600 in 730
        Assert.Equal(new Fraction(30_000, 60_000), early.Progress);
        Assert.Equal(new Fraction(30_000, 50_000), Judge(Share, fund, On(2023, 1, 1), FiveYears, (round.Startup, Approved)).Progress); // fen of fen, as of the multiple

        var late = Judge(Multiple, fund, On(2025, 1, 1), FiveYears, (round.Startup, Approved));
        Assert.Equal((VerdictStatus.AtRisk, On(2028, 1, 2)), (late.Status, late.Forecast)); // 300 in 1,096 days: 600 in 2,192
    }

    [Fact]
    public void What_went_elsewhere_can_make_it_unattainable()
    {
        var (eligible, other) = (Round(Startup(), 2_000, On(2022, 6, 1)), Round(Startup(), 2_000, On(2022, 7, 1)));
        var fund = Fund1000.Buys(eligible, 100).Buys(other, 401);

        var verdict = Judge(Multiple, fund, On(2023, 1, 1), FiveYears, (eligible.Startup, Approved));
        Assert.Equal((VerdictStatus.Unattainable, Fraction.Whole(-100)), (verdict.Status, verdict.Headroom)); // 499 left, 500 needed
        Assert.Null(verdict.Forecast); // what cannot be met has no day on which it is
        Assert.Equal(VerdictStatus.OnTrack, Judge(Share, fund, On(2022, 9, 1), FiveYears, (eligible.Startup, Approved)).Status);
    }

    [Fact]
    public void After_the_period_it_is_a_breach()
    {
        var round = Round(Startup(), 2_000, On(2022, 6, 1));
        var verdict = Judge(Multiple, Fund1000.Buys(round, 599), On(2027, 1, 1), FiveYears, (round.Startup, Approved));

        Assert.Equal((VerdictStatus.Breach, "PERIOD_ENDED", null), (verdict.Status, verdict.Reason!.Why, verdict.Forecast));
    }

    [Fact]
    public void Of_nothing_on_record_nothing_is_claimed()
    {
        var round = Round(Startup(), 2_000, On(2022, 6, 1));

        Assert.Equal("CONVERSIONS_UNRECORDED", Judge(Multiple, Fund1000.Buys(round, 300), On(2023, 1, 1), FiveYears).Reason!.Why);
        Assert.Equal("PERIOD_END_MISSING", Judge(Multiple, Fund1000.Buys(round, 300), On(2023, 1, 1), Terms(), (round.Startup, Approved)).Reason!.Why);
    }

    [Fact]
    public void Evidence_names_commitments_purchases_and_links()
    {
        var round = Round(Startup(), 2_000, On(2022, 6, 1));
        var verdict = Judge(Multiple, Fund1000.Buys(round, 300), On(2023, 1, 1), FiveYears, (round.Startup, Approved));

        Assert.Equal(["commitment", "commitment", "investment", "achievement_conversion"], verdict.Evidence.Select(row => row.Source));
    }
}
