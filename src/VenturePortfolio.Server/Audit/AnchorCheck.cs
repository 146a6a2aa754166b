using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// Compares what stands in the database with what was written down outside it, night after night. Told of every entry as it
/// is walked by; says at the end what was rewritten.
/// </summary>
public sealed class AnchorCheck
{
    private readonly Dictionary<(string Chain, string Day, long Seq), Point> points = [];
    private readonly Dictionary<Guid, RunDigest> nights = [];
    private readonly SortedDictionary<Instant, Anchor> horizons = [];
    private readonly List<string> findings = [];

    public AnchorCheck(IReadOnlyList<AnchorLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var previous = "";
        foreach (var (number, anchor) in lines)
        {
            if (anchor is null)
            {
                findings.Add($"anchor, line {number}: is not what was written (cut off, or edited)");
                continue;
            }

            if (anchor.Body.Previous != previous)
                findings.Add($"anchor, line {number}: the line before it is not the one it was written after (lines were removed or replaced)");
            previous = anchor.Hash;
            nights[anchor.Body.Night.Run] = anchor.Body.Night;
            horizons[InstantPattern.ExtendedIso.Parse(anchor.Body.Horizon).Value] = anchor.Body;
            foreach (var head in anchor.Body.Heads.Where(head => head.Seq > 0))
                points.TryAdd((head.Chain, DayOf(head), head.Seq), new(head, anchor.Body.Night.BusinessDate));
        }
    }

    /// <summary>How many ends of chains there are to compare with.</summary>
    public int Points => points.Count;

    public int Nights => nights.Count;

    public void See(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        See((entry.SubFundId.ToString("D"), "", entry.Seq), entry.Hash);
    }

    public void See(SecurityEvent seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        See((ChainHead.Security, seen.DayText, seen.Seq), seen.Hash);
    }

    /// <summary>A run as the database has it now.</summary>
    public void See(RunDigest run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (nights.Remove(run.Run, out var written) && written != run)
            findings.Add($"night of {written.BusinessDate}: its published figures are not those that were anchored");
    }

    /// <summary>The instants for which <see cref="See(IReadOnlyList{IReadOnlyList{FactDigest}})"/> wants the facts, ascending.</summary>
    public IReadOnlyList<Instant> Horizons => [.. horizons.Keys];

    /// <summary>What stood before each horizon, as the database has it now. Of each table the first night only: after it nothing fits.</summary>
    public void See(IReadOnlyList<IReadOnlyList<FactDigest>> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (anchor, now) in horizons.Values.Zip(facts))
        {
            var found = now.ToDictionary(fact => fact.Table, StringComparer.Ordinal);
            foreach (var then in anchor.Facts.Where(then => found.GetValueOrDefault(then.Table) != then && told.Add(then.Table)))
            {
                findings.Add(
                    $"{then.Table}: rows recorded before {anchor.Horizon} were altered, removed or put in since the night of {anchor.Night.BusinessDate} " +
                    $"({then.Rows} then, {found.GetValueOrDefault(then.Table)?.Rows ?? 0} now)");
            }
        }
    }

    /// <summary>What does not fit, in plain words. For each chain the first place only: after it nothing fits.</summary>
    public IReadOnlyList<string> End()
    {
        foreach (var chain in points.Values.GroupBy(point => point.Head.Chain, StringComparer.Ordinal))
        {
            var ordered = chain.OrderBy(point => DayOf(point.Head), StringComparer.Ordinal).ThenBy(point => point.Head.Seq).ToList();
            var bad = ordered.FindIndex(point => point.Fits != true);
            if (bad >= 0)
                findings.Add(Rewritten(ordered[bad], bad == 0 ? null : ordered[bad - 1].Head));
        }

        findings.AddRange(nights.Values.Select(night => $"night of {night.BusinessDate}: was anchored and is gone"));
        return findings;
    }

    private static string Rewritten(Point point, ChainHead? lastGood)
    {
        var (head, night) = (point.Head, point.Night);
        var name = head.Chain == ChainHead.Security ? $"security events of {head.Name}" : $"fund {head.Name}";
        var after = lastGood is null ? "since its beginning" : $"after entry {lastGood.Seq}{(head.Chain == ChainHead.Security ? $" of {lastGood.Name}" : "")}";
        return point.Fits is null
            ? $"{name}: entry {head.Seq}, anchored on the night of {night}, is gone"
            : $"{name}: its history was rewritten {after}: entry {head.Seq} is not the one anchored on the night of {night}";
    }

    private void See((string Chain, string Day, long Seq) place, byte[] hash)
    {
        if (points.TryGetValue(place, out var point))
            point.Fits = string.Equals(point.Head.Hash, Convert.ToHexStringLower(hash), StringComparison.Ordinal);
    }

    private static string DayOf(ChainHead head) => head.Chain == ChainHead.Security ? head.Name : "";

    private sealed class Point(ChainHead head, string night)
    {
        public ChainHead Head => head;

        public string Night => night;

        /// <summary>Null: no such entry was seen.</summary>
        public bool? Fits { get; set; }
    }
}
