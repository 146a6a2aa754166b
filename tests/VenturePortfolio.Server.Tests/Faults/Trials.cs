using System.Globalization;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// How often a proof by trial is tried: seldom by default, in full under <c>scripts/test --long</c>. What was tried, under
/// which seed and with what result is one line per proof; scripts/test prints them at its end.
/// </summary>
public static class Trials
{
    private const string LongVariable = "VENTUREPORTFOLIO_LONG_TESTS";
    private const string SeedVariable = "VENTUREPORTFOLIO_TEST_SEED";

    public static bool AreAll { get; } = Environment.GetEnvironmentVariable(LongVariable) is { Length: > 0 };

    public static int Of(int usual, int all) => AreAll ? all : usual;

    /// <summary>
    /// A promised time. Asked for in full trials, on a machine that does nothing else; otherwise six times as long, so that a
    /// busy machine is not taken for a slow program. What was measured stands in the proof's line either way.
    /// </summary>
    public static TimeSpan Within(TimeSpan figure) => AreAll ? figure : figure * 6;

    /// <summary>A new seed each time; an earlier one comes back through VENTUREPORTFOLIO_TEST_SEED.</summary>
    public static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();

    public static void Proved(FormattableString what) =>
        TestContext.Current.TestOutputHelper!.WriteLine($"Proved: {FormattableString.Invariant(what)}");
}
