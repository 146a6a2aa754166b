using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>One HTTP/1.1 request with nothing in its head tidied up on the way, as an attacker sends it.</summary>
public static class RawHttp
{
    /// <param name="head">Request line and header lines, without the last two line ends; "Connection: close" is added.</param>
    /// <returns>The status, and all that was sent.</returns>
    public static async Task<(int Status, string Whole)> SendAsync(Uri server, string head, string body = "")
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancel);
        await using var stream = client.GetStream();
        var sent = Encoding.UTF8.GetBytes(body);
        // Half a surrogate pair has no UTF-8; it arrives as the replacement character.
        await stream.WriteAsync(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{head}\r\nContent-Length: {sent.Length}\r\nConnection: close\r\n\r\n")), cancel);
        await stream.WriteAsync(sent, cancel);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var whole = await reader.ReadToEndAsync(cancel);
        Assert.StartsWith("HTTP/1.1 ", whole, StringComparison.Ordinal);
        return (int.Parse(whole.AsSpan(9, 3), CultureInfo.InvariantCulture), whole);
    }
}
