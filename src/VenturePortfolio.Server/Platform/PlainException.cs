namespace VenturePortfolio.Server;

/// <summary>
/// Something the person at the terminal can put right. Only its message is shown, never a stack: it names the thing, the
/// value and what to do.
/// </summary>
public sealed class PlainException(string message, Exception? inner = null) : Exception(message, inner);
