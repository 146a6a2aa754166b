using NodaTime;

namespace VenturePortfolio;

/// <summary>What happened to a loan against commitments.</summary>
public enum LineEventKind
{
    /// <summary>Borrowed, before investors were called.</summary>
    Draw,

    /// <summary>Of what was borrowed, paid back.</summary>
    Repayment,

    /// <summary>Interest and fees of the line.</summary>
    Interest,
}

/// <summary>An event of a subscription line 認繳出資貸款.</summary>
/// <param name="Amount">Positive.</param>
/// <param name="ReversesId">The event this one takes back, repeating it; null for an ordinary one.</param>
public sealed record SubscriptionLineEvent(
    Guid Id, LineEventKind Kind, Money Amount, LocalDate EffectiveOn, Instant RecordedAt, Guid? ReversesId = null);
