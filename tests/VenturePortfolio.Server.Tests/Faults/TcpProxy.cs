using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// A network of its own between a program and its PostgreSQL: a port on the loopback whose traffic goes on to a Unix socket,
/// or stands still, is cut, or is late, as the test wants.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> open = [];
    private readonly CancellationTokenSource end = new();
    private readonly string target;
    private readonly Task accepting;
    private TaskCompletionSource flowing = Flowing();
    private TimeSpan delay;
    private volatile bool refuses;

    /// <param name="target">Path of a Unix socket.</param>
    public TcpProxy(string target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections are taken and bytes are acknowledged, but nothing arrives: the worst network there is.</summary>
    public void Stall() => flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held back arrives, in order; every later packet this much later.</summary>
    public void Flow(TimeSpan late = default)
    {
        delay = late;
        refuses = false;
        flowing.TrySetResult();
    }

    /// <summary>Ends every connection and takes no new one until it flows again.</summary>
    public void Cut()
    {
        refuses = true;
        foreach (var socket in open.Keys)
            socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        Cut();
        flowing.TrySetResult();
        listener.Dispose();
        await accepting;
        end.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.SetResult();
        return source;
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
                carrying.Add(CarryAsync(await listener.AcceptSocketAsync(end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        open[near] = true;
        open[far] = true;
        try
        {
            if (!refuses)
            {
                await flowing.Task;
                await far.ConnectAsync(new UnixDomainSocketEndPoint(target), end.Token);
                await Task.WhenAll(PumpAsync(near, far), PumpAsync(far, near));
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side went, or we cut it.
        }
        finally
        {
            open.TryRemove(near, out _);
            open.TryRemove(far, out _);
            near.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer.AsMemory(), end.Token)) > 0)
            {
                await flowing.Task;
                if (delay > TimeSpan.Zero)
                    await LateAsync();
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), end.Token);
            }

            await flowing.Task;
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Both directions end together, as with a dead wire.
            from.Dispose();
            to.Dispose();
        }
    }

    private async Task LateAsync()
    {
        using var wait = new PeriodicTimer(delay);
        await wait.WaitForNextTickAsync(end.Token);
    }
}
