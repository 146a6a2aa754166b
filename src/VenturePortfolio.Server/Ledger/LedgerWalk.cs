using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// Walks the entries of one fund in the order of their sequence and says in plain words what does not hold: no gap, each
/// chained to the one before, each hash that of its content, time never backwards, each reversal once and of what it repeats.
/// </summary>
public sealed class LedgerWalk(Guid subFundId)
{
    private readonly Dictionary<long, LedgerEntry> entries = [];
    private readonly Dictionary<long, long> reversedBy = [];
    private readonly Dictionary<(string Kind, string Currency), Int128> sums = [];
    private readonly List<LedgerFinding> findings = [];

    private (long Seq, byte[] Hash, Instant RecordedAt) last = (0, Seed(subFundId), Instant.MinValue);

    public long Entries => entries.Count;

    public IReadOnlyList<LedgerFinding> Findings => findings;

    /// <summary>Minor units by kind and currency, reversed ones taken off again.</summary>
    public IReadOnlyDictionary<(string Kind, string Currency), Int128> Sums => sums;

    public void Take(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var gap = entry.Seq != last.Seq + 1;
        if (gap)
            Find(last.Seq + 1, entry.Seq == last.Seq + 2 ? "is missing" : $"to entry {entry.Seq - 1} are missing");
        if (!entry.ContentHash().AsSpan().SequenceEqual(entry.Hash))
            Find(entry.Seq, "was altered after it was recorded: its content does not fit its hash");
        if (!gap && !entry.PrevHash.AsSpan().SequenceEqual(last.Hash))
            Find(entry.Seq, last.Seq == 0 ? "does not begin the chain of this fund" : $"is not chained to entry {last.Seq}: one of the two was replaced");
        if (entry.RecordedAt < last.RecordedAt)
            Find(entry.Seq, $"says it was recorded before entry {last.Seq}, which it follows");
        if (entry.AmountMinor <= 0)
            Find(entry.Seq, $"has an amount of {entry.AmountMinor} minor units; amounts are above zero");
        CheckReversal(entry);

        var of = (entry.Kind, entry.Currency);
        sums[of] = sums.GetValueOrDefault(of) + (entry.ReversesSeq is null ? entry.AmountMinor : -entry.AmountMinor);
        entries[entry.Seq] = entry;
        last = (entry.Seq, entry.Hash, entry.RecordedAt);
    }

    /// <param name="head">Where the database says the ledger ends; null when it says nothing.</param>
    public void EndAt((long Seq, byte[] Hash)? head)
    {
        switch (head)
        {
            case null when last.Seq > 0:
                Find(null, $"has no head, though its last entry is {last.Seq}");
                break;
            case { } at when at.Seq > last.Seq:
                Find(last.Seq + 1, at.Seq == last.Seq + 1 ? "is missing: the head names it as the last" : $"to entry {at.Seq} are missing: the head names the latter as the last");
                break;
            case { } at when at.Seq < last.Seq:
                Find(at.Seq + 1, $"and what follows came past the head, which names entry {at.Seq} as the last");
                break;
            case { } at when last.Seq > 0 && !at.Hash.AsSpan().SequenceEqual(last.Hash):
                Find(last.Seq, "is the last, but the head has another hash for it: one of the two was replaced");
                break;
        }
    }

    /// <summary>What SQL adds up of the same rows must agree to the minor unit: both read the same tables another way.</summary>
    public void CompareSums(IReadOnlyDictionary<(string Kind, string Currency), Int128> bySql)
    {
        foreach (var of in sums.Keys.Union(bySql.Keys).Order())
        {
            var (byRow, other) = (sums.GetValueOrDefault(of), bySql.GetValueOrDefault(of));
            if (byRow != other)
                Find(null, $"{of.Kind} in {of.Currency}: {byRow} minor units row by row, {other} by SQL");
        }
    }

    private void CheckReversal(LedgerEntry entry)
    {
        if (entry.ReversesSeq is not { } seq)
            return;
        if (!entries.TryGetValue(seq, out var original))
            Find(entry.Seq, $"reverses entry {seq}, which does not stand before it");
        else if (original.ReversesSeq is not null)
            Find(entry.Seq, $"reverses entry {seq}, which is itself a reversal");
        else if (!entry.Repeats(original))
            Find(entry.Seq, $"reverses entry {seq} but is not the same cash flow");
        if (!reversedBy.TryAdd(seq, entry.Seq))
            Find(entry.Seq, $"reverses entry {seq}, which entry {reversedBy[seq]} had reversed already");
    }

    private void Find(long? seq, string what) => findings.Add(new(seq, what));

    private static byte[] Seed(Guid subFundId) => SHA256.HashData(Encoding.UTF8.GetBytes(subFundId.ToString("D")));
}

/// <summary>What is wrong with a ledger.</summary>
/// <param name="Seq">The entry; null when it is the ledger as a whole.</param>
/// <param name="What">The rest of a plain sentence that begins with the fund and the entry.</param>
public sealed record LedgerFinding(long? Seq, string What)
{
    public override string ToString() => Seq is { } seq ? $"entry {seq} {What}" : What;
}
