using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>What the alarm, the first start and a person at the terminal call. The run table decides what is to be done.</summary>
public sealed partial class Night(RunTable runs, NightRun night, ILogger<Night> log)
{
    /// <summary>How many days figures of single startups are kept; those of month ends are kept for good.</summary>
    private const int DetailDays = 35;

    /// <summary>What the planner takes for now: null, the database's clock, or a clock that a proof turns.</summary>
    public IClock? PlannersClock { get; init; }

    /// <summary>
    /// Computes every night that is owed, oldest first. Called by the alarm and the sweeper, on any node, as often as they
    /// like. A night that fails stays owed and does not keep the others.
    /// </summary>
    public async Task RunOwedAsync(CancellationToken cancel)
    {
        var state = await runs.ReadAsync(cancel);
        foreach (var due in NightPlan.Due(PlannersClock?.GetCurrentInstant() ?? state.Now, state.Nights))
        {
            var outcome = await RunNightlyAsync(due, _ => { }, cancel);
            LogOutcome(LocalDatePattern.Iso.Format(due.BusinessDate), outcome.State, Because(outcome));
            if (outcome.State == NightState.Published)
            {
                await runs.DropDaysAsync(due.BusinessDate.PlusDays(-DetailDays), cancel);
            }
        }
    }

    /// <summary>Computes what policy staff asked for; who is computed elsewhere, or was called off meanwhile, is passed over.</summary>
    public async Task RunRequestedAsync(CancellationToken cancel)
    {
        foreach (var (run, pair) in await runs.RequestedAsync(cancel))
        {
            var outcome = await night.RunAsync(run, pair, _ => { }, cancel);
            if (outcome.State != NightState.Busy)
            {
                LogOutcome(LocalDatePattern.Iso.Format(pair.BusinessDate), outcome.State, Because(outcome));
            }
        }
    }

    /// <summary>
    /// The first night of a database: yesterday, as known by now. Called once its facts are loaded, and only then: it is
    /// what makes the nights after it owed. Does nothing, and gives null, when a night was ever planned, and in a database
    /// without a fund or a supported transaction: an empty night would end the loading of history.
    /// </summary>
    public async Task<NightOutcome?> RunFirstAsync(Action<string> say, CancellationToken cancel)
    {
        var state = await runs.ReadAsync(cancel);
        if (state.Nights.Count > 0 || !await runs.HasSubjectsAsync(cancel))
        {
            return null;
        }

        return await RunNightlyAsync(NightPlan.First(state.Now, state.ClosedHorizon), say, cancel);
    }

    /// <summary>
    /// By hand. The night of that date when it is owed and no knownAt is given; otherwise a run of its own beside it,
    /// whose knownAt is by default the closed horizon.
    /// </summary>
    /// <exception cref="PlainException">The date is to come, or knownAt is not closed.</exception>
    public async Task<NightOutcome> RunByHandAsync(
        LocalDate asOf, Instant? knownAt, Action<string> say, CancellationToken cancel)
    {
        var state = await runs.ReadAsync(cancel);
        if (asOf > NightPlan.Today(state.Now))
        {
            throw new PlainException($"--as-of {asOf:uuuu-MM-dd} is still to come: today is {NightPlan.Today(state.Now):uuuu-MM-dd} in Hong Kong.");
        }

        if (asOf < KnownAt.FirstFact || knownAt <= KnownAt.FirstRecord)
        {
            throw new PlainException("Nothing was recorded that early: --as-of begins with 1970-01-01, --known-at with 2000.");
        }

        if (knownAt > state.ClosedHorizon)
        {
            throw new PlainException($"--known-at {knownAt} is not closed: rows up to {state.ClosedHorizon} can no longer change, later ones can.");
        }

        if (knownAt is null && state.Nights.Count == 0 && asOf == NightPlan.Yesterday(state.Now))
        {
            return await RunNightlyAsync(NightPlan.First(state.Now, state.ClosedHorizon), say, cancel);
        }

        foreach (var due in NightPlan.Due(state.Now, state.Nights))
        {
            if (knownAt is null && due.BusinessDate == asOf)
            {
                return await RunNightlyAsync(due, say, cancel);
            }
        }

        var pair = new DueNight(asOf, KnownAt.Truncate(knownAt ?? state.ClosedHorizon));
        return await night.RunAsync(await runs.PlanByHandAsync(pair, cancel), pair, say, cancel);
    }

    private async Task<NightOutcome> RunNightlyAsync(DueNight due, Action<string> say, CancellationToken cancel)
    {
        var (run, planned) = await runs.PlanNightAsync(due, cancel);
        return await night.RunAsync(run, planned, say, cancel);
    }

    private static string Because(NightOutcome outcome) => outcome.Why is { } why ? $" {why}" : "";

    [LoggerMessage(Level = LogLevel.Information, Message = "Figures of {BusinessDate}: {State}.{Why}")]
    private partial void LogOutcome(string businessDate, NightState state, string why);
}
