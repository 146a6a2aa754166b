using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The whole suite is a search for leaks: scripts/test gives every database login a recognisable password, all that the
/// programs under test print and PostgreSQL logs is looked through for these and for service keys, and what is found fails the
/// run when it ends. The script looks through what the runner itself printed.
/// </summary>
internal static partial class PlantedSecrets
{
    private static readonly IReadOnlyList<(string What, string Secret)> Passwords =
        [.. DatabaseRoles.WithPassword
            .Select(login => (login, Environment.GetEnvironmentVariable(DatabaseSecrets.VariableOf(login)) ?? ""))
            .Where(planted => planted.Item2.Length > 0)];

    private static readonly ConcurrentQueue<string> Found = [];

    /// <summary>Remembers what it finds; whoever disposes must not throw.</summary>
    public static void LookThrough(string where, string text)
    {
        foreach (var what in In(text))
            Found.Enqueue($"{what} in {where}");
    }

    /// <summary>All that a private PostgreSQL logged.</summary>
    /// <param name="data">The data folder; nothing where there is none.</param>
    public static void LookThroughLogs(string data)
    {
        if (!Directory.Exists(Path.Combine(data, "pg")))
            return;
        foreach (var log in Directory.EnumerateFiles(Path.Combine(data, "pg"), "*.log", SearchOption.AllDirectories))
            LookThrough("PostgreSQL's log", File.ReadAllText(log));
    }

    /// <summary>What of it stands in a text.</summary>
    public static IEnumerable<string> In(string text) =>
        [.. Passwords.Where(planted => text.Contains(planted.Secret, StringComparison.Ordinal)).Select(planted => $"the password of {planted.What}"),
            .. Key().IsMatch(text) ? ["a service key"] : Array.Empty<string>()];

    /// <summary>At the end of the run.</summary>
    public static void RequireNone()
    {
        if (!Found.IsEmpty)
            throw new InvalidOperationException($"Secrets were left lying: {string.Join("; ", Found.Distinct(StringComparer.Ordinal))}");
    }

    [GeneratedRegex("vpk_[A-Za-z0-9_-]{40,}", RegexOptions.None, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Key();
}
