namespace VenturePortfolio.Server;

/// <summary>A warning beside a figure.</summary>
/// <param name="Code">One of <see cref="MeasureFlag"/>.</param>
/// <param name="Text">In the reader's language.</param>
public sealed record FigureFlag(string Code, string Text)
{
    public static IReadOnlyList<FigureFlag> Of(IEnumerable<string> codes, string language) =>
        [.. codes.Select(code => new FigureFlag(code, Messages.Text($"FLAG_{code}", language)))];

    /// <summary>Of a stored figure: codes apart by a blank; null for none.</summary>
    public static IReadOnlyList<FigureFlag> OfStored(string? codes, string language) =>
        Of(codes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [], language);
}
