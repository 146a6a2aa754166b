using System.Threading.RateLimiting;

namespace VenturePortfolio.Server;

/// <summary>
/// How much is served at once and to whom. Requests in flight are bounded in total and per person; each person has a budget of
/// cost units that is spent by asking and comes back by the second. Whoever is over is told at once and when to come back.
/// </summary>
public sealed class RequestLimits : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _total;
    private readonly PartitionedRateLimiter<Guid> _ofPerson;
    private readonly PartitionedRateLimiter<Guid> _budgets;
    private readonly int _burst;

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
        _burst = limits.GetValue("UnitsAtOnce", 100_000);
        if (perSecond > 0 && _burst > 0 && _burst < CostMax)
        {
            throw new PlainException($"Limits:UnitsAtOnce ({_burst}) is less than Limits:CostMax ({CostMax}): nobody could ever ask so much.");
        }

        _total = new ConcurrencyLimiter(AtOnce(limits.GetValue("InFlight", 256)));
        var inFlight = AtOnce(limits.GetValue("InFlightPerPerson", 64));
        _ofPerson = PartitionedRateLimiter.Create<Guid, Guid>(person => RateLimitPartition.GetConcurrencyLimiter(person, _ => inFlight));
        var budget = new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, _burst),
            TokensPerPeriod = Math.Max(1, perSecond),
            ReplenishmentPeriod = Soon,
            QueueLimit = 0,
            AutoReplenishment = false, // One timer for all of them, and it forgets those that are full.
        };
        _budgets = PartitionedRateLimiter.Create<Guid, Guid>(person => perSecond > 0 && _burst > 0
            ? RateLimitPartition.GetTokenBucketLimiter(person, _ => budget)
            : RateLimitPartition.GetNoLimiter(person));
    }

    /// <summary>Units one operation may cost.</summary>
    public long CostMax { get; }

    /// <summary>A place among all requests, to be disposed when it is answered; null when there is none.</summary>
    public IDisposable? Enter() => Place(_total.AttemptAcquire());

    /// <summary>A place among the person's own requests, to be disposed when it is answered; null when there is none.</summary>
    public IDisposable? Enter(Guid person) => Place(_ofPerson.AttemptAcquire(person));

    /// <summary>Null: paid, or with 0 units: there is something left. Else when there will be enough; nothing was taken then.</summary>
    public TimeSpan? Spend(Guid person, long units)
    {
        using var lease = _budgets.AttemptAcquire(person, (int)Math.Min(units, _burst));
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > Soon ? wait
            : Soon;
    }

    public void Dispose()
    {
        _total.Dispose();
        _ofPerson.Dispose();
        _budgets.Dispose();
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
