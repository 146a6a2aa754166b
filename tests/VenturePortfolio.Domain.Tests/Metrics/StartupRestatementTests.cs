using CsCheck;
using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Why a figure of milestones of one day reads otherwise when it is told later: figures counted by hand, and any history.</summary>
public sealed class StartupRestatementTests
{
    private static readonly LocalDate AsOf = On(2024, 12, 31);
    private static readonly Instant First = Noon(On(2025, 1, 31));
    private static readonly Instant Told = Noon(On(2025, 3, 1));
    private static readonly Instant Last = Noon(On(2025, 6, 30));
    private static readonly IncubatorId Elsewhere = new(Guid.NewGuid());

    [Fact]
    public void A_report_that_came_late_and_one_that_was_wrong_have_steps_of_their_own()
    {
        var startup = new StartupBuilder().Admitted(On(2020, 1, 1))
            .Milestone("PRD-MVP", On(2024, 3, 1), On(2024, 3, 11)).Corrects(On(2024, 2, 20), Told)
            .Milestone("PRD-LAUNCH", On(2024, 6, 1), On(2024, 5, 30), reportedAt: Told)
            .Milestone("REV-FIRST", On(2024, 9, 1), null)
            .Milestone("FIN-GRANT", On(2025, 9, 1), null);

        // Of three due by the end of 2024 none on time; the first had been on time; and so had the second, told late.
        var restated = Restated("ON-TIME", Alone, startup);

        Assert.Equal((0m, 0.6666666667m), (restated.Before.Value, restated.After.Value));
        Assert.Equal([new(RestatementCause.Correction, 0.3333333333m), new(RestatementCause.LatePosting, 0.3333333334m)], restated.Steps);
        Assert.Equal(
            ["Correction MilestoneReport 2024-02-20", "LatePosting MilestoneReport 2024-05-30"],
            restated.Rows.Select(row => $"{row.Cause} {row.Source} {row.EffectiveOn:uuuu-MM-dd}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stay_that_turned_out_to_be_elsewhere_is_a_reclassification_and_another_day_of_it_a_correction()
    {
        var (moved, other) = (new StartupBuilder().Converts(On(2020, 6, 1)), new StartupBuilder());
        var stay = Guid.NewGuid();
        List<IncubationEvent> events =
        [
            new(stay, StartupBuilder.Park, IncubationKind.Admitted, On(2020, 1, 1), Noon(On(2020, 1, 2))),
            new(Guid.NewGuid(), StartupBuilder.Park, IncubationKind.Admitted, On(2020, 1, 1), Told, stay),
            new(Guid.NewGuid(), Elsewhere, IncubationKind.Admitted, On(2020, 1, 1), Told),
        ];
        var facts = new[] { moved.Facts with { Incubations = events }, other.Admitted(On(2020, 2, 1)).Facts };

        // Of two ever admitted one converts an achievement; that one was never here: none of one.
        var restated = Restated("CONVERSION-SHARE", AtPark, facts);
        Assert.Equal((0.5m, 0m), (restated.Before.Value, restated.After.Value));
        Assert.Equal([new(RestatementCause.Reclassification, -0.5m)], restated.Steps);
        Assert.Equal(2, restated.Rows.Count(row => row is { Cause: RestatementCause.Reclassification, Source: "Incubation" }));

        // The same startup again, admitted here a year later than was said: 366 days of a first round fewer.
        var corrected = moved.Raises(3, On(2021, 3, 1)).Facts with
        {
            Incubations = [events[0], events[1], new(Guid.NewGuid(), StartupBuilder.Park, IncubationKind.Admitted, On(2021, 1, 1), Told)],
        };
        Assert.Equal([new(RestatementCause.Correction, -366m)], Restated("FIRST-ROUND-DAYS", AtPark, corrected).Steps);
    }

    [Fact]
    public void Whoever_graduated_and_had_not_left_is_reclassified()
    {
        var left = Guid.NewGuid();
        var startup = new StartupBuilder().Admitted(On(2020, 1, 1)).Facts;
        startup = startup with
        {
            Incubations =
            [
                .. startup.Incubations,
                new(left, StartupBuilder.Park, IncubationKind.Left, On(2024, 5, 1), Noon(On(2024, 5, 2))),
                new(Guid.NewGuid(), StartupBuilder.Park, IncubationKind.Left, On(2024, 5, 1), Told, left),
                new(Guid.NewGuid(), StartupBuilder.Park, IncubationKind.Graduated, On(2024, 5, 1), Told),
            ],
        };

        // Torch: graduates of the year over stays at its beginning: none of one, then one.
        Assert.Equal([new(RestatementCause.Reclassification, 1m)], Restated("GRADUATION-RATE", AtPark, startup).Steps);
    }

    [Fact]
    public void Rates_and_rounds_told_anew_move_progress_in_money()
    {
        var round = Round(Startup(), 1_000_000, On(2024, 3, 1), Currency.Hkd) with { RecordedAt = First };
        var startup = new StartupBuilder().Facts with
        {
            Rounds =
            [
                round,
                round with { Id = new(Guid.NewGuid()), ReversesId = round.Id, RecordedAt = Told },
                round with { Id = new(Guid.NewGuid()), Total = Money(2_000_000, Currency.Hkd), RecordedAt = Told },
                round with { Id = new(Guid.NewGuid()), Total = Money(4_000_000, Currency.Hkd), EffectiveOn = On(2024, 3, 2), RecordedAt = Told },
            ],
        };
        FxQuote[] rates = [Daily(Currency.Cny, On(2024, 3, 1), 7m, First), Daily(Currency.Hkd, On(2024, 3, 1), 7m, First)];
        var later = FxTable.KnownAt([.. rates, Daily(Currency.Hkd, On(2024, 3, 1), 14m, Told)], Last);

        // Of 5 million yuan 1; the Hong Kong dollar is worth half: 0.5; the round was of 2: 1; a round of 4 came late: 3.
        var restated = Restated("GRAD-FINANCING", Alone, FxTable.KnownAt(rates, First), later, startup);

        Assert.Equal((0.2m, 0.6m), (restated.Before.Value, restated.After.Value));
        Assert.Equal(
            [new(RestatementCause.Fx, -0.1m), new(RestatementCause.Correction, 0.1m), new(RestatementCause.LatePosting, 0.4m)],
            restated.Steps);
        Assert.Contains(Restatement.FxRows, restated.Moving);
        Assert.Equal(3, restated.Rows.Count);
    }

    [Fact]
    public void Rows_of_others_and_rows_that_do_not_matter_are_not_listed()
    {
        var (here, there) = (new StartupBuilder().Admitted(On(2020, 1, 1)), new StartupBuilder());
        here.Milestone("PRD-MVP", On(2024, 3, 1), On(2024, 3, 1), reportedAt: Told).Converts(On(2024, 1, 1));
        there.Milestone("PRD-MVP", On(2024, 3, 1), On(2024, 3, 1), reportedAt: Told);

        var restated = Restated("CONVERSION-SHARE", AtPark, here.Facts with { Conversions = [here.Facts.Conversions[0] with { RecordedAt = Told }] }, there.Facts);

        Assert.Equal(["AchievementConversion"], restated.Rows.Select(row => row.Source));
    }

    [Fact]
    public void Steps_of_any_history_sum_to_the_difference_of_what_was_known_at_each_instant() =>
        Gen.Int.Sample(seed =>
        {
            var portfolio = RandomPortfolio.Of(seed);
            var dice = new Dice(seed);
            var asOf = portfolio.AsOf;
            var (first, last) = (Noon(asOf.PlusDays(dice.Next(300) - 150)), Noon(asOf.PlusDays(200 + dice.Next(500))));
            var known = new KnownTwice(asOf, first, last, FxTable.KnownAt(portfolio.Quotes, first), FxTable.KnownAt(portfolio.Quotes, last));
            foreach (var metric in MetricCatalog.All)
            {
                Func<IEnumerable<StartupHistory>, StartupPool>[] pools = metric.Subject switch
                {
                    MetricSubject.Startup => [of => StartupPool.Of(of.First())],
                    MetricSubject.Incubator => [StartupPool.Whole, of => StartupPool.Of(RandomPortfolio.Park, of)],
                    MetricSubject.StartupOrIncubator => [of => StartupPool.Of(of.First()), StartupPool.Whole, of => StartupPool.Of(RandomPortfolio.Park, of)],
                    _ => [],
                };
                foreach (var pool in pools)
                {
                    var restated = StartupRestatement.Of(portfolio.Startups, known, pool, (of, rates) => Measured(metric, of, rates, asOf)).Told;

                    // The two ends are those that whoever asked at the time was told: rows of later are cut off by the history itself.
                    Assert.Equal(Cut(first, known.FirstRates), Text(restated.Before));
                    Assert.Equal(Cut(last, known.LastRates), Text(restated.After));
                    Assert.Equal(
                        restated.Before.Value is { } before && restated.After.Value is { } after ? after - before : 0m,
                        restated.Steps.Sum(step => step.Effect));
                    Assert.All(restated.Rows, row => Assert.True(row.RecordedAt > first));
                    // No step without the rows that made it.
                    Assert.All(restated.Steps, step => Assert.True(step.Cause == RestatementCause.Fx || restated.Rows.Any(row => row.Cause == step.Cause)));

                    string Cut(Instant knownAt, FxTable rates) =>
                        Text(Measured(metric, pool(portfolio.Startups.Select(startup => StartupHistory.Cut(startup, asOf, knownAt))), rates, asOf));
                }
            }
        }, iter: 100);

    private static string Text(Measure of) => $"{of.Value} {of.Numerator}/{of.Denominator} {of.StatusKey}";

    private static StartupPool Alone(IEnumerable<StartupHistory> startups) => StartupPool.Of(startups.Single());

    private static StartupPool AtPark(IEnumerable<StartupHistory> startups) => StartupPool.Of(StartupBuilder.Park, startups);

    private static Restatement Restated(string key, Func<IEnumerable<StartupHistory>, StartupPool> pool, StartupBuilder startup) => Restated(key, pool, startup.Facts);

    private static Restatement Restated(string key, Func<IEnumerable<StartupHistory>, StartupPool> pool, params StartupFacts[] startups) =>
        Restated(key, pool, FxTable.Empty, FxTable.Empty, startups);

    private static Restatement Restated(string key, Func<IEnumerable<StartupHistory>, StartupPool> pool, FxTable before, FxTable after, params StartupFacts[] startups) =>
        StartupRestatement.Of(startups, new(AsOf, First, Last, before, after), pool, (of, rates) => Measured(MetricCatalog.Of(key), of, rates, AsOf)).Told;

    private static Measure Measured(Metric metric, StartupPool pool, FxTable rates, LocalDate asOf) =>
        metric.Compute(new PortfolioHistory { AsOf = asOf, Startups = pool, ReportCurrency = Currency.Cny, Fx = rates });
}
