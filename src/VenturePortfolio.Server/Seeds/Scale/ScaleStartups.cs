using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Startups, their stays, rounds and milestones, piece by piece.</summary>
internal sealed class ScaleStartups(ScaleFacts facts, ScaleCodes codes)
{
    private static readonly string[] Stages = ["PROTOTYPE", "SEED", "GROWTH", "EXPANSION"];
    private static readonly string[] RoundStages = ["ANGEL", "SEED", "PRE_A", "A", "B", "C"];
    private static readonly string[] Sources = ["CENTRAL_PROGRAMME", "LOCAL_PROGRAMME", "PUBLIC_INSTITUTION"];
    private static readonly string[] Levels = ["V0", "V1", "V2", "V3"];

    private readonly ScaleSize size = facts.Size;

    public IReadOnlyList<BulkTable> Startups(int from, int to)
    {
        var cards = new BulkTable("startup", "id", "id", "code", "incubator_id", "sector_code", "stage", "name_en", "name_zh_hant", "jurisdiction",
            "invented", "source");
        var privates = new BulkTable("startup_private", "startup_id", "startup_id", "registration_number", "founded_on", "contact_name");
        var stays = new BulkTable("incubation", "id", "id", "startup_id", "incubator_id", "kind", "effective_on", "recorded_at");
        var achievements = new BulkTable("achievement", "id", "id", "achievement_number", "source_kind", "title_en", "has_consent", "invented", "source");
        var conversions = new BulkTable("achievement_conversion", "id", "id", "startup_id", "achievement_id", "effective_on", "evidence_address", "recorded_at");
        for (var i = from; i < to; i++)
        {
            var id = ScaleFacts.Card("startup", i);
            var incubator = ScaleFacts.Card("incubator", i % size.Incubators);
            var left = i % 10 == 9;
            var founded = new LocalDate(2013, 1, 1).PlusDays(ScaleDice.Below(3_000, "founded", i));
            cards.Add(id, ScaleCards.Code("SCALE-S", i), left ? null : incubator, codes.Sectors[i % codes.Sectors.Count],
                Stages[ScaleDice.Below(Stages.Length, "stage", i)], $"Invented startup {i + 1}", $"虛構企業 {i + 1}", i % 3 == 0 ? "HK" : "CN",
                true, ScaleFacts.Source);
            privates.Add(id, $"REG-{i + 1}", founded, $"Invented contact {i + 1}");
            AddStay(0, "ADMITTED", founded.PlusDays(90));
            if (left)
                AddStay(1, "LEFT", founded.PlusDays(1_000));
            if (i % 4 == 0)
                AddConversion();

            void AddStay(int which, string kind, LocalDate on) => stays.Add(
                ScaleDice.Id("incubation", (2L * i) + which, ScaleFacts.Recorded("stay", i, on)), id, incubator, kind, on, ScaleFacts.Recorded("stay", i, on));

            void AddConversion()
            {
                var (achievement, recordedAt) = (ScaleFacts.Card("achievement", i), ScaleFacts.Recorded("conversion", i, founded));
                achievements.Add(achievement, ScaleCards.Code("SCALE-ACH", i), Sources[i / 4 % Sources.Length], $"Invented achievement {i + 1}", true, true, ScaleFacts.Source);
                conversions.Add(ScaleDice.Id("achievement_conversion", i, recordedAt), id, achievement, founded, "https://evidence.invalid/scale", recordedAt);
            }
        }

        return [cards, privates, stays, achievements, conversions];
    }

    public IReadOnlyList<BulkTable> Rounds(int from, int to)
    {
        var rounds = new BulkTable("financing_round", "id", "id", "startup_id", "stage", "effective_on", "total_minor", "currency", "recorded_at");
        var parts = new BulkTable("round_participation", "id", "id", "startup_id", "financing_round_id", "class_code", "amount_minor", "currency", "recorded_at");
        for (var round = from; round < to; round++)
        {
            var startup = ScaleFacts.Card("startup", facts.StartupOf(round));
            var on = facts.RoundDate(round);
            var total = (5L + ScaleDice.Below(200, "round-total", round)) * 100_000_000;
            var currency = ScaleFacts.Currency("round-currency", round);
            var recordedAt = ScaleFacts.Recorded("round-recorded", round, on);
            rounds.Add(facts.Round(round), startup, RoundStages[ScaleDice.Below(RoundStages.Length, "round-stage", round)], on, total, currency, recordedAt);
            for (var part = 0; part < 2; part++)
            {
                parts.Add(ScaleDice.Id("round_participation", (2L * round) + part, recordedAt), startup, facts.Round(round),
                    codes.InvestorClasses[((round * 3) + part) % codes.InvestorClasses.Count], total / 2, currency, recordedAt);
            }
        }

        return [rounds, parts];
    }

    /// <summary>In the order of their dates, going round all startups: a startup's milestones lie far apart, as they would.</summary>
    public IReadOnlyList<BulkTable> Milestones(int from, int to)
    {
        var milestones = new BulkTable("milestone", "id", "id", "startup_id", "kind", "title", "due_on", "recorded_at");
        var reports = new BulkTable("milestone_report", "id", "id", "startup_id", "milestone_id", "effective_on", "verification", "note", "recorded_at");
        var span = ScaleFacts.Days(new(2016, 1, 1), ScaleFacts.LastDay);
        for (var i = from; i < to; i++)
        {
            var startup = ScaleFacts.Card("startup", (int)((long)i * 7_919 % size.Startups));
            var on = new LocalDate(2016, 1, 1).PlusDays((int)((long)i * span / size.Milestones));
            var recordedAt = SeedLoad.Noon(on).Plus(Duration.FromMilliseconds(i % 10_000_000));
            var id = ScaleDice.Id("milestone", i, recordedAt);
            milestones.Add(id, startup, codes.MilestoneKinds[ScaleDice.Below(codes.MilestoneKinds.Count, "milestone-kind", i)],
                $"Invented milestone {i + 1}", on.PlusDays(ScaleDice.Below(400, "due", i)), recordedAt);
            if (i % 2 == 0)
            {
                reports.Add(ScaleDice.Id("milestone_report", i, recordedAt.Plus(Duration.FromDays(20))), startup, id, on.PlusDays(10),
                    Levels[ScaleDice.Below(Levels.Length, "level", i)], "Invented report", recordedAt.Plus(Duration.FromDays(20)));
            }
        }

        return [milestones, reports];
    }
}

/// <summary>Codes of the reference lists, in the order of their text.</summary>
internal sealed record ScaleCodes(IReadOnlyList<string> Sectors, IReadOnlyList<string> MilestoneKinds, IReadOnlyList<string> InvestorClasses);
