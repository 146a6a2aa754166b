using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// One HTTP/1.1 connection kept alive, asked one thing at a time, blocking: a client so cheap that nearly all of the machine
/// is left to those who are measured. Understands answers that state their length, and no others.
/// </summary>
internal sealed class BareHttp : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[256 * 1024];

    public BareHttp(Uri address) => socket.Connect(address.Host, address.Port);

    /// <summary>Of the last answer.</summary>
    public int Status { get; private set; }

    /// <summary>The body of the answer; valid until the next call.</summary>
    /// <exception cref="PlainException">The connection ended, or the answer does not state its length.</exception>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> request)
    {
        while (!request.IsEmpty)
            request = request[socket.Send(request)..];

        int head, length = 0;
        while ((head = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
            length += Receive(length);
        head += 4;
        Status = Number(buffer.AsSpan(9, 3));
        var end = head + (Status == 304 ? 0 : BodyLength(buffer.AsSpan(0, head)));
        if (end > buffer.Length)
            Array.Resize(ref buffer, end);
        while (length < end)
            length += Receive(length);
        return buffer.AsSpan(head, end - head);
    }

    public void Dispose() => socket.Dispose();

    private int Receive(int at) => socket.Receive(buffer.AsSpan(at)) is > 0 and var count ? count : throw new PlainException("The server closed the connection.");

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        foreach (var line in head.Split((byte)'\n'))
        {
            var text = head[line];
            if (text.Length > 15 && Ascii.EqualsIgnoreCase(text[..15], "content-length:"u8))
                return Number(text[15..].TrimStart((byte)' '));
        }

        throw new PlainException("An answer does not state its length.");
    }

    private static int Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int number, out _) ? number : throw new PlainException("An answer is not HTTP.");
}
