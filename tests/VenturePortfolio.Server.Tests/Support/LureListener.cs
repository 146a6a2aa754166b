using System.Net;
using System.Net.Sockets;

namespace VenturePortfolio.Server.Tests;

/// <summary>A listening socket nobody has any reason to connect to; counts who does.</summary>
public sealed class LureListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private int connections;

    public LureListener()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Connections => Volatile.Read(ref connections);

    public string Address => $"http://{listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
