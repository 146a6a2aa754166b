using System.Diagnostics;

namespace VenturePortfolio.Server.Tests;

/// <summary>Waits for something that happens in its own time: asks again and again until a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">The condition did not hold in time; names it.</exception>
    public static async Task HoldsAsync(
        Func<Task<bool>> condition, TimeSpan deadline, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Poll);
        while (!await condition())
        {
            if (watch.Elapsed > deadline)
                throw new TimeoutException($"Not within {deadline.TotalSeconds:0.#} s: {what}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public static Task HoldsAsync(
        Func<bool> condition, TimeSpan deadline, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string what = "") =>
        HoldsAsync(() => Task.FromResult(condition()), deadline, what);
}
