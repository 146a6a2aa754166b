using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Marks of holdings and reported net asset values, quarter by quarter, each known some weeks later.</summary>
internal sealed class DemoMarks
{
    internal BulkTable Valuations { get; } = new("valuation", "id", "id", "sub_fund_id", "investment_id", "value_minor", "currency", "method",
        "effective_on", "recorded_at");

    internal BulkTable Navs { get; } = new("reported_nav", "id", "id", "sub_fund_id", "nav_minor", "currency", "effective_on", "recorded_at");

    internal void Report(DemoFund fund, LocalDate end, long cash)
    {
        var random = new DemoRandom($"marks {fund.Code} {end:uuuu-MM-dd}");
        var nav = cash;
        foreach (var deal in fund.Deals.Where(deal => deal.Round.On <= end))
        {
            var startup = deal.Round.Startup;
            var goneBefore = startup.EndedOn is { } ended && DemoTime.EndOfQuarter(ended) < end;
            if (goneBefore)
                continue;
            var worth = startup.EndedOn <= end ? 0 : startup.Worth(deal.Cost, deal.Round, end);
            nav += worth;
            Valuations.Add(SeedId.Of("valuation", $"{deal.Id:N} {end:uuuu-MM-dd}"), fund.Id, deal.Id, worth, fund.Currency.Code,
                Method(startup, end), end, DemoTime.Recorded(end, random.Between(25, 38), random));
        }

        var key = $"{fund.Code} {end:uuuu-MM-dd}";
        var reported = DemoTime.Recorded(end, random.Between(39, 43), random);
        if (random.OneIn(18))
        {
            // Restated a month later: both stay, each known at its time.
            Navs.Add(SeedId.Of("reported_nav", $"{key} first"), fund.Id, nav / 100 * 103, fund.Currency.Code, end, reported);
            reported += Duration.FromDays(30);
        }

        Navs.Add(SeedId.Of("reported_nav", key), fund.Id, nav, fund.Currency.Code, end, reported);
    }

    private static string Method(DemoStartup startup, LocalDate on)
    {
        if (startup.EndedOn <= on)
            return startup.EndedAs == "CLOSED" ? "WRITTEN_OFF" : "OTHER";
        var last = startup.Rounds.Last(round => round.On <= on);
        return Period.Between(last.On, on, PeriodUnits.Months).Months <= 12 ? "RECENT_INVESTMENT" : "MULTIPLE";
    }
}
