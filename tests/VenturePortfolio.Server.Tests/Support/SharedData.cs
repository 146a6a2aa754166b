namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Real data that nobody here wrote, kept beside the repository and not in it: VENTUREPORTFOLIO_SHARED_DATA, by default
/// <c>../shared/data</c> of the checkout.
/// </summary>
public static class SharedData
{
    private const string Absent =
        "These files stay here: the project does not contain them. Tests find them by VENTUREPORTFOLIO_SHARED_DATA, by default ../shared/data; " +
        "where they are absent the tests that need them are reported as skipped with that sentence, and with CI=true they fail.";

    /// <summary>The path of a file, for example <c>ssbci/transactions.csv</c>; skips the test where the data is absent.</summary>
    public static string PathOf(string relative)
    {
        var path = Path.Combine(Folder(), relative);
        if (Path.Exists(path))
            return path;
        Assert.SkipUnless(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), Absent);
        Assert.Fail(Absent);
        return path;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("VENTUREPORTFOLIO_SHARED_DATA") is { Length: > 0 } given)
            return given;
        // A worktree of the repository stands elsewhere than the repository: look beside each folder above.
        for (var at = new DirectoryInfo(ClusterDirectory.Checkout() ?? AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var beside = Path.Combine(at.FullName, "..", "shared", "data");
            if (Directory.Exists(beside))
                return Path.GetFullPath(beside);
        }

        return Path.Combine("..", "shared", "data");
    }
}
