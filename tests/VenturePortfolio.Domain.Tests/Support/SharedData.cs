using Xunit;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Real data that the project does not contain.</summary>
internal static class SharedData
{
    private const string Sentence =
        "Tests find them by `VENTUREPORTFOLIO_SHARED_DATA`, by default `../shared/data`; where they are absent the "
        + "tests that need them are reported as skipped with that sentence, and with `CI=true` they fail.";

    internal static string Folder(string name)
    {
        var folder = Candidates().Select(root => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        if (folder is null && Environment.GetEnvironmentVariable("CI") is "true")
        {
            Assert.Fail(Sentence);
        }

        Assert.SkipWhen(folder is null, Sentence);
        return folder!;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("VENTUREPORTFOLIO_SHARED_DATA") is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }

        // The repository may be a work tree some folders deeper than the checkout: every ancestor is tried.
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "..", "shared", "data");
        }
    }
}
