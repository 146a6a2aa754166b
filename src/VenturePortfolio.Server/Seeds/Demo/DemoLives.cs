namespace VenturePortfolio.Server;

/// <summary>Everything that happened in the demo, as tables in the order in which they must be loaded.</summary>
internal static class DemoLives
{
    private const int FundsPerRoundMax = 2;

    internal static IReadOnlyList<BulkTable> Of(
        IReadOnlyList<DemoStartup> startups, IReadOnlyList<DemoFund> funds, IReadOnlyList<string> incubators, FxTable rates)
    {
        var rounds = Rounds(startups, funds, rates);
        var cards = new BulkTable("startup", "code", "id", "code", "incubator_id", "sector_code", "stage", "name_en", "name_zh_hant", "name_zh_hans",
            "jurisdiction", "invented", "source");
        var secrets = new BulkTable("startup_private", "startup_id", "startup_id", "registration_number", "founded_on", "contact_name");
        var stays = new DemoStays(incubators);
        var milestones = new DemoMilestones();
        var outcomes = new DemoOutcomes();
        var achievements = new DemoAchievements();
        foreach (var (i, startup) in startups.Index())
        {
            var at = stays.Add(startup, i);
            cards.Add(startup.Id, startup.Code, at is null ? null : SeedId.Of("incubator", at), startup.Sector, startup.Stage, startup.Names.En,
                startup.Names.ZhHant, startup.Names.ZhHans, startup.Jurisdiction, true, startup.Source);
            secrets.Add(startup.Id, $"DEMO-REG-{i + 1:D5}", startup.FoundedOn, $"Demo Contact {i + 1:D2}");
            milestones.Add(startup);
            outcomes.Add(startup);
            achievements.Add(startup, i);
        }

        return [cards, secrets, stays.Table, .. rounds.Tables, .. Funds(funds, rates), .. milestones.Tables, outcomes.Table, .. achievements.Tables];
    }

    /// <summary>In order of date: what a fund has spent decides what it can still take part in.</summary>
    private static DemoRoundTables Rounds(IReadOnlyList<DemoStartup> startups, IReadOnlyList<DemoFund> funds, FxTable rates)
    {
        var tables = new DemoRoundTables();
        foreach (var round in startups.SelectMany(startup => startup.Rounds).OrderBy(round => round.On).ThenBy(round => round.Id))
        {
            var random = new DemoRandom($"deals {round.Id:N}");
            foreach (var fund in funds)
            {
                if (Deals(round).Count < FundsPerRoundMax)
                    fund.Consider(round, rates, random);
            }

            var isDisclosed = funds.Any(fund => fund.Discloses && fund.Deals.Any(deal => deal.Round.Startup == round.Startup));
            tables.Add(round, Deals(round), isDisclosed);
        }

        return tables;

        List<DemoDeal> Deals(DemoRound round) => [.. funds.SelectMany(fund => fund.Deals).Where(deal => deal.Round == round)];
    }

    private static BulkTable[] Funds(IReadOnlyList<DemoFund> funds, FxTable rates)
    {
        var flows = DemoLedger.Table();
        var marks = new DemoMarks();
        foreach (var fund in funds)
        {
            var ledger = new DemoLedger(fund);
            new DemoFundLife(fund, rates, ledger, marks).Run();
            ledger.WriteTo(flows);
        }

        return [flows, marks.Valuations, marks.Navs];
    }
}
