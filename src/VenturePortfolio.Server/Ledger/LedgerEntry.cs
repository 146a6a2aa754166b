using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>One entry of a ledger as it is stored, for whoever checks the chain.</summary>
public sealed record LedgerEntry
{
    /// <summary>In the order in which they are to be checked; nothing is joined, so that no row can hide.</summary>
    public const string Sql =
        """
        select sub_fund_id, seq, id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, investor_id, investment_id,
               reverses_seq, external_ref, memo, recorded_by, recorded_at, prev_hash, hash
        from cash_flow
        order by sub_fund_id, seq
        """;

    public required Guid SubFundId { get; init; }

    public required long Seq { get; init; }

    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>Minor units; the sign follows from the kind.</summary>
    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    public required long UnfundedEffectMinor { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public required Guid? InvestorId { get; init; }

    public required Guid? InvestmentId { get; init; }

    public required long? ReversesSeq { get; init; }

    public required string? ExternalRef { get; init; }

    public required string? Memo { get; init; }

    public required Guid? RecordedBy { get; init; }

    public required Instant RecordedAt { get; init; }

    public required byte[] PrevHash { get; init; }

    public required byte[] Hash { get; init; }

    public static LedgerEntry Read(NpgsqlDataReader row)
    {
        return new()
        {
            SubFundId = row.GetGuid(0),
            Seq = row.GetInt64(1),
            Id = row.GetGuid(2),
            Kind = row.GetString(3),
            AmountMinor = row.GetInt64(4),
            Currency = row.GetString(5),
            UnfundedEffectMinor = row.GetInt64(6),
            EffectiveOn = row.GetFieldValue<LocalDate>(7),
            InvestorId = row.GetFieldValue<Guid?>(8),
            InvestmentId = row.GetFieldValue<Guid?>(9),
            ReversesSeq = row.GetFieldValue<long?>(10),
            ExternalRef = Text(11),
            Memo = Text(12),
            RecordedBy = row.GetFieldValue<Guid?>(13),
            RecordedAt = row.GetFieldValue<Instant>(14),
            PrevHash = row.GetFieldValue<byte[]>(15),
            Hash = row.GetFieldValue<byte[]>(16),
        };

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }

    /// <summary>The hash this content should carry. Never asks the database: its function may have been altered too.</summary>
    public byte[] ContentHash() => new ChainText()
        .Add(SubFundId).Add(Seq).Add(Id).Add(Kind).Add(AmountMinor).Add(Currency).Add(UnfundedEffectMinor).Add(EffectiveOn)
        .Add(InvestorId).Add(InvestmentId).Add(ReversesSeq).Add(ExternalRef).Add(Memo).Add(RecordedBy).Add(RecordedAt)
        .HashAfter(PrevHash);

    /// <summary>Whether this is the same cash flow, as a reversal of it must be.</summary>
    public bool Repeats(LedgerEntry other) =>
        (Kind, AmountMinor, Currency, UnfundedEffectMinor, EffectiveOn, InvestorId, InvestmentId)
        == (other.Kind, other.AmountMinor, other.Currency, other.UnfundedEffectMinor, other.EffectiveOn, other.InvestorId, other.InvestmentId);
}
