using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>How an attempt at a run ended.</summary>
public enum NightState
{
    Published,

    /// <summary>Published before, or another runner is at it.</summary>
    Busy,

    /// <summary>Another runner took it over; this one wrote nothing.</summary>
    Fenced,

    /// <summary>Somebody is still writing rows dated before knownAt; the sweeper asks again.</summary>
    Waiting,

    /// <summary>The run table has the reason; the sweeper tries nightly runs again.</summary>
    Failed,
}

/// <param name="Values">Figures published, of which <paramref name="Absent"/> have no value.</param>
/// <param name="Why">A plain sentence; null when published.</param>
public sealed record NightOutcome(NightState State, DueNight Night, int Values = 0, int Absent = 0, string? Why = null);

/// <summary>Computes and publishes one planned run.</summary>
public sealed partial class NightRun(DatabaseLogins logins, RunTable runs, ILogger<NightRun> log)
{
    private static readonly TimeSpan HorizonPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>How long to wait for writers that began before knownAt; API writes end within 15 seconds.</summary>
    public TimeSpan HorizonPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The second way of adding up; replaced only by the test that proves a wrong sum stops publication.</summary>
    public Func<LocalDate, Instant, string> SumsSql { get; init; } = LedgerSums.Sql;

    /// <summary>The figures on their way out; replaced only by the test that proves groups which do not sum to the whole stop publication.</summary>
    public Func<IEnumerable<NightValue>, IEnumerable<NightValue>> Passes { get; init; } = values => values;

    /// <summary>What officials are credited with; replaced only by the test that proves a wrong credit stops publication.</summary>
    public Func<PortfolioHistory, OrAbsent<IReadOnlyList<AttributedCredit>>> Credits { get; init; } = AttributedMobilisation.Credits;

    /// <summary>Told of each moment of <see cref="CrashPoint.OfNights"/> but the last; a proof makes the run stand still or fail there.</summary>
    public Func<string, Task> Reaches { get; init; } = moment =>
    {
        CrashPoint.Pass(moment);
        return Task.CompletedTask;
    };

    /// <param name="run">Planned in the run table, with the night's two dates.</param>
    /// <param name="night">The two dates.</param>
    /// <param name="say">Told of progress; the run table keeps the same lines.</param>
    /// <param name="cancel">Gives the claim back, for the next alarm or another node.</param>
    public async Task<NightOutcome> RunAsync(Guid run, DueNight night, Action<string> say, CancellationToken cancel)
    {
        if (!await HorizonPassesAsync(night.KnownAt, cancel))
        {
            return new(NightState.Waiting, night, Why: "Rows dated before this night are still being written.");
        }

        await using var claim = await RunClaim.TryAsync(runs, run, cancel);
        if (claim is null)
        {
            return new(NightState.Busy, night, Why: "It is published already, or another runner is computing it.");
        }

        try
        {
            return await ComputeAsync(claim, night, say);
        }
        catch (Exception lost) when (claim.IsFenced && lost is FencedException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            LogFenced(run, claim.Epoch);
            return new(NightState.Fenced, night, Why: "Another runner took it over, or it was called off.");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await runs.FailAsync(run, claim.Epoch, RunTable.Stopped, CancellationToken.None);
            throw;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (error is NpgsqlException && await claim.IsLostAsync())
            {
                LogFenced(run, claim.Epoch);
                return new(NightState.Fenced, night, Why: "Another runner took it over, and ended what this one had begun to write.");
            }

            LogFailed(run, error);
            var why = error is SumsDisagreeException or InvariantBrokenException ? error.Message : $"{error.GetType().Name}: {error.Message}";
            await runs.FailAsync(run, claim.Epoch, why, CancellationToken.None);
            return new(NightState.Failed, night, Why: why);
        }
    }

    private async Task<NightOutcome> ComputeAsync(RunClaim claim, DueNight night, Action<string> say)
    {
        var watch = Stopwatch.StartNew();
        var (report, memory) = (new RunReport(), NightMemory.OfComputing());
        claim.Progress = () => report.Progress;
        await Reaches(CrashPoint.NightClaimed);
        await using var snapshot = await FactSnapshot.OpenAsync(logins, claim.Lost);
        var (asOf, knownAt) = (night.BusinessDate, night.KnownAt);
        var facts = await (await PortfolioFactsLoad.ReadCondensedAsync(snapshot, asOf, knownAt, claim.Lost)).WithStartupsAsync(snapshot, claim.Lost, named: false);
        var startupCount = await StartupFactsLoad.CountAsync(snapshot, claim.Lost);
        var (flows, supported) = (facts.Funds.Sum(fund => (long)fund.History.FlowCount), facts.Support.Sum(card => card.Count));
        report.Counts("subFunds", facts.Funds.Count);
        report.Counts("startups", startupCount);
        report.Counts("flows", flows);
        report.Counts("supportedTransactions", supported);
        memory.Release();
        report.Ends("read");
        await TellAsync(string.Create(CultureInfo.InvariantCulture,
            $"read {facts.Funds.Count} sub-funds, {startupCount:#,0} startups, {flows:#,0} flows, {supported:#,0} supported transactions"));
        var sums = await LedgerSums.ReadAsync(snapshot, SumsSql(asOf, knownAt), claim.Lost);
        LedgerSums.MustAgree(facts, sums);
        report.Holds(new Invariant("SUMS_BY_SQL", sums.Count));
        await TellAsync(string.Create(CultureInfo.InvariantCulture, $"{sums.Count} sums agree with SQL to the cent"));
        memory.Look();
        report.Holds(NightInvariants.Check(facts, Credits));
        memory.Look();
        report.Ends("invariants");
        await Reaches(CrashPoint.NightComputed);
        await NightPublish.RunAsync(
            logins,
            claim,
            FillAsync,
            report,
            () => TellAsync(string.Create(CultureInfo.InvariantCulture,
                $"computed {report.Figures.Values:#,0} figures, {report.Figures.Absent:#,0} of them absent with a reason")),
            claim.Lost);
        say(string.Create(CultureInfo.InvariantCulture, $"published after {watch.Elapsed.TotalSeconds:0.00} s"));
        return new(NightState.Published, night, report.Figures.Values, report.Figures.Absent);

        // First all that is about funds, then all that is about startups: either fills the memory a night may have.
        async Task FillAsync(NightStage stage)
        {
            await FundsAsync(stage);
            memory.Release();
            report.Ends("funds");
            await stage.VerdictsAsync(memory.Watch(NightVerdicts.Of(
                facts,
                await StartupFactsLoad.ConversionsAsync(snapshot, asOf, knownAt, claim.Lost),
                await RuleBook.ReadAsync(snapshot, asOf, knownAt, claim.Lost),
                LogSubjectFailed)));
            report.Ends("rules");
            facts = facts with { Funds = [], Startups = new Dictionary<StartupId, StartupCard>() };
            memory.Release();
            await stage.ValuesAsync(memory.Watch(NightValues.OfStartupsAsync(
                facts, StartupFactsLoad.EachAsync(snapshot, asOf, knownAt, null, claim.Lost), Failed, claim.Lost)));
            report.Ends("startups");
        }

        // On its own, so that nothing holds on to the funds afterwards.
        async Task FundsAsync(NightStage stage)
        {
            var (totals, peers) = (new NightTotals(facts), new PeerFigures(facts));
            await stage.ValuesAsync(memory.Watch(totals.Watch(Passes(NightValues.OfFunds(facts, Failed))).Select(peers.See)));
            report.Holds(totals.Check());
            await stage.PeersAsync(memory.Watch(peers.Rows()));
        }

        void Failed(string subject, Metric metric, Exception error) => LogSubjectFailed(subject, metric.Key, error);

        Task TellAsync(string line)
        {
            say(line);
            return claim.CheckpointAsync(line);
        }
    }

    private async Task<bool> HorizonPassesAsync(Instant knownAt, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(HorizonPoll);
        while (await runs.ClosedHorizonAsync(cancel) < knownAt)
        {
            if (watch.Elapsed > HorizonPatience)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(cancel);
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run} was taken over; epoch {Epoch} wrote nothing.")]
    private partial void LogFenced(Guid run, int epoch);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} failed.")]
    private partial void LogFailed(Guid run, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Metric} of {Subject} failed and is absent.")]
    private partial void LogSubjectFailed(string subject, string metric, Exception error);
}
