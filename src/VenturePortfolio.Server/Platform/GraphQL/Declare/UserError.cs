namespace VenturePortfolio.Server;

/// <summary>An expected refusal, told as data in a mutation's payload.</summary>
/// <param name="Code">Stable <c>UPPER_SNAKE</c>.</param>
/// <param name="Path">Input field at fault, from the outside in, e.g. <c>["input", "amount"]</c>.</param>
/// <param name="Message">In the actor's language.</param>
public sealed record UserError(string Code, IReadOnlyList<string> Path, string Message);
