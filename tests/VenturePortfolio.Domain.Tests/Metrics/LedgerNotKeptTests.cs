using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// Seven real funds have commitments and no ledger; their PIC, LV-11, parity gap and others were published as 0.00 and OK. domain.md 3.3: null with
/// reason, never silently 0.
/// </summary>
public sealed class LedgerNotKeptTests
{
    private static readonly LocalDate Close = On(2021, 12, 31);
    private static readonly LocalDate AsOf = On(2024, 12, 31);

    /// <summary>Figures of commitments alone: domain.md 3.3, column Basis, LV-1 to LV-5, and the authorities' names for the same.</summary>
    private static readonly string[] OfCommitments =
    [
        "LV-1", "LV-2", "LV-3", "LV-3-SHARE", "GUIDANCE-SHARE", "LV-4-OECD", "LV-4-MDB", "LV-4-CN", "LV-5", "CN_AMPLIFY", "EU_ESIF_LEVERAGE",
        "OECD_MPF_CIV", "MDB_PIM",
    ];

    public static TheoryData<string> OfLedger => [.. MetricCatalog.For(MetricSubject.SubFund).Select(metric => metric.Key)
        .Except(OfCommitments).Except(["MDB_PDM", "EU_MULTIPLIER"])];

    [Theory]
    [MemberData(nameof(OfLedger))]
    public void A_figure_that_rests_on_the_ledger_is_absent_where_it_is_not_kept(string key) =>
        Assert.Equal("LEDGER_NOT_KEPT", Of(key, Real().KeepsNoLedgerHere(Close)).Absent?.Why);

    [Theory]
    [MemberData(nameof(OfLedger))]
    public void A_pool_with_such_a_fund_does_not_take_its_silence_for_nothing(string key) =>
        Assert.Equal("LEDGER_NOT_KEPT", Of(key, Real().KeepsNoLedgerHere(Close), Real().Calls(5, On(2022, 3, 1), Guidance)).Absent?.Why);

    // domain.md 3.4: S 15.0, G 3.0, so 5.0 and 0.2.
    [Fact]
    public void Figures_of_commitments_stay()
    {
        Assert.Equal(5.0m, Of("LV-1", Real().KeepsNoLedgerHere(Close)).Value);
        Assert.Equal(0.2m, Of("GUIDANCE-SHARE", Real().KeepsNoLedgerHere(Close)).Value);
    }

    [Fact]
    public void Where_nothing_is_declared_no_rows_mean_that_nothing_was_paid_in() => Assert.Equal(0m, Of("PIC", Real()).Value);

    // 1.5 paid in of 15.
    [Fact]
    public void The_first_row_entered_makes_it_a_ledger_that_is_kept() =>
        Assert.Equal(0.1m, Of("PIC", Real().KeepsNoLedgerHere(Close).Calls(1.5m, On(2022, 3, 1), Guidance)).Value);

    [Fact]
    public void What_was_entered_for_a_later_day_does_not_make_an_earlier_one_known() =>
        Assert.Equal("LEDGER_NOT_KEPT", Of("PIC", Real().KeepsNoLedgerHere(Close).Calls(1.5m, On(2025, 3, 1), Guidance)).Absent?.Why);

    [Fact]
    public void Parts_of_such_a_fund_know_as_little()
    {
        var fund = FundHistory.Cut(Real().KeepsNoLedgerHere(Close).Facts, AsOf, Ever);
        Assert.False(fund.IsLedgerKept);
        Assert.False(fund.Condensed().IsLedgerKept);
        Assert.False(fund.OfClass("GUIDANCE_FUND", FxTable.KnownAt([], Ever)).IsLedgerKept);
    }

    private static FundBuilder Real() => Fund(Currency.Cny).Commits(Guidance, 3, Close).Commits(Undisclosed, 12, Close);

    private static Measure Of(string key, params IEnumerable<FundBuilder> funds) =>
        MetricCatalog.Of(key).Compute(Pool(AsOf, FxTable.KnownAt([], Ever), null, Currency.Cny, funds));
}
