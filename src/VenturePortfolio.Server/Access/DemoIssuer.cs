using System.Globalization;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server;

/// <summary>
/// Vouches for the invented people of the demo. Its key is made on the machine at first use, readable by its owner only,
/// and never leaves it; outside the demo profile no scheme trusts it.
/// </summary>
public sealed class DemoIssuer : IDisposable
{
    /// <summary>What <c>iss</c> says, and <c>person.issuer</c> of the demo's people.</summary>
    public const string Name = "urn:venture-portfolio:demo";

    public const string Audience = "venture-portfolio";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly RSA _rsa;

    private DemoIssuer(RSA rsa)
    {
        _rsa = rsa;
        // A factory of its own: the shared one remembers signers by key id, and would hand out one over a key disposed with
        // an earlier issuer of the same file.
        Key = new RsaSecurityKey(rsa) { CryptoProviderFactory = new CryptoProviderFactory() };
        Key.KeyId = Base64UrlEncoder.Encode(Key.ComputeJwkThumbprint());
    }

    public RsaSecurityKey Key { get; }

    /// <summary>The issuer of this data directory; makes its key when there is none. Two programs may ask at once.</summary>
    /// <exception cref="PlainException">Others can read the key.</exception>
    public static DemoIssuer Open(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "demo-issuer.pem");
        if (!File.Exists(path))
        {
            Make(path);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) | OwnerOnly) != OwnerOnly)
        {
            throw new PlainException($"Others can read {path}: run chmod 600 on it, or delete it to get a new one.");
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(path));
        return new DemoIssuer(rsa);
    }

    /// <summary>A token for one person, good for the given time from now.</summary>
    public string TokenFor(string subject, TimeSpan lifetime)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = subject,
                ["jti"] = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture),
            },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        });
    }

    public void Dispose() => _rsa.Dispose();

    /// <summary>Written aside and moved in whole: whoever loses the race reads the winner's key.</summary>
    private static void Make(string path)
    {
        using var rsa = RSA.Create(2048);
        var aside = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(aside, options))
        {
            writer.Write(rsa.ExportPkcs8PrivateKeyPem());
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }
}
