using NodaTime;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>One startup in the field's words. Everything is recorded on its own day unless said otherwise.</summary>
internal sealed class StartupBuilder
{
    internal static readonly IncubatorId Park = new(Guid.NewGuid());

    private readonly List<IncubationEvent> _stays = [];
    private readonly List<PlannedMilestone> _milestones = [];
    private readonly List<ReachedMilestone> _reports = [];
    private readonly List<FinancingRound> _rounds = [];
    private readonly List<RevenueFact> _revenues = [];
    private readonly List<AchievementConversion> _conversions = [];
    private readonly StartupId _id = World.Startup();
    private LocalDate? _founded;

    internal string Sector { get; init; } = "ELECTRONICS";

    internal StartupFacts Facts => new()
    {
        Startup = _id, Sector = Sector, FoundedOn = _founded, Incubations = _stays, Milestones = _milestones, Reports = _reports,
        Rounds = _rounds, Revenues = _revenues, Conversions = _conversions,
    };

    internal StartupBuilder Founded(LocalDate on) => With(() => _founded = on);

    internal StartupBuilder Stays(IncubationKind kind, LocalDate on, Guid? reverses = null, Guid? id = null) =>
        With(() => _stays.Add(new(id ?? Guid.NewGuid(), Park, kind, on, Noon(on), reverses)));

    internal StartupBuilder Admitted(LocalDate on) => Stays(IncubationKind.Admitted, on);

    internal StartupBuilder Milestone(string kind, LocalDate? due, LocalDate? reached, Instant? reportedAt = null, Verification level = Verification.DocumentChecked) => With(() =>
    {
        var id = Guid.NewGuid();
        _milestones.Add(new(id, kind, due, Instant.MinValue));
        if (reached is { } on)
        {
            _reports.Add(new(Guid.NewGuid(), id, on, reportedAt ?? Noon(on)) { Verification = level });
        }
    });

    /// <summary>The last report was wrong about the day.</summary>
    internal StartupBuilder Corrects(LocalDate reached, Instant recordedAt) => With(() =>
        _reports.Add(new(Guid.NewGuid(), _reports[^1].Milestone, reached, recordedAt, _reports[^1].Id)));

    internal StartupBuilder Raises(decimal total, LocalDate on, Currency? currency = null) => With(() => _rounds.Add(Round(_id, total, on, currency)));

    internal StartupBuilder Lists(decimal total, LocalDate on) => With(() => _rounds.Add(Round(_id, total, on) with { IsListing = true }));

    internal StartupBuilder Earns(decimal value, LocalDate from, LocalDate to, Currency? currency = null) => With(() =>
        _revenues.Add(new(Guid.NewGuid(), from, to, value, currency ?? Currency.Cny, Noon(to))));

    internal StartupBuilder EarnsIn(int year, decimal value, Currency? currency = null) => Earns(value, On(year, 1, 1), On(year, 12, 31), currency);

    internal StartupBuilder Converts(LocalDate on, Guid? reverses = null, Guid? id = null, AchievementId? achievement = null) => With(() =>
        _conversions.Add(new(id ?? Guid.NewGuid(), achievement ?? new(Guid.NewGuid()), on, Noon(on), reverses)));

    internal Measure Measure(string key, LocalDate asOf, FxTable? fx = null, Instant? knownAt = null)
    {
        var history = StartupHistory.Cut(Facts, asOf, knownAt ?? Ever);
        return OfPool(key, StartupPool.Of(history), asOf, fx);
    }

    /// <summary>A figure of everybody the park ever admitted, or of the admissions of one year.</summary>
    internal static Measure AtPark(string key, LocalDate asOf, int? cohort, params StartupBuilder[] startups)
    {
        var pool = StartupPool.Of(Park, startups.Select(startup => StartupHistory.Cut(startup.Facts, asOf, Ever)));
        return OfPool(key, cohort is null ? pool : pool.Cohorts().Single(of => of.CohortYear == cohort), asOf, null);
    }

    private static Measure OfPool(string key, StartupPool pool, LocalDate asOf, FxTable? fx) => MetricCatalog.Of(key).Compute(new PortfolioHistory
    {
        AsOf = asOf, Startups = pool, ReportCurrency = Currency.Cny, Fx = fx ?? FxTable.Empty,
    });

    private StartupBuilder With(Action act)
    {
        act();
        return this;
    }
}
