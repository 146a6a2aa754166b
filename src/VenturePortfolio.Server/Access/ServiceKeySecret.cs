using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>A service key as its holder has it: <c>vpk_</c> and 256 random bits. Here it exists only while it is made or presented.</summary>
public static class ServiceKeySecret
{
    /// <summary>Recognisable, so that scanners of repositories and logs find one that got lost.</summary>
    public const string Prefix = "vpk_";

    /// <summary>Characters shown afterwards, for people to tell their keys apart; 220 bits stay unknown.</summary>
    private const int ShownLength = 10;

    private const int Bytes = 32;

    private const int Length = 47;

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is stored. Not slow on purpose: 256 random bits cannot be guessed, unlike a password.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    public static string ShownOf(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return secret[..ShownLength];
    }

    /// <summary>Is it meant as a service key?</summary>
    public static bool Is(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>Could it be one of ours? Rubbish never gets as far as the database.</summary>
    public static bool IsWellFormed(string token) => Is(token) && token.Length == Length && Base64Url.IsValid(token.AsSpan(Prefix.Length));
}
