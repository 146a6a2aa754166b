using Microsoft.Extensions.Configuration;

namespace VenturePortfolio.Server.Tests;

public sealed class SignInSettingsTests
{
    [Fact]
    public void Nothing_configured_is_the_demo() => Assert.True(From().IsDemo);

    [Theory]
    [InlineData("Auth:Authority", "https://id.example", "Auth:Audience", "vp")]
    [InlineData("Auth:Issuers:0:Authority", "https://id.example", "Auth:Issuers:0:Audience", "vp")]
    public void A_configured_issuer_ends_the_demo(params string[] settings)
    {
        var read = From(settings);
        Assert.False(read.IsDemo);
        Assert.Equal(new TrustedIssuer("https://id.example", "vp", "https://id.example"), Assert.Single(read.Issuers));
    }

    [Fact]
    public void Several_issuers_may_be_trusted() =>
        Assert.Equal(
            ["https://a.example", "https://b.example"],
            From(
                "Auth:Issuers:0:Authority", "https://a.example", "Auth:Issuers:0:Audience", "vp",
                "Auth:Issuers:1:Authority", "https://b.example", "Auth:Issuers:1:Audience", "vp").Issuers.Select(issuer => issuer.Authority),
            StringComparer.Ordinal);

    [Theory]
    [InlineData("ConnectionStrings:Portfolio", "Host=db")]
    [InlineData("Profile", "production")]
    [InlineData("Auth:Authority", "https://id.example")]
    [InlineData("Auth:Authority", "http://id.example", "Auth:Audience", "vp")]
    [InlineData("Auth:Authority", "id.example", "Auth:Audience", "vp")]
    [InlineData(
        "Auth:Issuers:0:Authority", "https://a.example", "Auth:Issuers:0:Audience", "x", "Auth:Issuers:1:Authority", "https://a.example",
        "Auth:Issuers:1:Audience", "y")]
    public void Settings_with_which_nobody_or_anybody_could_sign_in_are_refused(params string[] settings) =>
        Assert.Throws<PlainException>(() => From(settings));

    private static SignInSettings From(params string[] settings) => SignInSettings.From(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build());
}
