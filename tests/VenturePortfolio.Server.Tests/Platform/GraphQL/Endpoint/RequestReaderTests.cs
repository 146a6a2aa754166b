using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;

namespace VenturePortfolio.Server.Tests;

public sealed class RequestReaderTests
{
    /// <summary>Pieces of JSON in any order: what they make is read or refused, never a failure of ours.</summary>
    [Fact]
    public async Task Any_body_is_a_request_or_a_refusal()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", ":", ",", "\"", "\"query\":\"{a}\"", "\"variables\":", "\"operationName\":\"A\"", "\"extensions\":{}", "null", "true",
            "1", "-0", "1e5", "1e400", "1e-400", "123456789012345678901234567890", "0.1", "\"\\ud800\"", "\"\\u0000\"", "\"a\":", "\"\\udc00\":",
            "\\", "\\u", "\n", "\0", "\uFEFF", "é", "/*", "NaN",
        ];
        await Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 14]
            .Select(parts => $"{{\"query\":\"{{a}}\",\"variables\":{{\"a\":{string.Concat(parts)}}}}}")
            .SampleAsync(ReadsOrRefusesAsync, iter: 50_000);
        await Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 14].Select(string.Concat).SampleAsync(ReadsOrRefusesAsync, iter: 50_000);
    }

    [Fact]
    public async Task Variables_are_plain_values()
    {
        var request = await ReadAsync("""
            {"query":"{a}","operationName":"","variables":{"i":1,"l":4000000000,"b":90071992547409930000,"d":0.10,"t":"x","y":true,"n":null,"s":[1,{"k":"v"}]}}
            """);
        Assert.Null(request.OperationName);
        Assert.Equal(1, request.Variables["i"]);
        Assert.Equal(4_000_000_000L, request.Variables["l"]);
        Assert.Equal(System.Numerics.BigInteger.Parse("90071992547409930000"), request.Variables["b"]);
        Assert.Equal(0.10m, request.Variables["d"]);
        Assert.Equal("x", request.Variables["t"]);
        Assert.Equal(true, request.Variables["y"]);
        Assert.Null(request.Variables["n"]);
        var list = Assert.IsType<List<object?>>(request.Variables["s"]);
        Assert.Equal("v", Assert.IsType<Dictionary<string, object?>>(list[1])["k"]);
    }

    private static async Task ReadsOrRefusesAsync(string body)
    {
        try
        {
            await ReadAsync(body);
        }
        catch (HttpRefusalException refused)
        {
            Assert.Equal(StatusCodes.Status400BadRequest, refused.Refusal.Status);
        }
    }

    private static Task<GraphQLRequest> ReadAsync(string body)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.ContentType = "application/json";
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return RequestReader.ReadAsync(request, CancellationToken.None);
    }
}
