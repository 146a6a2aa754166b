namespace VenturePortfolio.Server;

/// <summary>How an operation ended; the answer itself is in the output.</summary>
public enum OperationOutcome
{
    /// <summary>Executed: the answer has <c>data</c> (perhaps null, with errors). HTTP 200.</summary>
    Executed,

    /// <summary>Refused before execution (validation, variables, paging, cursors): no <c>data</c>. HTTP 400 where the media type says so.</summary>
    RequestError,

    /// <summary>The person's budget does not cover it: no <c>data</c>, code BUDGET_SPENT. HTTP 429.</summary>
    OverBudget,

    /// <summary>Not now: no place free within the bounded wait (OVERLOADED), or no room on the disk (STORAGE_FULL); no <c>data</c>. HTTP 503.</summary>
    Overloaded,
}
