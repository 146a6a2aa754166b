using System.Collections.Concurrent;

namespace VenturePortfolio.Server;

/// <summary>
/// Units of cost that each person may spend: what comes back by the second, up to what may be spent at once. Paid is beforehand, and settled when it is known what
/// was done: what was not done comes back, and who had more done than was paid owes it and waits for it.
/// </summary>
/// <param name="perSecond">Units that come back; more than 0.</param>
/// <param name="atOnce">Units of a full budget, and what may be owed at most; more than 0.</param>
/// <param name="time">Of the clock that never goes back.</param>
internal sealed class UnitBudgets(int perSecond, int atOnce, TimeProvider time)
{
    /// <summary>Budgets beyond which those that are full are forgotten.</summary>
    private const int KeptMax = 10_000;

    private readonly ConcurrentDictionary<Guid, Budget> budgets = new();

    /// <summary>Budgets that are kept: of those who spent of late.</summary>
    public int Count => budgets.Count;

    /// <summary>Null: paid; with 0 units: there is one left. Else when there will be enough; nothing was taken then. More than a full budget is asked for as all of it.</summary>
    public TimeSpan? Spend(Guid person, long units)
    {
        var due = Math.Min(units, atOnce);
        var needed = Math.Max(1, due);
        return Change(person, left => left < needed ? (left, TimeSpan.FromSeconds((needed - left) / perSecond)) : (left - due, null));
    }

    /// <param name="paid">By <see cref="Spend"/>.</param>
    /// <param name="done">What it came to.</param>
    public void Settle(Guid person, long paid, long done) =>
        Change(person, left => (Math.Max(-atOnce, left + Math.Min(paid, atOnce) - done), null));

    private TimeSpan? Change(Guid person, Func<double, (double Left, TimeSpan? Wait)> change)
    {
        Forget();
        while (true)
        {
            var budget = budgets.GetOrAdd(person, _ => new Budget { Left = atOnce, At = time.GetTimestamp() });
            lock (budget)
            {
                if (!budget.IsForgotten)
                {
                    (budget.Left, var wait) = change(Now(budget));
                    return wait;
                }
            }
        }
    }

    private double Now(Budget budget)
    {
        var now = time.GetTimestamp();
        budget.Left = Math.Min(atOnce, budget.Left + (time.GetElapsedTime(budget.At, now).TotalSeconds * perSecond));
        budget.At = now;
        return budget.Left;
    }

    private void Forget()
    {
        if (budgets.Count <= KeptMax)
        {
            return;
        }

        foreach (var (person, budget) in budgets)
        {
            lock (budget)
            {
                budget.IsForgotten = Now(budget) >= atOnce && budgets.TryRemove(person, out _);
            }
        }
    }

    private sealed class Budget
    {
        public required double Left { get; set; }

        public required long At { get; set; }

        public bool IsForgotten { get; set; }
    }
}
