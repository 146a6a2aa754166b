using Microsoft.AspNetCore.Http;
using Xunit;

namespace VenturePortfolio.Server.Tests;

public sealed class ResponseMediaTypeTests
{
    private const string Newer = "application/graphql-response+json";
    private const string Json = "application/json";

    [Theory]
    [InlineData(null, Json)]
    [InlineData("", Json)]
    [InlineData("*/*", Json)]
    [InlineData("application/*", Json)]
    [InlineData("not a header;;;", Json)]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", Json)]
    [InlineData("application/json", Json)]
    [InlineData("application/json; charset=utf-8", Json)]
    [InlineData("application/graphql-response+json", Newer)]
    [InlineData("application/graphql-response+json; charset=utf-8", Newer)]
    [InlineData("application/graphql-response+json, application/json;q=0.9", Newer)]
    [InlineData("application/graphql-response+json;q=0.9, application/json", Json)]
    [InlineData("application/graphql-response+json;q=0.5, */*;q=0.1", Newer)]
    [InlineData("application/json;q=0, */*", Newer)]
    [InlineData("text/html", null)]
    [InlineData("application/json;q=0, application/graphql-response+json;q=0", null)]
    public void The_media_type_follows_the_accepted_ones(string? accept, string? expected)
    {
        var request = new DefaultHttpContext().Request;
        if (accept is not null)
        {
            request.Headers.Accept = accept;
        }

        Assert.Equal(expected, ResponseMediaType.Choose(request));
    }
}
