using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// The ledger of one invented fund on its way to the table: gives each entry its recorded time, makes some late, and some
/// wrong at first, with the reversal and the new row that put them right.
/// </summary>
internal sealed class DemoLedger(DemoFund fund)
{
    private readonly DemoRandom random = new($"ledger {fund.Code}");
    private readonly List<Entry> entries = [];

    internal static BulkTable Table() => new("cash_flow", "id", "id", "sub_fund_id", "kind", "amount_minor", "currency", "unfunded_effect_minor",
        "effective_on", "investor_id", "investment_id", "reverses_seq", "external_ref", "memo", "recorded_at");

    internal void Add(string kind, Money amount, LocalDate on, Guid? investor = null, Guid? investment = null, long unfunded = 0)
    {
        if (amount.Minor <= 0)
            return;
        var reference = $"{fund.Code} {entries.Count(entry => entry.Reverses is null) + 1:D4}";
        var usual = random.OneIn(35) ? random.Between(70, 160) : random.Between(1, 9);
        var right = new Entry(kind, amount, on, investor, investment, unfunded, reference, DemoTime.Recorded(on, usual, random));
        if (!random.OneIn(50))
        {
            entries.Add(right);
            return;
        }

        // A tenth too much at first; put right weeks later.
        var more = amount.Minor / 10;
        var wrong = right with { Amount = new(amount.Minor + more, amount.Currency), Unfunded = unfunded + (Math.Sign(unfunded) * more) };
        var noticed = DemoTime.Recorded(on, usual + random.Between(25, 80), random);
        entries.Add(wrong);
        entries.Add(wrong with { Reference = $"{reference}-R", Reverses = wrong, RecordedAt = noticed, Memo = "Amount was a tenth too high" });
        entries.Add(right with { Reference = $"{reference}-2", RecordedAt = noticed + Duration.FromMinutes(1), Memo = "Corrected amount" });
    }

    /// <summary>In the order of recording, which is the order of the ledger's sequence.</summary>
    internal void WriteTo(BulkTable table)
    {
        var inOrder = entries.OrderBy(entry => entry.RecordedAt).ThenBy(entry => entry.Reference, StringComparer.Ordinal).ToList();
        foreach (var entry in inOrder)
        {
            var reverses = entry.Reverses is { } wrong ? inOrder.IndexOf(wrong) + 1L : (long?)null;
            table.Add(SeedId.Of("cash_flow", entry.Reference), fund.Id, entry.Kind, entry.Amount.Minor, entry.Amount.Currency.Code, entry.Unfunded,
                entry.On, entry.Investor, entry.Investment, reverses, entry.Reference, entry.Memo, entry.RecordedAt);
        }
    }

    private sealed record Entry(
        string Kind, Money Amount, LocalDate On, Guid? Investor, Guid? Investment, long Unfunded, string Reference, Instant RecordedAt)
    {
        internal Entry? Reverses { get; init; }

        internal string? Memo { get; init; }
    }
}
