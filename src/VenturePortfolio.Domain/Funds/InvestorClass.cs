using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// What kind of contributor an investor is. Loaded from data: methodology maps classes, not code. Guidance is a role
/// (國家科技成果轉化引導基金等), not one organisation.
/// </summary>
/// <param name="Key">Stable UPPER_SNAKE text.</param>
/// <param name="IsGuidance">Contributes national guidance money.</param>
/// <param name="IsHongKong">Hong Kong capital, public or private.</param>
/// <param name="IsPrivate">Null where schools of measurement differ and no mapping is chosen.</param>
/// <param name="IsDisclosed">False for money whose contributor is not published: nothing else of the class is then
/// known.</param>
public sealed record InvestorClass(string Key, bool IsGuidance, bool IsHongKong, bool? IsPrivate, bool IsDisclosed)
{
    /// <summary>Of an investor without a class on record, and of money without an investor.</summary>
    public static InvestorClass Unknown { get; } = new("UNDISCLOSED", false, false, null, false);
}

/// <summary>From this day on, until a later assignment, the investor is of the class.</summary>
/// <param name="Id">Breaks ties between assignments of the same day recorded at the same instant.</param>
public sealed record InvestorClassAssignment(
    Guid Id, InvestorId Investor, InvestorClass Class, LocalDate EffectiveOn, Instant RecordedAt);
