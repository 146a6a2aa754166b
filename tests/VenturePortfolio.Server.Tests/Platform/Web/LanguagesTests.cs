using Microsoft.AspNetCore.Http;
using Xunit;

namespace VenturePortfolio.Server.Tests;

public sealed class LanguagesTests
{
    [Theory]
    [InlineData("zh-HK", "zh-Hant")]
    [InlineData("zh-TW", "zh-Hant")]
    [InlineData("zh-MO", "zh-Hant")]
    [InlineData("zh-Hant-CN", "zh-Hant")]
    [InlineData("yue", "zh-Hant")]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("zh-Hans-HK", "zh-Hans")]
    [InlineData("en-GB,zh-HK;q=0.8", "en")]
    [InlineData("fr, zh-HK;q=0.3, en;q=0.2", "zh-Hant")]
    [InlineData("zh-HK;q=0, en", "en")]
    [InlineData("fr", "zh-Hans")]
    [InlineData("", "zh-Hans")]
    [InlineData(";;;=", "zh-Hans")]
    public void The_best_language_we_speak_is_chosen_else_the_persons_own(string header, string expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.AcceptLanguage = header;
        Assert.Equal(expected, Languages.Of(request, otherwise: "zh-Hans"));
    }
}
