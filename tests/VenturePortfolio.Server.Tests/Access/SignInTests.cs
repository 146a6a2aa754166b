using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Attacks on tokens. Sources: RFC 8725 (JWT best current practices) 2.1, 2.2, 3.1 to 3.10; the claims and the skew of
/// the design page on the edge.
/// </summary>
public sealed class SignInTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Query = """{"query":"{ __typename }"}""";

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
    public Task An_expired_token_is_refused() => Refused(Forge(claims => claims["exp"] = Seconds(-61)));

    [Fact]
    public async Task A_token_expired_within_the_skew_of_a_minute_is_accepted()
    {
        using var response = await SendAsync(Forge(claims => claims["exp"] = Seconds(-30)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public Task A_token_that_never_expires_is_refused() => Refused(Forge(claims => claims.Remove("exp")));

    [Fact]
    public Task A_token_not_valid_yet_is_refused() => Refused(Forge(claims => claims["nbf"] = Seconds(+120)));

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

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("jwk")]
    public async Task A_key_brought_along_in_the_header_is_not_believed_and_not_fetched(string member)
    {
        using var listener = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(address);
        listener.Start();
        var visit = listener.GetContextAsync();
        using var attacker = RSA.Create(2048);
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(attacker.ExportParameters(false)));

        await Refused(Forge(
            header: header => header[member] = member == "jwk"
                ? new Dictionary<string, string>(StringComparer.Ordinal) { ["kty"] = "RSA", ["n"] = jwk.N, ["e"] = jwk.E }
                : address + "keys",
            sign: data => attacker.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));

        Assert.False(visit.IsCompleted, "Somebody fetched the key the attacker pointed to.");
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => visit);
    }

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

    private async Task<HttpResponseMessage> SendAsync(string? token, string scheme = "Bearer")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.GraphQL)
        {
            Content = new StringContent(Query, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue(scheme, token);
        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A token made by hand: right in everything but what the test changes.</summary>
    private string Forge(
        Action<Dictionary<string, object>>? claims = null,
        Action<Dictionary<string, object>>? header = null,
        Func<byte[], byte[]>? sign = null)
    {
        var head = new Dictionary<string, object>(StringComparer.Ordinal) { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = server.Issuer.Key.KeyId };
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = DemoIssuer.Name,
            ["aud"] = DemoIssuer.Audience,
            ["sub"] = TestPeople.SubjectOf(TestPerson.Manager),
            ["iat"] = Seconds(-600),
            ["nbf"] = Seconds(-600),
            ["exp"] = Seconds(600),
        };
        header?.Invoke(head);
        claims?.Invoke(body);
        var signed = $"{Base64UrlEncoder.Encode(JsonSerializer.Serialize(head))}.{Base64UrlEncoder.Encode(JsonSerializer.Serialize(body))}";
        var signature = (sign ?? (data => Sign(data, "RS256")))(Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    private byte[] Sign(byte[] data, string algorithm) => server.Issuer.Key.Rsa.SignData(
        data,
        algorithm switch { "RS384" => HashAlgorithmName.SHA384, "RS512" or "PS512" => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 },
        algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);

    private RSAParameters PublicKey() => server.Issuer.Key.Rsa.ExportParameters(includePrivateParameters: false);

    private static long Seconds(int fromNow) => TimeProvider.System.GetUtcNow().AddSeconds(fromNow).ToUnixTimeSeconds();

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
