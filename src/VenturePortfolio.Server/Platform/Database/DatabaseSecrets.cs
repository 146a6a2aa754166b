using System.Security.Cryptography;
using System.Text.Json;

namespace VenturePortfolio.Server;

/// <summary>
/// Passwords of the database logins, by login name. From the environment (<c>VP_PASSWORD_FUND_MANAGER</c> for
/// <c>vp_fund_manager</c>), else from a file only its owner can read.
/// </summary>
public sealed class DatabaseSecrets
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly IReadOnlyDictionary<string, string> passwords;

    private DatabaseSecrets(IReadOnlyDictionary<string, string> passwords) => this.passwords = passwords;

    public string this[string login] =>
        Environment.GetEnvironmentVariable(VariableOf(login)) is { Length: > 0 } given ? given : passwords[login];

    public static string VariableOf(string login) => $"VP_PASSWORD_{login.Replace("vp_", "", StringComparison.Ordinal).ToUpperInvariant()}";

    /// <summary>Reads the file; writes it with new random passwords where it, or one of the logins, is missing.</summary>
    /// <exception cref="PlainException">The file cannot be read by this account, or others can read it too.</exception>
    public static DatabaseSecrets LoadOrCreate(string path)
    {
        var known = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (File.Exists(path))
            {
                if ((File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
                    throw new PlainException($"{path} holds passwords and can be read by others; chmod 600 it.");
                foreach (var (login, password) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path))!)
                    known[login] = password;
            }

            var missing = DatabaseRoles.WithPassword.Where(login => !known.ContainsKey(login)).ToList();
            foreach (var login in missing)
                known[login] = RandomNumberGenerator.GetHexString(48, lowercase: true);
            if (missing.Count > 0)
                Write(path, known);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new PlainException($"{path} belongs to another account; start the program as that account, or name another directory with VENTUREPORTFOLIO_DATA.", denied);
        }
        catch (JsonException broken)
        {
            throw new PlainException($"{path} is not readable JSON; restore it from a backup.", broken);
        }

        return new(known);
    }

    // Written beside and renamed: a program killed in between leaves the old file or the new one.
    private static void Write(string path, SortedDictionary<string, string> passwords)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = path + ".new";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            JsonSerializer.Serialize(file, passwords, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
