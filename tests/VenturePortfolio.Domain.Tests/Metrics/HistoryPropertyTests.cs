using CsCheck;
using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

public class HistoryPropertyTests
{
    private static readonly LocalDate AsOf = On(2024, 12, 31);
    private static readonly InvestorClass[] Classes = [Guidance, HongKongPrivate, MainlandPrivate, Undisclosed];

    private static readonly Gen<FundBuilder> AnyFund =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[1, 1_000_000], Gen.Int[0, 1800]).Array[1, 25].Select(rows =>
            rows.Aggregate(
                Fund(Currency.Cny).Commits(Guidance, 5_000_000, On(2020, 1, 1))
                    .ReportsNav(900_000_000, On(2024, 12, 30)),
                (fund, row) =>
                    Add(fund, row.Item1, Classes[row.Item2], row.Item3, On(2020, 1, 1).PlusDays(row.Item4))));

    [Fact]
    public void A_reversal_and_the_same_entry_again_change_nothing_but_when_it_was_known() =>
        Gen.Select(AnyFund, Gen.Int[0, 1000]).Sample((fund, pick) =>
        {
            var before = Figures(fund.Facts);
            var entry = fund.Flows.Count == 0 ? null : fund.Flows[pick % fund.Flows.Count];
            if (entry is null)
            {
                return;
            }

            var late = Noon(On(2025, 6, 1));
            var facts = fund.Facts with
            {
                CashFlows =
                [
                    .. fund.Flows,
                    entry with { Id = new(Guid.NewGuid()), Seq = 1001, RecordedAt = late, ReversesSeq = entry.Seq },
                    entry with { Id = new(Guid.NewGuid()), Seq = 1002, RecordedAt = late },
                ],
            };

            Assert.Equal(before, Figures(facts));
            Assert.Equal(Figures(fund.Facts, Noon(AsOf)), Figures(facts, Noon(AsOf)));
        });

    [Fact]
    public void The_order_of_rows_changes_nothing() =>
        AnyFund.Sample(fund => Assert.Equal(Figures(fund.Facts), Figures(fund.Facts with
        {
            CashFlows = [.. fund.Facts.CashFlows.Reverse()],
            Commitments = [.. fund.Facts.Commitments.Reverse()],
            InvestorClasses = [.. fund.Facts.InvestorClasses.Reverse()],
        })));

    [Fact]
    public void What_is_recorded_later_never_changes_what_was_known() =>
        Gen.Select(AnyFund, Gen.Int[1, 1_000_000]).Sample((fund, amount) =>
        {
            var before = Figures(fund.Facts, Noon(AsOf));

            fund.Flow(CashFlowKind.CapitalCall, amount, On(2022, 1, 1), Guidance, recordedAt: Noon(AsOf.PlusDays(1)));

            Assert.Equal(before, Figures(fund.Facts, Noon(AsOf)));
        });

    [Fact]
    public void Larger_amounts_leave_every_ratio_and_rate_as_they_are() =>
        Gen.Select(AnyFund, Gen.Int[2, 1_000]).Sample((fund, by) =>
        {
            var facts = fund.Facts;
            var scaled = facts with
            {
                Commitments = [.. facts.Commitments.Select(row => row with { Amount = Times(row.Amount) })],
                CashFlows = [.. facts.CashFlows.Select(row => row with { Amount = Times(row.Amount) })],
                Navs = [.. facts.Navs.Select(row => row with { Amount = Times(row.Amount) })],
            };

            foreach (var (before, after) in Figures(facts).Zip(Figures(scaled)))
            {
                Assert.Equal((before.Item1, before.Item2 is null), (after.Item1, after.Item2 is null));
                if (MetricCatalog.Of(before.Item1).Unit == MetricUnit.Ratio)
                {
                    Assert.Equal(before.Item2, after.Item2);
                }
                else if (MetricCatalog.Of(before.Item1).Unit == MetricUnit.RatePerYear && before.Item2 is { } rate)
                {
                    // Found by a search in floating point, which ends elsewhere in the last digits.
                    Assert.True(Math.Abs(rate - after.Item2!.Value) <= 1e-9m * Math.Max(1, Math.Abs(rate)), $"{before} {after}");
                }
            }

            Money Times(Money money) => money with { Minor = money.Minor * by };
        });

    [Fact]
    public void TVPI_is_exactly_DPI_plus_RVPI() =>
        AnyFund.Sample(fund =>
        {
            var history = Pool(AsOf, FxTable.Empty, null, Currency.Cny, fund);
            var (dpi, rvpi, tvpi) = (Of("DPI"), Of("RVPI"), Of("TVPI"));

            Assert.Equal(tvpi.Numerator, dpi.Numerator + rvpi.Numerator);
            Assert.Equal(tvpi.Denominator, dpi.Denominator);

            Measure Of(string key) => MetricCatalog.Of(key).Compute(history);
        });

    private static FundBuilder Add(
        FundBuilder fund, int what, InvestorClass of, int amount, LocalDate on) => what switch
    {
        0 => fund.Commits(of, amount, on),
        1 or 2 => fund.Calls(amount, on, of),
        3 => fund.Distributes(amount, on, of),
        4 => fund.Invests(amount, on),
        _ => fund.Flow(CashFlowKind.Proceeds, amount, on, null),
    };

    private static IEnumerable<(string, decimal?, Int128?, Int128?, string)> Figures(
        FundFacts facts, Instant? knownAt = null)
    {
        var history = new PortfolioHistory
        {
            AsOf = AsOf, Funds = [FundHistory.Cut(facts, AsOf, knownAt ?? Ever)], ReportCurrency = Currency.Cny,
            Fx = FxTable.Empty,
        };
        return [.. MetricCatalog.All.Select(metric => (metric.Key, Measure: metric.Compute(history)))
            .Select(of => (of.Key, of.Measure.Value, of.Measure.Numerator, of.Measure.Denominator,
                of.Measure.StatusKey))];
    }
}
