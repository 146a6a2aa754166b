using System.Globalization;

namespace VenturePortfolio.Benchmarks;

/// <summary>A process and its children, as the Linux kernel counts them (proc(5)).</summary>
internal static class ProcessTree
{
    // Places in /proc/<pid>/stat, counted after the name in brackets, which may hold spaces.
    private const int Parent = 1;

    private const int ResidentPages = 21;

    /// <summary>The fields of <c>stat</c> of each.</summary>
    public static IEnumerable<string[]> Of(int processId)
    {
        if (Fields(processId) is not { } root)
            yield break;
        yield return root;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var other)
                && Fields(other) is { } fields
                && fields[Parent] == processId.ToString(CultureInfo.InvariantCulture))
                yield return fields;
        }
    }

    /// <summary>Resident memory of all, in MiB; what they share is counted in each.</summary>
    public static double Memory(int processId) =>
        Of(processId).Sum(fields => long.Parse(fields[ResidentPages], CultureInfo.InvariantCulture)) * Environment.SystemPageSize / 1024.0 / 1024.0;

    public static string[]? Fields(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // It has just ended.
        }
    }
}
