namespace VenturePortfolio;

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
