namespace VenturePortfolio;

/// <summary>
/// How the search for an internal rate of return ended. Only Ok, TotalLoss, DoubleRoot and Multiple carry a rate.
/// </summary>
public enum XirrStatus
{
    /// <summary>Exactly one rate exists in range, and this is it.</summary>
    Ok,

    /// <summary>No flow is left after netting.</summary>
    Empty,

    /// <summary>Everything happened on one day.</summary>
    SameDay,

    /// <summary>Only payments or only receipts.</summary>
    NoSignChange,

    /// <summary>Money was paid in, nothing came back and the stated value is zero: -100 % by convention.</summary>
    TotalLoss,

    /// <summary>Several rates exist in range; one is chosen by the rule of <see cref="Xirr"/>, all are given.</summary>
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

/// <summary>The stored and printed keys of <see cref="XirrStatus"/>.</summary>
public static class XirrStatusText
{
    public static string Key(this XirrStatus status) => status switch
    {
        XirrStatus.Ok => "OK",
        XirrStatus.Empty => "EMPTY",
        XirrStatus.SameDay => "SAME_DAY",
        XirrStatus.NoSignChange => "NO_SIGN_CHANGE",
        XirrStatus.TotalLoss => "TOTAL_LOSS",
        XirrStatus.Multiple => "MULTIPLE",
        XirrStatus.DoubleRoot => "DOUBLE_ROOT",
        XirrStatus.NoRoot => "NO_ROOT",
        XirrStatus.OutOfRange => "OUT_OF_RANGE",
        _ => "NOT_CONVERGED",
    };

    /// <summary>Why there is no rate.</summary>
    internal static Absent WithoutRate(this XirrStatus status) => new(status.Key(), status switch
    {
        XirrStatus.Empty => "no flow is left after same-day netting",
        XirrStatus.SameDay => "everything happened on one day",
        XirrStatus.NoSignChange => "only payments or only receipts",
        XirrStatus.NoRoot => "no rate brings these flows to zero",
        XirrStatus.OutOfRange => "the rate is beyond what is reported",
        _ => "the bounded search ended early",
    });
}
