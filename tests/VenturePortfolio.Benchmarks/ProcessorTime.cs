using System.Globalization;

namespace VenturePortfolio.Benchmarks;

/// <summary>Processor time of a process and of all its children, living and ended, as the Linux kernel counts it (proc(5)).</summary>
internal static class ProcessorTime
{
    private const int TicksPerSecond = 100; // USER_HZ: the same on every Linux that .NET runs on.

    // Places in the fields of a process.
    private const int Own = 11;         // user, then system
    private const int EndedChildren = 13;

    public static TimeSpan OfProcess(int processId) => ProcessTree.Fields(processId) is { } fields ? Sum(fields, Own) : TimeSpan.Zero;

    /// <summary>The process, its children, and those that have ended.</summary>
    public static TimeSpan OfTree(int processId) =>
        ProcessTree.Of(processId).Aggregate(TimeSpan.Zero, (total, fields) => total + Sum(fields, Own) + Sum(fields, EndedChildren));

    /// <summary>Of the children of this very process that have ended and were waited for.</summary>
    public static TimeSpan OfEndedChildren() => Sum(ProcessTree.Fields(Environment.ProcessId)!, EndedChildren);

    /// <summary>All that the machine's processors did, whoever for.</summary>
    public static TimeSpan OfMachine()
    {
        // user nice system idle iowait irq softirq steal; the rest is contained in user.
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(Number).ToList();
        return TimeSpan.FromSeconds((double)(fields.Sum() - fields[3] - fields[4]) / TicksPerSecond);
    }

    private static TimeSpan Sum(string[] fields, int first) =>
        TimeSpan.FromSeconds((double)(Number(fields[first]) + Number(fields[first + 1])) / TicksPerSecond);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
