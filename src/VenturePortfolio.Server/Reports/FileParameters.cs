using Microsoft.AspNetCore.Http;

namespace VenturePortfolio.Server;

/// <summary>What the address of a file may say. A slip of the pen that went unread would give another file than was asked for.</summary>
internal static class FileParameters
{
    private const int ShownMax = 100;

    /// <summary>Names are taken as they are written, but for capitals. Null: all are known. Error: UNKNOWN_PARAMETER.</summary>
    internal static Error? Unknown(IQueryCollection given, IReadOnlyList<string> known)
    {
        if (given.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is not { } unknown)
        {
            return null;
        }

        var (shown, all) = (unknown.Length > ShownMax ? unknown[..ShownMax] : unknown, string.Join(", ", known));
        return new Error("UNKNOWN_PARAMETER", shown, $"No parameter {shown}; known are {all}.").With("parameter", shown).With("known", all);
    }
}
