namespace VenturePortfolio.Server;

/// <summary>
/// Financing rounds and who was in them. A round's participations by class are the money of others; the part of a sub-fund of
/// the portfolio stands as its investment, so that the two together are the round's total.
/// </summary>
internal sealed class DemoRoundTables
{
    private const string Undisclosed = "UNDISCLOSED";

    private static readonly string[] Disclosed =
        ["HK_PRIVATE", "MAINLAND_PRIVATE", "FOREIGN_PRIVATE", "HK_PUBLIC", "LOCAL_GOVERNMENT_FUND", "STATE_OWNED_ENTERPRISE"];

    private static readonly string[] Classes = [.. Disclosed, Undisclosed];

    private readonly BulkTable rounds = new("financing_round", "id", "id", "startup_id", "stage", "effective_on", "total_minor", "currency", "recorded_at");
    private readonly BulkTable participations = new("round_participation", "id", "id", "startup_id", "financing_round_id", "class_code", "amount_minor",
        "currency", "recorded_at");

    private readonly BulkTable participants = new("round_participant", "participation_id", "participation_id", "startup_id", "financing_round_id", "name", "recorded_at");
    private readonly BulkTable investments = new("investment", "id", "id", "sub_fund_id", "startup_id", "financing_round_id", "instrument", "amount_minor",
        "currency", "effective_on", "recorded_at");

    /// <summary>In the order in which they must be loaded.</summary>
    internal IReadOnlyList<BulkTable> Tables => [rounds, participations, participants, investments];

    /// <param name="isDisclosed">Nobody in the round is unknown.</param>
    internal void Add(DemoRound round, IReadOnlyList<DemoDeal> deals, bool isDisclosed)
    {
        var random = new DemoRandom($"round {round.Id:N}");
        var startup = round.Startup;
        var recorded = DemoTime.Recorded(round.On, random.OneIn(20) ? random.Between(60, 120) : random.Between(3, 14), random);
        rounds.Add(round.Id, startup.Id, round.Stage, round.On, round.Total, startup.Currency.Code, recorded);
        var others = new Money(round.Total - deals.Sum(deal => deal.Cost), startup.Currency);
        var weights = Enumerable.Range(0, random.Between(1, 3)).Select(_ => (long)random.Between(1, 9)).ToList();
        foreach (var (i, part) in Allocation.ByLargestRemainder(others, weights).Index())
        {
            var id = SeedId.Of("round_participation", $"{round.Id:N} {i}");
            var kind = random.Pick(isDisclosed ? Disclosed : Classes);
            participations.Add(id, startup.Id, round.Id, kind, part.Minor, startup.Currency.Code, recorded);
            if (kind != Undisclosed)
                participants.Add(id, startup.Id, round.Id, $"Demo co-investor {random.Between(1, 40):D2} (invented)", recorded);
        }

        foreach (var deal in deals)
        {
            investments.Add(deal.Id, deal.Fund.Id, startup.Id, round.Id, random.OneIn(6) ? "CONVERTIBLE" : "PREFERRED", deal.Cost,
                startup.Currency.Code, round.On, DemoTime.Recorded(round.On, random.Between(1, 6), random));
        }
    }
}
