using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// A backup's one file: a tar with <c>manifest.json</c> and <c>portfolio.dump</c>, so that tar and pg_restore can open it
/// where this program cannot.
/// </summary>
public static class BackupArchive
{
    private const string ManifestName = "manifest.json";
    private const string DumpName = "portfolio.dump";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A new file that only its owner can read.</summary>
    public static FileStream Create(string path) => new(
        path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerOnly });

    /// <summary>Puts the two together, beside the place, and renames: who is killed meanwhile leaves no half backup.</summary>
    public static async Task WriteAsync(string path, string manifest, string dump, CancellationToken cancel)
    {
        var fresh = path + ".new";
        await using (var file = Create(fresh))
        {
            await using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
            {
                using var text = new MemoryStream(Encoding.UTF8.GetBytes(manifest + "\n"));
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, ManifestName) { Mode = OwnerOnly, DataStream = text }, cancel);
                await using var data = File.OpenRead(dump);
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, DumpName) { Mode = OwnerOnly, DataStream = data }, cancel);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path);
    }

    /// <summary>Reads the manifest and proves that the dump is the one it was written with.</summary>
    /// <exception cref="PlainException">There is none, it is damaged, or of a newer program.</exception>
    public static async Task<Sealed<BackupManifest>> OpenAsync(string path, CancellationToken cancel)
    {
        if (!File.Exists(path))
            throw new PlainException($"There is no backup {path}.");
        try
        {
            await using var file = File.OpenRead(path);
            await using var tar = new TarReader(file);
            if (await tar.GetNextEntryAsync(cancellationToken: cancel) is not { Name: ManifestName, DataStream: { } text })
                throw new PlainException($"{path} is not a backup of this program: it does not begin with {ManifestName}.");
            using var reader = new StreamReader(text, Encoding.UTF8);
            var manifest = SealedJson.Open<BackupManifest>(await reader.ReadToEndAsync(cancel)) ?? throw Damaged(path, "its manifest is not the one that was written");
            if (manifest.Body.Format != BackupManifest.CurrentFormat)
                throw new PlainException($"{path} has format {manifest.Body.Format}; this program knows {BackupManifest.CurrentFormat}. Restore it with the program that made it, or a newer one.");
            if (await tar.GetNextEntryAsync(cancellationToken: cancel) is not { Name: DumpName, DataStream: { } dump })
                throw Damaged(path, $"it ends before {DumpName}");
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(dump, cancel));
            return hash == manifest.Body.DumpSha256 ? manifest : throw Damaged(path, "its dump is not the one that was written");
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Damaged(path, "it is cut off or no tar file", broken);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new PlainException($"The backup {path} cannot be read by this account: {denied.Message}", denied);
        }
    }

    /// <summary>Hands the dump on, as it stands in the archive.</summary>
    public static async Task CopyDumpAsync(string path, Stream to, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
        {
            if (entry is { Name: DumpName, DataStream: { } dump })
                await dump.CopyToAsync(to, cancel);
        }
    }

    private static PlainException Damaged(string path, string how, Exception? cause = null) =>
        new($"The backup {path} is damaged: {how}. Nothing was restored.", cause);
}
