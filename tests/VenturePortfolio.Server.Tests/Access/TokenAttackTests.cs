using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The attacks on tokens that have worked somewhere, against a server that trusts an issuer with an RSA and an EC key. Each
/// is refused, and makes the server call nobody: not the address in the token, and not the issuer either. Sources: RFC 8725,
/// 2.1 to 2.10 and 3.11; RFC 7515, 4.1; CVE-2022-21449 (signatures of zeros).
/// </summary>
public sealed class TokenAttackTests(TokenAttackTests.Fixture world) : IClassFixture<TokenAttackTests.Fixture>
{
    // Source: FIPS 186-4, D.1.2.3.
    private static readonly byte[] OrderOfP256 = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private static readonly Dictionary<string, Func<Fixture, string>> Attacks = new(StringComparer.Ordinal)
    {
        ["no algorithm, no signature"] = world => world.Forge.Make(header: header => header["alg"] = "none", sign: _ => []),
        ["no algorithm, the signature of another token"] = world => world.Forge.Make(header: header => header["alg"] = "none"),
        ["the public key as a shared secret"] = world => world.Forge.Make(
            header: header => header["alg"] = "HS256", sign: data => HMACSHA256.HashData(Encoding.ASCII.GetBytes(world.Provider.Rsa.ExportSubjectPublicKeyInfoPem()), data)),
        ["the public modulus as a shared secret"] = world => world.Forge.Make(
            header: header => header["alg"] = "HS256", sign: data => HMACSHA256.HashData(world.Provider.Rsa.ExportParameters(false).Modulus!, data)),
        ["wrong issuer"] = world => world.Forge.Make(claims => claims["iss"] = "https://id.example"),
        ["an issuer at the attacker's address"] = world => world.Forge.Make(claims => claims["iss"] = world.Lure.Address),
        ["no issuer"] = world => world.Forge.Make(claims => claims.Remove("iss")),
        ["wrong audience"] = world => world.Forge.Make(claims => claims["aud"] = "somebody-else"),
        ["an audience within an audience"] = world => world.Forge.Make(claims => claims["aud"] = new object[] { new[] { TestIdentityProvider.Audience } }),
        ["an audience that is an object"] = world => world.Forge.Make(
            claims => claims["aud"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["0"] = TestIdentityProvider.Audience }),
        ["an audience twice, the wrong one last"] = world => world.Forge.Make(payload: Twice("aud", "somebody-else")),
        ["an audience twice, the right one last"] = world => world.Forge.Make(
            claims => claims["aud"] = "somebody-else", payload: Twice("aud", TestIdentityProvider.Audience)),
        ["two subjects"] = world => world.Forge.Make(payload: Twice("sub", "administrator")),
        ["expired beyond the skew"] = world => world.Forge.Make(claims => claims["exp"] = TokenForge.Seconds(-61)),
        ["without an end"] = world => world.Forge.Make(claims => claims.Remove("exp")),
        ["not valid yet beyond the skew"] = world => world.Forge.Make(claims => claims["nbf"] = TokenForge.Seconds(+75)),
        ["no subject"] = world => world.Forge.Make(claims => claims.Remove("sub")),
        ["an empty subject"] = world => world.Forge.Make(claims => claims["sub"] = ""),
        ["jku"] = world => world.Forge.Make(header: header => header["jku"] = $"{world.Lure.Address}/keys", sign: world.AttackerSigns),
        ["x5u"] = world => world.Forge.Make(header: header => header["x5u"] = $"{world.Lure.Address}/cert", sign: world.AttackerSigns),
        ["jku, and a key we do not know"] = world => world.Forge.Make(
            header: header => (header["jku"], header["kid"]) = ($"{world.Lure.Address}/keys", $"{world.Lure.Address}/keys#1"), sign: world.AttackerSigns),
        ["jwk"] = world => world.Forge.Make(header: header => header["jwk"] = world.AttackerJwk, sign: world.AttackerSigns),
        ["x5c"] = world => world.Forge.Make(header: header => header["x5c"] = new[] { world.AttackerCertificate }, sign: world.AttackerSigns),
        ["a key named by a path"] = world => world.Forge.Make(
            header: header => (header["alg"], header["kid"]) = ("HS256", "../../../../../../dev/null"), sign: data => HMACSHA256.HashData(Array.Empty<byte>(), data)),
        ["a key named by a statement"] = world => world.Forge.Make(
            header: header => (header["alg"], header["kid"]) = ("HS256", "x' union select 'secret' --"), sign: data => HMACSHA256.HashData("secret"u8, data)),
        ["a key named by a statement, signed by somebody else"] = world => world.Forge.Make(
            header: header => header["kid"] = "x'; select pg_sleep(10) --", sign: world.AttackerSigns),
        ["another key of the same name"] = world => world.Forge.Make(sign: world.AttackerSigns),
        ["no signature"] = world => Part(world.Forge.Make(), signature: _ => ""),
        ["no signature and no dot"] = world => Part(world.Forge.Make(), signature: _ => "").TrimEnd('.'),
        ["a shortened signature"] = world => Part(world.Forge.Make(), signature: text => text[..^8]),
        ["altered claims"] = world => Part(world.Forge.Make(), claims: text => text.Replace("somebody", "anybody1", StringComparison.Ordinal)),
        ["too long, and well signed"] = world => world.Forge.Make(claims => claims["pad"] = new string('x', 12_000)),
        ["nested and encrypted to the public key"] = world => Encrypted(world),
        ["encrypted directly"] = _ => $"{Base64UrlEncoder.Encode("""{"alg":"dir","enc":"A256GCM","cty":"JWT"}""")}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA",
        ["ES256 with a signature of zeros"] = world => Elliptic(world, _ => new byte[64]),
        ["ES256 with the order of the curve"] = world => Elliptic(world, _ => [.. OrderOfP256, .. OrderOfP256]),
        ["ES256 with an empty signature"] = world => Elliptic(world, _ => []),
        ["ES256 in another encoding"] = world => Elliptic(
            world, data => world.Provider.Ecdsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
        ["ES256 claimed for an RSA key"] = world => world.Forge.Make(header: header => header["alg"] = "ES256"),
        ["an extension that must be understood"] = world => world.Forge.Make(header: header => (header["crit"], header["b64"]) = (new[] { "b64" }, false)),
        ["made for a logout"] = world => world.Forge.Make(header: header => header["typ"] = "logout+jwt"),
        ["made to prove possession"] = world => world.Forge.Make(header: header => header["typ"] = "dpop+jwt"),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Refused_with_no_outbound_call(string attack)
    {
        var asked = world.Provider.Requests;

        using var response = await world.SendAsync(Attacks[attack](world));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("UNAUTHENTICATED", RunningServer.CodeOf(await RunningServer.JsonOf(response)));
        Assert.Equal(0, world.Lure.Connections);
        Assert.Equal(asked, world.Provider.Requests);
    }

    /// <summary>The forge's tokens are good: what refuses the others is what they change.</summary>
    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task An_honest_token_is_accepted(string algorithm)
    {
        using var response = await world.SendAsync(algorithm == "RS256"
            ? world.Forge.Make()
            : Elliptic(world, data => world.Provider.Ecdsa.SignData(data, HashAlgorithmName.SHA256)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task One_of_several_audiences_is_enough()
    {
        using var response = await world.SendAsync(world.Forge.Make(claims => claims["aud"] = new[] { "somebody-else", TestIdentityProvider.Audience }));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>A listener nobody could reach would count nothing either.</summary>
    [Fact]
    public async Task The_lure_counts_who_comes()
    {
        await using var lure = new LureListener();
        using var visitor = new HttpClient();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => visitor.GetAsync(new Uri(lure.Address), TestContext.Current.CancellationToken));
        Assert.InRange(lure.Connections, 1, 10);
    }

    private static string Elliptic(Fixture world, Func<byte[], byte[]> sign) =>
        world.Forge.Make(header: header => (header["alg"], header["kid"]) = ("ES256", TestIdentityProvider.EcKeyId), sign: sign);

    private static Func<string, string> Twice(string claim, string value) => text => $"{text[..^1]},\"{claim}\":\"{value}\"}}";

    private static string Part(string token, Func<string, string>? claims = null, Func<string, string>? signature = null)
    {
        var parts = token.Split('.');
        var body = claims is null ? parts[1] : Base64UrlEncoder.Encode(claims(Base64UrlEncoder.Decode(parts[1])));
        return $"{parts[0]}.{body}.{signature?.Invoke(parts[2]) ?? parts[2]}";
    }

    private static string Encrypted(Fixture world) => new JsonWebTokenHandler().EncryptToken(
        world.Forge.Make(header: header => header["alg"] = "none", sign: _ => []),
        new EncryptingCredentials(
            new RsaSecurityKey(world.Provider.Rsa.ExportParameters(false)) { KeyId = TestIdentityProvider.RsaKeyId },
            SecurityAlgorithms.RsaOAEP,
            SecurityAlgorithms.Aes256CbcHmacSha512));

    /// <summary>A server that trusts one issuer outside, somebody known to both, an attacker's key and a listener of theirs.</summary>
    public sealed class Fixture(TestCluster cluster) : IAsyncLifetime
    {
        private readonly RSA attacker = RSA.Create(2048);
        private RunningServer? server;

        public TestIdentityProvider Provider { get; private set; } = null!;

        public LureListener Lure { get; } = new();

        public TokenForge Forge => new(Provider.Authority, TestIdentityProvider.Audience, "somebody", TestIdentityProvider.RsaKeyId, Provider.Rsa);

        public Dictionary<string, string> AttackerJwk
        {
            get
            {
                var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(attacker.ExportParameters(false)));
                return new(StringComparer.Ordinal) { ["kty"] = "RSA", ["n"] = key.N, ["e"] = key.E, ["kid"] = TestIdentityProvider.RsaKeyId };
            }
        }

        public string AttackerCertificate
        {
            get
            {
                using var certificate = new CertificateRequest("CN=issuer", attacker, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                    .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
                return Convert.ToBase64String(certificate.RawData);
            }
        }

        public byte[] AttackerSigns(byte[] data) => attacker.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        public async ValueTask InitializeAsync()
        {
            Provider = await TestIdentityProvider.StartAsync(TestContext.Current.CancellationToken);
            server = new RunningServer(cluster) { Settings = TestIdentityProvider.SettingsFor(Provider.Authority) };
            await server.InitializeAsync();
            await server.AdmitAsync(Provider.Authority, "somebody");
            // Its keys are fetched: whatever is asked of the issuer from now on, a token caused.
            await Eventually.HoldsAsync(async () =>
            {
                using var first = await SendAsync(Forge.Make());
                return first.StatusCode == HttpStatusCode.OK;
            }, TimeSpan.FromSeconds(60));
        }

        public async ValueTask DisposeAsync()
        {
            await server!.DisposeAsync();
            await Provider.DisposeAsync();
            await Lure.DisposeAsync();
            attacker.Dispose();
        }

        public Task<HttpResponseMessage> SendAsync(string token) => server!.KnockAsync(token);
    }
}
