using CsCheck;
using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>What must hold of every figure of every kind of subject, over invented programmes with all kinds of facts.</summary>
public class PortfolioPropertyTests
{
    private const long Portfolios = 60;

    [Fact]
    public void The_order_of_facts_of_every_kind_changes_nothing() => RandomPortfolio.Any.Sample(
        portfolio =>
        {
            var shuffled = portfolio.Shuffled(new Dice(portfolio.Seed));

            Assert.Equal(Figures(portfolio, portfolio.AsOf, Ever), Figures(shuffled, portfolio.AsOf, Ever));
        },
        iter: Portfolios);

    [Fact]
    public void What_is_taken_back_and_told_again_changes_nothing_but_when_it_was_known() => RandomPortfolio.Any.Sample(
        portfolio =>
        {
            var retold = portfolio.Retold(new Dice(portfolio.Seed), Noon(On(2030, 1, 1)));
            var before = Noon(On(2029, 12, 31));

            Assert.Equal(Figures(portfolio, portfolio.AsOf, Ever), Figures(retold, portfolio.AsOf, Ever));
            Assert.Equal(Figures(portfolio, portfolio.AsOf, before), Figures(retold, portfolio.AsOf, before));
        },
        iter: Portfolios);

    [Fact]
    public void Larger_amounts_leave_every_ratio_and_rate_of_funds_as_they_are() => Gen.Select(RandomPortfolio.Any, Gen.Int[2, 1_000]).Sample(
        (portfolio, by) =>
        {
            foreach (var (before, after) in OfFunds(portfolio).Zip(OfFunds(portfolio.Scaled(by))))
            {
                Assert.Equal((before.Subject, before.Metric.Key, Status(before.Measure)), (after.Subject, after.Metric.Key, Status(after.Measure)));
                if (before.Measure.Value is { } value && before.Metric.Unit is MetricUnit.Ratio or MetricUnit.RatePerYear)
                {
                    // What rounding to the minor unit leaves, of conversions and of splits: a hundred units at most, of either term or of all flows.
                    var units = before.Metric.Unit == MetricUnit.RatePerYear ? (decimal)Math.Min(1e6, 100 * Discounting.MovedByUnit(before.Measure, value))
                        : before.Measure.Denominator is { } below && below > 0 ? 100 / (decimal)below : 0;
                    Assert.True(Math.Abs(value - after.Measure.Value!.Value) <= (1e-5m + units) * (1 + Math.Abs(value)), $"{before.Subject} {before.Metric.Key} {value} {after.Measure.Value}");
                }
            }
        },
        iter: Portfolios);

    /// <summary>Of flows of a single day a unit of rounding decides whether anything is left of them: no rate either way.</summary>
    private static string Status(Measure measure) =>
        measure.Status == XirrStatus.Empty && measure.Trail.Count > 0 ? "SAME_DAY" : measure.StatusKey;

    /// <summary>By sub-fund: what vintage, manager, jurisdiction and programme pool are sub-funds.</summary>
    [Fact]
    public void Parts_by_sub_fund_sum_to_the_whole() => RandomPortfolio.Any.Sample(
        portfolio => SumToWhole(
            portfolio, ["LV-1", "LV-2", "LV-3", "LV-4-OECD", "LV-4-MDB", "LV-5", "LV-6", "LV-7", "LV-7-DEALS", "CN_CONVERSION_DEALS", "LV-8", "LV-9", "LV-10", "HK_ITVF_MATCH", "HK_ITVF_ATTRACTED", "PIC", "DPI", "RVPI", "TVPI", "PAID_IN", "DISTRIBUTED", "RESIDUAL_VALUE", "MOIC", "GROSS_DPI", "GROSS_RVPI", "KS_PME", "GROSS_KS_PME", "NET_RETURN_PERIOD", "GROSS_RETURN_PERIOD"],
            funds => funds.Select(fund => new[] { fund })),
        iter: Portfolios);

    /// <summary>By startup: what sector, incubator and single deals pool are the deals of startups.</summary>
    [Fact]
    public void Parts_by_startup_sum_to_the_whole() => RandomPortfolio.Any.Sample(
        portfolio => SumToWhole(
            portfolio, ["LV-7-DEALS", "CN_CONVERSION_DEALS", "LV-8", "LV-9", "LV-10", "HK_ITVF_MATCH", "HK_ITVF_ATTRACTED", "MOIC", "GROSS_DPI", "GROSS_RVPI", "GROSS_KS_PME", "GROSS_RETURN_PERIOD"],
            funds => portfolio.Startups.Select(startup => funds.Where(fund => fund.Investments.Any(row => row.Startup == startup.Startup))
                .Select(fund => fund.Holding(startup.Startup.Equals)).ToArray())),
        iter: Portfolios);

    /// <summary>The sums above would say little of the two ITVF ratios if every random fund had a round of which nothing is told, or none had.</summary>
    [Fact]
    public void Rounds_left_out_of_the_ITVF_ratios_stand_beside_rounds_that_count()
    {
        var (partial, parts) = (0, 0);
        RandomPortfolio.Any.Sample(
            portfolio =>
            {
                var funds = portfolio.Cut(portfolio.AsOf, Ever);
                var attracted = MetricCatalog.Of("HK_ITVF_ATTRACTED");
                if (attracted.Compute(portfolio.Pool(portfolio.AsOf, Ever, Currency.Cny, funds)) is { Value: not null, Rounds.LeftOut.Count: > 0 })
                {
                    Interlocked.Increment(ref partial);
                    Interlocked.Add(ref parts, funds.Count(fund => attracted.Compute(portfolio.Pool(portfolio.AsOf, Ever, Currency.Cny, [fund])).Value is not null));
                }
            },
            iter: 4 * Portfolios);

        Assert.True(partial > 10 && parts > partial, $"{partial} portfolios with {parts} funds");
    }

    /// <summary>Of each later round, what is credited to funds, and to single deals, is what is credited to all of them together: others' money, to the minor unit.</summary>
    [Fact]
    public void Others_money_in_a_later_round_is_credited_once_by_fund_and_by_deal()
    {
        var (told, shared, split) = (0, 0, 0);
        RandomPortfolio.Any.Sample(
            portfolio =>
            {
                var funds = portfolio.Cut(portfolio.AsOf, Ever);
                var ours = funds.SelectMany(fund => fund.Investments).Where(row => row.Round is not null).ToLookup(row => row.Round!.Value.Value);
                if (MetricCatalog.Of("LV-10").Compute(portfolio.Pool(portfolio.AsOf, Ever, Currency.Cny, funds)).Value is null)
                {
                    return;
                }

                var whole = Credited([[.. funds]]);
                Assert.Equal(whole, Credited(funds.Select(fund => new[] { fund })));
                Assert.Equal(whole, Credited(funds.SelectMany(fund => fund.Investments.Select(deal => new[] { fund.Holding(deal.Id) }))));
                Interlocked.Add(ref told, whole.Count);
                Interlocked.Add(ref shared, whole.Count(round => ours[round.Key].Any()));
                Interlocked.Add(ref split, Rows(funds.Select(fund => new[] { fund })).GroupBy(row => row.RowId).Count(round => round.Skip(1).Any()));

                SortedDictionary<Guid, Int128> Credited(IEnumerable<FundHistory[]> pools) => new(Rows(pools)
                    .GroupBy(row => row.RowId)
                    .ToDictionary(round => round.Key, round => round.Aggregate((Int128)0, (sum, row) => sum + row.NumeratorMinor)));

                IEnumerable<TrailRow> Rows(IEnumerable<FundHistory[]> pools) => pools
                    .SelectMany(pool => MetricCatalog.Of("LV-10").Compute(portfolio.Pool(portfolio.AsOf, Ever, Currency.Cny, pool)).Trail)
                    .Where(row => row.Part == "LATER_ROUND");
            },
            iter: 4 * Portfolios);

        Assert.True(told > 200 && shared > 20 && split > 20, $"{told} rounds, {shared} with money of ours, {split} split among funds");
    }

    [Fact]
    public void Parts_by_investor_sum_to_the_whole() => RandomPortfolio.Any.Sample(
        portfolio => SumToWhole(
            portfolio, ["PIC", "DPI", "PAID_IN", "DISTRIBUTED"],
            funds => funds.SelectMany(fund => fund.Investors.Select(investor => new[] { fund.OfInvestor(investor, portfolio.Fx(Ever)) }))),
        iter: Portfolios);

    /// <summary>Tranches included: some officials of the portfolios stand in the riskiest.</summary>
    [Fact]
    public void What_is_attributed_to_all_officials_is_the_private_money_to_the_minor_unit()
    {
        var (told, riskiest) = (0, 0);
        RandomPortfolio.Any.Sample(
            portfolio =>
            {
                foreach (var fund in portfolio.Cut(portfolio.AsOf, Ever))
                {
                    var pool = portfolio.Pool(portfolio.AsOf, Ever, Currency.Cny, [fund]);
                    var ratio = MetricCatalog.Of("LV-4-OECD").Compute(pool);
                    if (AttributedMobilisation.Credits(pool) is not { Absent: null, Value: var credits } || ratio.Denominator is not { } officials || officials <= 0)
                    {
                        continue;
                    }

                    Assert.Equal(ratio.Numerator, credits.Aggregate(Int128.Zero, (sum, credit) => sum + credit.Attributed.Minor));
                    Interlocked.Increment(ref told);
                    Interlocked.Add(ref riskiest, fund.Commitments.Any(row => row.IsRiskiest && row.Amount.Minor > 0) ? 1 : 0);
                }
            },
            iter: 400);

        Assert.True(told > 200 && riskiest > 50, $"{told} funds, {riskiest} of them with tranches");
    }

    private static void SumToWhole(RandomPortfolio portfolio, string[] keys, Func<IReadOnlyList<FundHistory>, IEnumerable<FundHistory[]>> parts)
    {
        var funds = portfolio.Cut(portfolio.AsOf, Ever);
        var groups = parts(funds).Where(group => group.Length > 0).ToList();
        foreach (var metric in keys.Select(MetricCatalog.Of))
        {
            var whole = metric.Compute(portfolio.Pool(portfolio.AsOf, Ever, Currency.Cny, funds));
            if (whole.Value is null)
            {
                continue;
            }

            var told = groups.Select(group => metric.Compute(portfolio.Pool(portfolio.AsOf, Ever, Currency.Cny, group))).ToList();
            Assert.True(whole.Numerator == Sum(told, part => part.Numerator), $"{metric.Key}: {whole.Numerator} is not {Sum(told, part => part.Numerator)}");
            Assert.True((whole.Denominator ?? 0) == Sum(told, part => part.Denominator), $"{metric.Key}, denominator");
        }
    }

    private static Int128 Sum(IEnumerable<Measure> parts, Func<Measure, Int128?> term) => parts.Aggregate(Int128.Zero, (sum, part) => sum + (term(part) ?? 0));

    private static IEnumerable<(string Subject, Metric Metric, Measure Measure)> OfFunds(RandomPortfolio portfolio) => portfolio.Subjects(portfolio.AsOf, Ever)
        .Where(subject => subject.History.Funds.Count > 0)
        .SelectMany(subject => RandomPortfolio.MetricsOf(subject.History).Select(metric => (subject.Name, metric, metric.Compute(subject.History))));

    private static List<string> Figures(RandomPortfolio portfolio, LocalDate asOf, Instant knownAt) => [.. portfolio.Subjects(asOf, knownAt)
        .SelectMany(subject => RandomPortfolio.MetricsOf(subject.History).Select(metric => (subject.Name, Measure: metric.Compute(subject.History), metric.Key)))
        .Select(of => $"{of.Name} {of.Key}: {of.Measure.Value} {of.Measure.Numerator}/{of.Measure.Denominator} {of.Measure.StatusKey} {string.Join(',', of.Measure.Flags)} "
            + string.Join(',', of.Measure.Roots) + " " + string.Join(',', of.Measure.Parts.Select(part => $"{part.Key}={part.NumeratorMinor}/{part.DenominatorMinor}")))];
}
