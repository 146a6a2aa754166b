using NodaTime;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>The startups of a <see cref="RandomPortfolio"/> and their financing rounds.</summary>
internal static class RandomStartups
{
    private static readonly string[] Kinds = ["CERT-HNTE", "EXIT-MA", "EXIT-IPO", "EXIT-CLOSE", "PRD-MVP", "PRD-LAUNCH", "REV-FIRST"];
    private static readonly InvestorClass[] Classes = [Guidance, HongKongPublic, HongKongPrivate, MainlandPrivate, LocalGovernment];

    internal static (IReadOnlyList<StartupFacts> Startups, IReadOnlyList<FinancingRound> Rounds) Of(Dice dice)
    {
        List<StartupFacts> startups = [.. Enumerable.Range(0, dice.Between(3, 9)).Select(_ => Startup(dice))];
        return (startups, [.. startups.SelectMany(startup => startup.Rounds)]);
    }

    private static StartupFacts Startup(Dice dice)
    {
        var id = new StartupId(dice.Id());
        var founded = dice.Day(On(2015, 1, 1), On(2020, 12, 31));
        List<PlannedMilestone> milestones = [.. Kinds.Where(_ => dice.Chance(40)).Select(kind =>
            new PlannedMilestone(dice.Id(), kind, dice.Chance(85) ? dice.Day(On(2018, 6, 1), RandomPortfolio.LastDay) : null, Noon(On(2018, 1, 2))))];
        return new StartupFacts
        {
            Startup = id,
            Sector = dice.Of(["BIOMEDICINE", "ELECTRONICS", "NEW_MATERIALS"]),
            FoundedOn = dice.Chance(90) ? founded : null,
            Incubations = dice.Chance(90) ? [.. Stay(dice, founded)] : [],
            Milestones = milestones,
            Reports = [.. milestones.Where(_ => dice.Chance(65)).SelectMany(milestone => Reports(dice, milestone))],
            Rounds = [.. Rounds(dice, id)],
            Revenues = [.. Enumerable.Range(2017, 8).Where(_ => dice.Chance(55)).Select(year => new RevenueFact(
                dice.Id(), On(year, 1, 1), On(year, 12, 31), dice.Between(1, 9_000_000) + 0.25m, dice.Of(RandomPortfolio.Currencies), dice.Recorded(On(year, 12, 31))))],
            Conversions = dice.Chance(55) ? [.. Conversions(dice)] : [],
        };
    }

    private static IEnumerable<IncubationEvent> Stay(Dice dice, LocalDate founded)
    {
        var admitted = dice.Day(Max(founded, RandomPortfolio.FirstDay), On(2022, 12, 31));
        yield return Event(IncubationKind.Admitted, admitted);
        if (dice.Chance(60))
        {
            yield return Event(dice.Chance(60) ? IncubationKind.Graduated : IncubationKind.Left, dice.Day(admitted.PlusDays(200), RandomPortfolio.LastDay.PlusYears(1)));
        }

        IncubationEvent Event(IncubationKind kind, LocalDate on) => new(dice.Id(), RandomPortfolio.Park, kind, on, dice.Recorded(on));
    }

    private static IEnumerable<ReachedMilestone> Reports(Dice dice, PlannedMilestone milestone)
    {
        var on = dice.Day(On(2018, 6, 1), RandomPortfolio.LastDay);
        var report = new ReachedMilestone(dice.Id(), milestone.Id, on, dice.Recorded(on));
        yield return report;
        if (dice.Chance(15))
        {
            yield return new(dice.Id(), milestone.Id, on.PlusDays(dice.Between(-40, 40)), report.RecordedAt.Plus(Duration.FromDays(60)), report.Id);
        }
    }

    private static IEnumerable<FinancingRound> Rounds(Dice dice, StartupId startup)
    {
        for (var left = dice.Next(5); left > 0; left--)
        {
            var currency = dice.Of(RandomPortfolio.Currencies);
            var on = dice.Day(RandomPortfolio.FirstDay, RandomPortfolio.LastDay);
            List<RoundPart> parts = [.. Classes.Where(_ => dice.Chance(55)).Select(of => new RoundPart(dice.Id(), of, dice.Amount(currency, 2), dice.Recorded(on)))];
            var rest = dice.Amount(currency, 8);
            var round = new FinancingRound
            {
                Id = new(dice.Id()), Startup = startup, EffectiveOn = on, RecordedAt = dice.Recorded(on), IsListing = dice.Chance(8),
                Total = rest with { Minor = rest.Minor + parts.Sum(part => part.Amount.Minor) },
                // Of most rounds somebody told who took part.
                Parts = dice.Chance(92) && parts.Count > 0 ? parts : [new(dice.Id(), MainlandPrivate, rest, dice.Recorded(on))],
            };
            yield return dice.Chance(96) ? round : round with { Parts = [] };
            if (dice.Chance(4))
            {
                yield return round with { Id = new(dice.Id()), ReversesId = round.Id, RecordedAt = round.RecordedAt.Plus(Duration.FromDays(120)) };
            }
        }
    }

    private static IEnumerable<AchievementConversion> Conversions(Dice dice)
    {
        var on = dice.Day(RandomPortfolio.FirstDay, On(2022, 12, 31));
        var link = new AchievementConversion(dice.Id(), new(dice.Id()), on, dice.Recorded(on));
        yield return link;
        if (dice.Chance(40))
        {
            // A second link to the same achievement is no second conversion.
            yield return new(dice.Id(), dice.Chance(50) ? link.Achievement : new(dice.Id()), on.PlusDays(30), dice.Recorded(on.PlusDays(30)));
        }

        if (dice.Chance(10))
        {
            yield return link with { Id = dice.Id(), ReversesId = link.Id, RecordedAt = link.RecordedAt.Plus(Duration.FromDays(10)) };
        }
    }

    private static LocalDate Max(LocalDate one, LocalDate other) => one > other ? one : other;
}
