using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// A dated amount from the investor's side: paid is negative, received positive. Minor units of one currency.
/// </summary>
public sealed record XirrFlow(LocalDate On, Int128 Minor);

/// <summary>
/// The stated residual value at the end of a day. Stating zero (a total loss) differs from stating none.
/// </summary>
public sealed record TerminalValue(LocalDate On, Int128 Minor);

/// <summary>
/// How the search for an internal rate of return ended. Only Ok, TotalLoss, DoubleRoot and Multiple carry a rate.
/// </summary>
public enum XirrStatus
{
    /// <summary>Exactly one rate exists, and this is it.</summary>
    Ok,

    /// <summary>No flow is left after netting.</summary>
    Empty,

    /// <summary>Everything happened on one day.</summary>
    SameDay,

    /// <summary>Only payments or only receipts.</summary>
    NoSignChange,

    /// <summary>Money was paid in, nothing came back and the stated value is zero: -100 % by convention.</summary>
    TotalLoss,

    /// <summary>Several rates exist; one is chosen by the rule of <see cref="Xirr"/>, all are given.</summary>
    Multiple,

    /// <summary>
    /// The present value touches zero without crossing it: one rate, which the smallest change doubles or removes.
    /// </summary>
    DoubleRoot,

    /// <summary>The signs change at least twice and no rate exists.</summary>
    NoRoot,

    /// <summary>Rates exist, and none between -99.9999999 % and 10^18 (x 10 overnight is 10^365).</summary>
    OutOfRange,

    /// <summary>
    /// The bounded search ended early: thousands of changes of sign that nearly cancel. Nothing is claimed.
    /// </summary>
    NotConverged,
}

/// <summary>An internal rate of return or the reason there is none.</summary>
public sealed record XirrResult
{
    public required XirrStatus Status { get; init; }

    /// <summary>
    /// Fraction per year, rounded to 10 decimals so that any processor gives the same; null without a rate.
    /// </summary>
    public decimal? Rate { get; init; }

    /// <summary>Every rate in range, rising; of a double root once.</summary>
    public IReadOnlyList<decimal> Roots { get; init; } = [];

    /// <summary>Sign changes of the netted series: at most so many rates exist (Descartes).</summary>
    public int SignChanges { get; init; }

    /// <summary>Days from the first to the last netted flow. Under 365 a report does not annualise (GIPS).</summary>
    public int SpanDays { get; init; }
}
