using System.Diagnostics;
using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>
/// Moments at which a proof makes the program die, or stand still, as a machine would: at once and with nothing cleaned up.
/// Armed by the environment only: <c>VENTUREPORTFOLIO_CRASH_AT=write-made</c> kills at that moment, <c>write-made:7</c> when it
/// comes for the seventh time, <c>night-computed:1:freeze</c> stops the process until it is told to go on. Not armed, it is
/// one comparison with a field that never changes.
/// </summary>
public static class CrashPoint
{
    public const string Variable = "VENTUREPORTFOLIO_CRASH_AT";

    /// <summary>A claim on a night lives for so many seconds: proofs wait it out in truth and not for long. Unset, as the night has it.</summary>
    public const string ClaimVariable = "VENTUREPORTFOLIO_CLAIM_SECONDS";

    /// <summary>The transaction is open; nothing was written.</summary>
    public const string WriteBegun = "write-begun";

    /// <summary>The effect is written, its idempotency key is not.</summary>
    public const string WriteHalf = "write-half";

    /// <summary>Effect, key and answer are complete; nothing is committed.</summary>
    public const string WriteMade = "write-made";

    /// <summary>Committed; nobody was told.</summary>
    public const string WriteCommitted = "write-committed";

    /// <summary>The run is claimed; nothing was read.</summary>
    public const string NightClaimed = "night-claimed";

    /// <summary>Every figure is computed; nothing was written.</summary>
    public const string NightComputed = "night-computed";

    /// <summary>Figures and state are written; nothing is committed.</summary>
    public const string NightStaged = "night-staged";

    private static readonly string? Armed = Environment.GetEnvironmentVariable(Variable);
    private static int passes;

    public static IReadOnlyList<string> OfWrites { get; } = [WriteBegun, WriteHalf, WriteMade, WriteCommitted];

    public static IReadOnlyList<string> OfNights { get; } = [NightClaimed, NightComputed, NightStaged];

    /// <summary>Null: as the night has it.</summary>
    public static TimeSpan? ClaimLife { get; } =
        double.TryParse(Environment.GetEnvironmentVariable(ClaimVariable), CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    public static void Pass(string moment)
    {
        if (Armed is not null)
            Meet(moment, Armed.Split(':'));
    }

    private static void Meet(string moment, string[] armed)
    {
        var due = armed.Length > 1 ? int.Parse(armed[1], CultureInfo.InvariantCulture) : 1;
        if (armed[0] != moment || Interlocked.Increment(ref passes) != due)
            return;
        using var self = Process.GetCurrentProcess();
        if (armed is [_, _, "freeze"])
        {
            using var stop = Process.Start("kill", ["-STOP", self.Id.ToString(CultureInfo.InvariantCulture)]);
            stop.WaitForExit();
        }
        else
        {
            self.Kill();
        }
    }
}
