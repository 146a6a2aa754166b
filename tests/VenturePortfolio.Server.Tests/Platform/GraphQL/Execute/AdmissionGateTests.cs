namespace VenturePortfolio.Server.Tests;

public sealed class AdmissionGateTests
{
    [Fact]
    public async Task Only_as_many_enter_as_there_are_places_and_the_first_waiting_is_next()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var gate = new AdmissionGate(1, TimeSpan.FromMinutes(1));
        var inside = await gate.EnterAsync(cancel);
        var first = gate.EnterAsync(cancel).AsTask();
        var second = gate.EnterAsync(cancel).AsTask();
        Assert.False(first.IsCompleted);

        inside!.Dispose();

        using var next = await first;
        Assert.NotNull(next);
        Assert.False(second.IsCompleted);
        next.Dispose();
        (await second)!.Dispose();
    }

    [Fact]
    public async Task Who_waits_too_long_is_turned_away_and_takes_no_place()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var gate = new AdmissionGate(1, TimeSpan.FromMilliseconds(20));
        var inside = await gate.EnterAsync(cancel);

        Assert.Null(await gate.EnterAsync(cancel));

        inside!.Dispose();
        using var later = await gate.EnterAsync(cancel);
        Assert.NotNull(later);
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_cancelled()
    {
        using var gate = new AdmissionGate(1, TimeSpan.FromMinutes(1));
        using var inside = await gate.EnterAsync(TestContext.Current.CancellationToken);
        using var giveUp = new CancellationTokenSource();
        var waiting = gate.EnterAsync(giveUp.Token).AsTask();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>Each who leaves lets the next in on its own thread; those who have nothing to wait for must not pile up on its stack.</summary>
    [Fact]
    public async Task Nobody_is_lost_when_all_who_wait_leave_at_once()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var gate = new AdmissionGate(1, TimeSpan.FromMinutes(1));
        var inside = await gate.EnterAsync(cancel);
        var waiting = await Task.Run(() => Enumerable.Range(0, 1000).Select(_ => PassAsync()).ToList(), cancel);

        inside!.Dispose();

        Assert.Equal(1000, (await Task.WhenAll(waiting)).Count(passed => passed));
        using var last = await gate.EnterAsync(cancel);
        Assert.NotNull(last);

        async Task<bool> PassAsync()
        {
            using var place = await gate.EnterAsync(cancel);
            return place is not null;
        }
    }
}
