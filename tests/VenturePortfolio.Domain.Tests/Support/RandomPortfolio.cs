using CsCheck;
using NodaTime;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// An invented programme with everything the catalogue asks for: funds in three currencies with shared investors, rounds several funds
/// take part in, holdings, valuations, proceeds, subscription lines, an index, rates, supported transactions, and startups with stays, milestones,
/// revenue and conversions; recorded late, taken back and told anew as facts are. Wholly decided by its seed, which a failing property prints.
/// </summary>
internal sealed class RandomPortfolio
{
    internal static readonly LocalDate FirstDay = On(2018, 1, 1);
    internal static readonly LocalDate LastDay = On(2024, 12, 31);
    internal static readonly IncubatorId Park = new(new Guid(1, 0, 0, new byte[8]));
    internal static readonly IReadOnlyList<Currency> Currencies = [Currency.Cny, Currency.Hkd, Currency.Usd];

    private RandomPortfolio(int seed)
    {
        Seed = seed;
        var dice = new Dice(seed);
        AsOf = dice.Day(On(2020, 6, 30), LastDay);
        (Startups, Rounds) = RandomStartups.Of(dice);
        var funds = RandomFunds.Of(dice, Rounds);
        Funds = [.. funds.Select(fund => fund with { Beside = [.. funds.Where(other => other != fund).SelectMany(other => other.Investments)] })];
        Support = dice.Chance(80) ? RandomSupport.Of(dice) : null;
        HasIndex = dice.Chance(85);
        Levels = SharedLevels;
        Quotes = [.. SharedQuotes, .. Enumerable.Range(0, dice.Next(4)).Select(_ => Late(dice, dice.Day(FirstDay, LastDay)))];
    }

    private RandomPortfolio(
        RandomPortfolio of, IReadOnlyList<FundFacts> funds, IReadOnlyList<StartupFacts> startups, IReadOnlyList<FxQuote> quotes, IReadOnlyList<IndexLevel> levels)
    {
        (Seed, AsOf, Rounds, Support, HasIndex) = (of.Seed, of.AsOf, of.Rounds, of.Support, of.HasIndex);
        (Funds, Startups, Quotes, Levels) = (funds, startups, quotes, levels);
    }

    internal static Gen<RandomPortfolio> Any { get; } = Gen.Int[0, int.MaxValue].Select(Of);

    internal int Seed { get; }

    /// <summary>A day in the middle of its life, so that some of its rows are still to come.</summary>
    internal LocalDate AsOf { get; }

    internal IReadOnlyList<FundFacts> Funds { get; }

    internal IReadOnlyList<StartupFacts> Startups { get; }

    /// <summary>Of all startups; whichever fund takes part.</summary>
    internal IReadOnlyList<FinancingRound> Rounds { get; }

    /// <summary>Null: no supported transactions.</summary>
    internal SupportTotals? Support { get; }

    internal bool HasIndex { get; }

    /// <summary>Some of them corrected after their day.</summary>
    internal IReadOnlyList<FxQuote> Quotes { get; }

    /// <summary>Of the index.</summary>
    internal IReadOnlyList<IndexLevel> Levels { get; }

    internal static RandomPortfolio Of(int seed) => new(seed);

    /// <summary>The same programme told otherwise.</summary>
    internal RandomPortfolio With(
        IReadOnlyList<FundFacts> funds, IReadOnlyList<StartupFacts> startups, IReadOnlyList<FxQuote> quotes, IReadOnlyList<IndexLevel> levels) =>
        new(this, funds, startups, quotes, levels);

    internal FxTable Fx(Instant knownAt) => FxTable.KnownAt(Quotes, knownAt);

    internal IReadOnlyList<FundHistory> Cut(LocalDate asOf, Instant knownAt) => [.. Funds.Select(fund => FundHistory.Cut(fund, asOf, knownAt))];

    internal IReadOnlyList<StartupHistory> CutStartups(LocalDate asOf, Instant knownAt) =>
        [.. Startups.Select(startup => StartupHistory.Cut(startup, asOf, knownAt))];

    /// <summary>The pool of these funds, or of all, at one pair. Startups and supported transactions are subjects of their own.</summary>
    internal PortfolioHistory Pool(LocalDate asOf, Instant knownAt, Currency currency, IReadOnlyList<FundHistory>? funds = null, FxBasis? basis = null) => new()
    {
        AsOf = asOf,
        Funds = funds ?? Cut(asOf, knownAt),
        ReportCurrency = currency,
        Fx = Fx(knownAt),
        FxBasisOverride = basis,
        From = asOf.PlusMonths(-7),
        ConstantOn = basis == FxBasis.Constant ? On(2021, 6, 30) : null,
        Index = HasIndex ? BenchmarkIndex.KnownAt("INVENTED", Currency.Usd, Levels, knownAt) : null,
        Mappings = Mappings,
        Converting = Startups.Where(startup => StartupHistory.Cut(startup, asOf, knownAt).Conversions.Count > 0).Select(startup => startup.Startup).ToHashSet(),
    };

    /// <summary>
    /// Every kind of subject figures are told of, with a name for messages: each fund in its own currency, all funds in each currency, one
    /// investor of each fund, the deals of one half of the startups, each startup, the incubator, each of its years, all startups, the support programme.
    /// </summary>
    internal IEnumerable<(string Name, PortfolioHistory History)> Subjects(LocalDate asOf, Instant knownAt)
    {
        var funds = Cut(asOf, knownAt);
        var fx = Fx(knownAt);
        var half = Startups.Where((_, at) => at % 2 == 0).Select(startup => startup.Startup).ToHashSet();
        foreach (var (fund, at) in funds.Select((fund, at) => (fund, at)))
        {
            var currency = fund.Terms?.Currency ?? Currency.Cny;
            yield return ($"fund {at}", Pool(asOf, knownAt, currency, [fund]));
            yield return ($"deals of fund {at}", Pool(asOf, knownAt, currency, [fund.Holding(half.Contains)]));
            foreach (var investor in fund.Investors.OrderBy(investor => investor.Value).Take(1))
            {
                yield return ($"an investor of fund {at}", Pool(asOf, knownAt, currency, [fund.OfInvestor(investor, fx)]));
            }
        }

        foreach (var currency in Currencies)
        {
            yield return ($"all funds in {currency}", Pool(asOf, knownAt, currency, funds));
        }

        yield return ("all funds at one day's rates", Pool(asOf, knownAt, Currency.Hkd, funds, FxBasis.Constant));
        yield return ("all funds at the rates of asOf", Pool(asOf, knownAt, Currency.Cny, funds, FxBasis.AsOf));
        yield return ("all funds at the rates of commitments", Pool(asOf, knownAt, Currency.Hkd, funds, FxBasis.CommitmentDate));
        yield return ("all funds at the rates of transactions", Pool(asOf, knownAt, Currency.Cny, funds, FxBasis.TransactionDate));
        foreach (var (name, pool) in Pools(CutStartups(asOf, knownAt)))
        {
            yield return (name, new() { AsOf = asOf, Startups = pool, ReportCurrency = Currency.Cny, Fx = fx });
        }

        if (Support is not null)
        {
            yield return ("support", new() { AsOf = asOf, Support = Support, ReportCurrency = Support.Currency, Fx = FxTable.Empty });
        }
    }

    /// <summary>The metrics that are told of such a subject, as the night chooses them.</summary>
    internal static IEnumerable<Metric> MetricsOf(PortfolioHistory subject) => MetricCatalog.All.Where(metric => metric.Subject switch
    {
        MetricSubject.SubFund => subject.Funds.Count > 0,
        MetricSubject.SupportProgramme => subject.Support is not null,
        MetricSubject.Startup => subject.Startups is { IsGroup: false },
        MetricSubject.Incubator => subject.Startups is { IsGroup: true },
        _ => subject.Startups is not null,
    });

    public override string ToString() => $"RandomPortfolio.Of({Seed})";

    private static IEnumerable<(string Name, StartupPool Pool)> Pools(IReadOnlyList<StartupHistory> startups)
    {
        foreach (var (startup, at) in startups.Select((startup, at) => (startup, at)))
        {
            yield return ($"startup {at}", StartupPool.Of(startup));
        }

        var park = StartupPool.Of(Park, startups);
        yield return ("incubator", park);
        foreach (var cohort in park.Cohorts())
        {
            yield return ($"admissions of {cohort.CohortYear}", cohort);
        }

        yield return ("all startups", StartupPool.Whole(startups));
    }

    private static FxQuote Late(Dice dice, LocalDate on) =>
        Daily(dice.Of([Currency.Cny, Currency.Hkd]), on, 5 + (dice.Next(400) / 100m), Noon(on.PlusDays(dice.Next(700))));

    /// <summary>Every fifth day, moving a little: the same for every portfolio, because tables of rates are dear to make.</summary>
    private static readonly IReadOnlyList<FxQuote> SharedQuotes =
    [
        .. Enumerable.Range(-4, 520).Select(at => Daily(Currency.Cny, FirstDay.PlusDays(5 * at), 6.3m + ((at + 4) * 37 % 90 / 100m))),
        .. Enumerable.Range(-4, 520).Select(at => Daily(Currency.Hkd, FirstDay.PlusDays(5 * at), 7.75m + ((at + 4) * 11 % 10 / 100m))),
    ];

    /// <summary>A month's end each, growing by about one percent a month.</summary>
    private static readonly IReadOnlyList<IndexLevel> SharedLevels =
    [
        .. Enumerable.Range(0, 90).Select(at => new IndexLevel(
            FirstDay.PlusMonths(at - 1), Noon(FirstDay.PlusMonths(at - 1)), 10_000_000_000L + (at * 120_000_000L) + (at * 13 % 7 * 200_000_000L))),
    ];
}
