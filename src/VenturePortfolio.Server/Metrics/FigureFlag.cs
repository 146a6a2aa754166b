namespace VenturePortfolio.Server;

/// <summary>A warning beside a figure.</summary>
/// <param name="Code">One of <see cref="MeasureFlag"/>.</param>
/// <param name="Language">Of its text.</param>
public sealed record FigureFlag(string Code, string Language)
{
    /// <summary>In the reader's language.</summary>
    public string Text => Messages.Text($"FLAG_{Code}", Language);

    public static IReadOnlyList<FigureFlag> Of(IEnumerable<string> codes, string language) =>
        [.. codes.Select(code => new FigureFlag(code, language))];

    /// <summary>Of a stored figure: codes apart by a blank; null for none.</summary>
    public static IReadOnlyList<FigureFlag> OfStored(string? codes, string language) =>
        codes is null ? [] : Of(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), language);
}
