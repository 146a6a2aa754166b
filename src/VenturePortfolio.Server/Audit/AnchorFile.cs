using System.Text;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// The anchors, in a file only its owner can read, one line per published night, only ever appended to. Several programs may
/// share it. Kept beside the data by default; <c>Anchor:File</c> names a better place, such as another machine's disk.
/// </summary>
public sealed class AnchorFile(string path)
{
    private const string Nights = "r.kind = 'NIGHTLY'";

    private readonly HashSet<Guid> anchored = [];
    private LocalDate first = LocalDate.MaxIsoValue;

    public string FilePath => path;

    public static AnchorFile Of(IConfiguration configuration) => new(
        configuration["Anchor:File"] is { Length: > 0 } set ? set : Path.Combine(PortfolioDatabase.DirectoryOf(configuration), "anchors.jsonl"));

    /// <summary>The lines there are; null when there is no file.</summary>
    /// <exception cref="PlainException">This account may not read it.</exception>
    public IReadOnlyList<AnchorLine>? Read()
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Lines(file);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new PlainException($"The anchor file {path} cannot be read by this account: {denied.Message}", denied);
        }
    }

    /// <summary>
    /// A line for every published night that has none yet, oldest first; into an empty file only for the newest. Returns how
    /// many it wrote: none while another program is at it. A night is anchored late rather than never: the sweeper asks again.
    /// </summary>
    public async Task<int> AppendOwedAsync(DatabaseLogins logins, CancellationToken cancel)
    {
        // Asked before the snapshot is taken, so that everything before it is in there.
        var horizon = await HorizonAsync(logins.Job, cancel);
        await using var snapshot = await FactSnapshot.OpenAsync(logins, cancel);
        var published = await snapshot.QueryAsync(
            $"select r.id, r.business_date from metric_run r where r.state = 'PUBLISHED' and {Nights} order by r.business_date desc",
            row => (Run: row.GetGuid(0), Date: row.GetFieldValue<LocalDate>(1)),
            cancel);
        if (published.Count == 0 || published.TrueForAll(night => night.Date < first || anchored.Contains(night.Run)) && anchored.Count > 0)
            return 0;

        await using var file = TryOpen();
        if (file is null)
            return 0;
        var lines = Lines(file);
        Remember(lines);
        var owed = anchored.Count == 0
            ? published.Take(1).ToList()
            : [.. published.Where(night => night.Date >= first && !anchored.Contains(night.Run)).Reverse()];
        // What a program that has just started learns from the file: then the whole ledger need not be read for nothing.
        if (owed.Count == 0)
            return 0;

        var heads = await ChainHead.ReadAllAsync(snapshot, cancel);
        var facts = (await FactDigest.ReadAsync(snapshot, [horizon], cancel))[0];
        var previous = lines.LastOrDefault(line => line.Anchor is not null)?.Anchor?.Hash ?? "";
        var written = 0;
        // A line cut off by a power failure is ended first; what is there is never touched.
        if (EndsWithinLine(file))
            file.WriteByte((byte)'\n');
        foreach (var (run, date) in owed)
        {
            var digest = (await RunDigest.ReadAsync(snapshot, $"r.id = '{run}'", cancel)).Single();
            var anchor = new Anchor
            {
                At = Now(),
                Night = digest,
                Heads = heads,
                Horizon = InstantPattern.ExtendedIso.Format(horizon),
                Facts = facts,
                Previous = previous,
            };
            previous = await AppendAsync(file, anchor, cancel);
            first = LocalDate.Min(first, date);
            anchored.Add(run);
            written++;
        }

        return written;
    }

    private static async Task<Instant> HorizonAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        await using var command = job.CreateCommand("select app.closed_horizon()");
        return (Instant)(await command.ExecuteScalarAsync(cancel))!;
    }

    private void Remember(IReadOnlyList<AnchorLine> lines)
    {
        foreach (var night in lines.Select(line => line.Anchor?.Body.Night).OfType<RunDigest>())
        {
            anchored.Add(night.Run);
            first = LocalDate.Min(first, LocalDatePattern.Iso.Parse(night.BusinessDate).Value);
        }
    }

    private static async Task<string> AppendAsync(FileStream file, Anchor anchor, CancellationToken cancel)
    {
        var (text, hash) = SealedJson.Seal(anchor);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"), cancel);
        file.Flush(flushToDisk: true);
        return hash;
    }

    /// <summary>Leaves the file at its end.</summary>
    private static bool EndsWithinLine(FileStream file)
    {
        if (file.Length == 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    /// <summary>Null while another program holds it.</summary>
    private FileStream? TryOpen()
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static List<AnchorLine> Lines(FileStream file)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: -1, leaveOpen: true);
        List<AnchorLine> lines = [];
        while (reader.ReadLine() is { } line)
            lines.Add(new(lines.Count + 1, SealedJson.Open<Anchor>(line)));
        return lines;
    }

    private static string Now() => InstantPattern.ExtendedIso.Format(SystemClock.Instance.GetCurrentInstant());
}
