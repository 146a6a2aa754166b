using System.Diagnostics;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>Peers from npm, fetched beside the program as a lock file says; nothing of theirs is committed.</summary>
internal static class NpmPackages
{
    /// <summary>Fetches them unless they are there.</summary>
    /// <param name="folder">With package.json and package-lock.json.</param>
    /// <param name="peer">Whose they are, for messages.</param>
    public static async Task RestoreAsync(string folder, string peer, CancellationToken cancel)
    {
        var done = Path.Combine(folder, "node_modules", ".package-lock.json");
        if (File.Exists(done) && File.GetLastWriteTimeUtc(done) >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
            return;
        var start = new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var npm = Process.Start(start) ?? throw new PlainException("npm does not start.");
        var errors = await npm.StandardError.ReadToEndAsync(cancel);
        await npm.WaitForExitAsync(cancel);
        if (npm.ExitCode != 0)
            throw new PlainException($"npm could not fetch {peer}: {errors.Trim()}");
    }
}
