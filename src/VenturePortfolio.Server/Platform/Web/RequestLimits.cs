using System.Threading.RateLimiting;

namespace VenturePortfolio.Server;

/// <summary>
/// How much is served at once and to whom. Requests in flight are bounded in total and per person; each person has a budget of
/// cost units that is spent by asking, settled when it is known what was done, and comes back by the second. Whoever is over is told at once and when to come back.
/// </summary>
public sealed class RequestLimits : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _total;
    private readonly PartitionedRateLimiter<Guid> _ofPerson;
    private readonly UnitBudgets? _budgets;

    /// <summary>
    /// Settings under <c>Limits</c>: <c>CostMax</c> units of one operation (20,000), <c>UnitsPerSecond</c> (10,000) and
    /// <c>UnitsAtOnce</c> (100,000) of one person, <c>InFlight</c> (256) and <c>InFlightPerPerson</c> (64). A 0 for either of
    /// the budget's settings lifts the budget.
    /// </summary>
    /// <exception cref="PlainException">The settings contradict one another.</exception>
    public RequestLimits(IConfiguration configuration)
    {
        var limits = configuration.GetSection("Limits");
        CostMax = limits.GetValue("CostMax", 20_000);
        var perSecond = limits.GetValue("UnitsPerSecond", 10_000);
        var atOnce = limits.GetValue("UnitsAtOnce", 100_000);
        if (perSecond > 0 && atOnce > 0 && atOnce < CostMax)
        {
            throw new PlainException($"Limits:UnitsAtOnce ({atOnce}) is less than Limits:CostMax ({CostMax}): nobody could ever ask so much.");
        }

        _total = new ConcurrencyLimiter(AtOnce(limits.GetValue("InFlight", 256)));
        var inFlight = AtOnce(limits.GetValue("InFlightPerPerson", 64));
        _ofPerson = PartitionedRateLimiter.Create<Guid, Guid>(person => RateLimitPartition.GetConcurrencyLimiter(person, _ => inFlight));
        _budgets = perSecond > 0 && atOnce > 0 ? new UnitBudgets(perSecond, atOnce, TimeProvider.System) : null;
    }

    /// <summary>Units one operation may cost.</summary>
    public long CostMax { get; }

    /// <summary>A place among all requests, to be disposed when it is answered; null when there is none.</summary>
    public IDisposable? Enter() => Place(_total.AttemptAcquire());

    /// <summary>A place among the person's own requests, to be disposed when it is answered; null when there is none.</summary>
    public IDisposable? Enter(Guid person) => Place(_ofPerson.AttemptAcquire(person));

    /// <summary>Null: paid, or with 0 units: there is something left. Else when there will be enough; nothing was taken then.</summary>
    public TimeSpan? Spend(Guid person, long units) => _budgets?.Spend(person, units) is not { } wait ? null : wait > Soon ? wait : Soon;

    /// <summary>Once it is known what was done: what was paid for and not done comes back, and more than was paid for is owed.</summary>
    public void Settle(Guid person, long paid, long done) => _budgets?.Settle(person, paid, done);

    public void Dispose()
    {
        _total.Dispose();
        _ofPerson.Dispose();
    }

    private static ConcurrencyLimiterOptions AtOnce(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };

    private static RateLimitLease? Place(RateLimitLease lease)
    {
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        return null;
    }
}
