namespace VenturePortfolio.Server;

/// <summary>What the guard found.</summary>
/// <param name="Refusal">Null when the document may go on to validation.</param>
/// <param name="VisitedNodes">Steps the walk took: the proof that a refusal is cheap.</param>
public readonly record struct GuardVerdict(GuardRefusal? Refusal, int VisitedNodes);

/// <summary>Why a document is refused, for the person who wrote it.</summary>
/// <param name="Code">Stable, <c>UPPER_SNAKE</c>.</param>
public sealed record GuardRefusal(string Code, string Message);
