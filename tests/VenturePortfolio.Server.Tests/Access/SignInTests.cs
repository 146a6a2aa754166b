using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Attacks on tokens. Sources: RFC 8725 (JWT best current practices) 2.1, 2.2, 3.1 to 3.10; the claims and the skew of
/// the design page on the edge.
/// </summary>
public sealed class SignInTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_good_token_of_a_known_person_gets_past_the_door()
    {
        using var response = await SendAsync(Forge());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }

    [Fact]
    public async Task Without_a_token_the_answer_is_401_and_says_how_to_sign_in()
    {
        using var response = await SendAsync(token: null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("UNAUTHENTICATED", RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }

    [Fact]
    public Task An_expired_token_is_refused() => Refused(Forge(claims => claims["exp"] = TokenForge.Seconds(-61)));

    [Fact]
    public async Task A_token_expired_within_the_skew_of_a_minute_is_accepted()
    {
        using var response = await SendAsync(Forge(claims => claims["exp"] = TokenForge.Seconds(-30)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public Task A_token_that_never_expires_is_refused() => Refused(Forge(claims => claims.Remove("exp")));

    [Fact]
    public Task A_token_not_valid_yet_is_refused() => Refused(Forge(claims => claims["nbf"] = TokenForge.Seconds(+120)));

    [Theory]
    [InlineData("https://issuer.example")]
    [InlineData("urn:venture-portfolio:demo/")]
    [InlineData("")]
    public Task A_token_of_another_issuer_is_refused(string issuer) => Refused(Forge(claims => claims["iss"] = issuer));

    [Fact]
    public Task A_token_without_issuer_is_refused() => Refused(Forge(claims => claims.Remove("iss")));

    [Fact]
    public Task A_token_for_another_audience_is_refused() => Refused(Forge(claims => claims["aud"] = "somebody-else"));

    [Fact]
    public Task A_token_without_audience_is_refused() => Refused(Forge(claims => claims.Remove("aud")));

    [Fact]
    public Task A_token_without_subject_is_refused() => Refused(Forge(claims => claims.Remove("sub")));

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    public async Task An_unsigned_token_is_refused(string algorithm)
    {
        var unsigned = Forge(header: header => header["alg"] = algorithm, sign: _ => []);
        await Refused(unsigned);
        await Refused(unsigned.TrimEnd('.'));
    }

    [Fact]
    public async Task The_public_key_does_not_pass_as_a_shared_secret()
    {
        using var rsa = RSA.Create(PublicKey());
        foreach (var secret in new[] { rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), rsa.ExportRSAPublicKey() })
        {
            await Refused(Forge(header: header => header["alg"] = "HS256", sign: data => HMACSHA256.HashData(secret, data)));
        }
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS512")]
    [InlineData("EdDSA")]
    public Task An_algorithm_not_on_the_list_is_refused_even_when_well_signed(string algorithm) =>
        Refused(Forge(header: header => header["alg"] = algorithm, sign: data => Sign(data, algorithm)));

    [Fact]
    public Task A_token_that_demands_an_unknown_extension_is_refused() => Refused(Forge(header: header => header["crit"] = new[] { "exp2" }));

    [Fact]
    public async Task A_tampered_token_is_refused()
    {
        var parts = Forge().Split('.');
        var claims = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1])).Replace("Manager", "Admin", StringComparison.Ordinal);
        await Refused($"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}");
        await Refused($"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}");
        await Refused($"{parts[0]}.{parts[1]}.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.W10.AA")]
    public Task Rubbish_is_refused(string token) => Refused(token);

    [Fact]
    public async Task Basic_credentials_are_refused()
    {
        using var response = await SendAsync("bWFuYWdlcjpwYXNz", scheme: "Basic");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task Refused(string token)
    {
        using var response = await SendAsync(token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("UNAUTHENTICATED", RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }

    private Task<HttpResponseMessage> SendAsync(string? token, string scheme = "Bearer") => server.KnockAsync(token, scheme);

    /// <inheritdoc cref="TokenForge.Make"/>
    private string Forge(
        Action<Dictionary<string, object>>? claims = null,
        Action<Dictionary<string, object>>? header = null,
        Func<byte[], byte[]>? sign = null) =>
        new TokenForge(DemoIssuer.Name, DemoIssuer.Audience, TestPeople.SubjectOf(TestPerson.Manager), server.Issuer.Key.KeyId, server.Issuer.Key.Rsa)
            .Make(claims, header, sign);

    private byte[] Sign(byte[] data, string algorithm) => server.Issuer.Key.Rsa.SignData(
        data,
        algorithm switch { "RS384" => HashAlgorithmName.SHA384, "RS512" or "PS512" => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 },
        algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);

    private RSAParameters PublicKey() => server.Issuer.Key.Rsa.ExportParameters(includePrivateParameters: false);
}
