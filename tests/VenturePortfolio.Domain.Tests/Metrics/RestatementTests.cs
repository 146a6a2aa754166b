using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Why a figure of one day reads otherwise when it is told later: figures computed by hand.</summary>
public sealed class RestatementTests
{
    private static readonly LocalDate AsOf = On(2024, 12, 31);
    private static readonly Instant First = Noon(On(2025, 1, 31));
    private static readonly Instant Later = Noon(On(2025, 6, 30));

    [Fact]
    public void Corrections_and_late_entries_are_told_apart()
    {
        var fund = Fund(Currency.Cny).Calls(100, On(2024, 1, 1), Guidance).Distributes(50, On(2024, 6, 1), Guidance);
        var before = fund.Facts with { CashFlows = [.. fund.Flows] };
        fund.Reverses(2, Noon(On(2025, 2, 1))).Flow(CashFlowKind.Distribution, 80, On(2024, 6, 1), Guidance, recordedAt: Noon(On(2025, 3, 1)));

        var restatement = Restated("DPI", before, fund.Facts, FxTable.Empty, FxTable.Empty);

        Assert.Equal((0.5m, 0.8m), (restatement.Before.Value, restatement.After.Value));
        Assert.Equal([new(RestatementCause.Correction, -0.5m), new(RestatementCause.LatePosting, 0.8m)], restatement.Steps);
        Assert.Equal([RestatementCause.Correction, RestatementCause.LatePosting], restatement.Rows.Select(row => row.Cause));
    }

    [Fact]
    public void A_rate_and_a_class_told_later_have_steps_of_their_own()
    {
        var on = On(2024, 3, 1);
        var fund = Fund(Currency.Cny).Commits(Guidance, 100, on).Commits(HongKongPrivate, 100, on, Currency.Hkd).Commits(MainlandPrivate, 100, on);
        var before = fund.Facts with { InvestorClasses = [.. fund.Facts.InvestorClasses] };
        var private3 = before.Commitments[2].Investor;
        var after = fund.Facts with { InvestorClasses = [.. before.InvestorClasses, new(Guid.NewGuid(), private3, HongKongPublic, on, Noon(On(2025, 2, 1)))] };
        FxQuote[] rates = [Daily(Currency.Cny, on, 7m, First), Daily(Currency.Hkd, on, 7m, First)];

        // LV-3, Hong Kong capital to guidance money: 1.0; the dollar turns out to be worth half; then 0.5 + 1.0.
        var restatement = Restated(
            "LV-3", before, after, FxTable.KnownAt(rates, First), FxTable.KnownAt([.. rates, Daily(Currency.Hkd, on, 14m, Noon(On(2025, 2, 1)))], Later));

        Assert.Equal([new(RestatementCause.Fx, -0.5m), new(RestatementCause.Reclassification, 1m)], restatement.Steps);
        Assert.Equal((1m, 1.5m), (restatement.Before.Value, restatement.After.Value));
    }

    [Fact]
    public void A_figure_that_was_absent_has_no_steps()
    {
        var fund = Fund(Currency.Cny).Commits(MainlandPrivate, 100, On(2024, 1, 1));
        var before = fund.Facts with { Commitments = [.. fund.Facts.Commitments] };
        fund.Commits(Guidance, 50, On(2024, 2, 1));

        var restatement = Restated("LV-1", before, fund.Facts, FxTable.Empty, FxTable.Empty);

        Assert.Equal("NO_GUIDANCE_COMMITMENT", restatement.Before.StatusKey);
        Assert.Equal(3m, restatement.After.Value);
        Assert.Empty(restatement.Steps);
    }

    private static Restatement Restated(string key, FundFacts before, FundFacts after, FxTable fxBefore, FxTable fxAfter) => Restatement.Of(
        new([before], fxBefore), new([after], fxAfter), AsOf, Later,
        (funds, fx) => MetricCatalog.Of(key).Compute(new PortfolioHistory { AsOf = AsOf, Funds = funds, ReportCurrency = Currency.Cny, Fx = fx }));
}
