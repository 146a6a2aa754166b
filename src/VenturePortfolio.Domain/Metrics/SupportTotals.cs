using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Sums over the supported transactions of a programme, each row rounded half-even to minor units before summing.
/// Source of the terms: US Treasury, State Small Business Credit Initiative, transactions 2010-2017.
/// </summary>
public sealed record SupportTotals
{
    public required Currency Currency { get; init; }

    /// <summary>Public money put behind the transactions when they were made.</summary>
    public required Int128 PublicFundsMinor { get; init; }

    /// <summary>The loans made or investments closed with the support.</summary>
    public required Int128 LoanOrInvestmentMinor { get; init; }

    /// <summary>Private money in the same transactions.</summary>
    public required Int128 ConcurrentPrivateMinor { get; init; }

    /// <summary>Private money that came later because of them, as declared.</summary>
    public required Int128 SubsequentPrivateMinor { get; init; }

    /// <summary>Jobs created, in 1/10,000 of a job: programmes report fractions.</summary>
    public required Int128 JobsCreatedE4 { get; init; }

    /// <summary>Jobs retained, in 1/10,000 of a job.</summary>
    public required Int128 JobsRetainedE4 { get; init; }

    /// <summary>How many transactions the sums are made of.</summary>
    public long Count { get; init; }

    /// <summary>The transactions the sums are made of; empty where nobody asked for an explanation or another currency: there are tens of thousands.</summary>
    public IReadOnlyList<SupportTransaction> Transactions { get; init; } = [];
}

/// <summary>One supported transaction, in minor units of its programme's currency and 1/10,000 of a job.</summary>
public sealed record SupportTransaction(
    Guid Id,
    LocalDate EffectiveOn,
    Instant RecordedAt,
    long PublicFundsMinor,
    long LoanOrInvestmentMinor,
    long ConcurrentPrivateMinor,
    long SubsequentPrivateMinor,
    long JobsCreatedE4,
    long JobsRetainedE4);
