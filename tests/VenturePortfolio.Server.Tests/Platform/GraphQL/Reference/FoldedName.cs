namespace VenturePortfolio.Server.Tests;

/// <summary>
/// What names are compared by, as far as the names of <see cref="RandomWorld"/> need it: the reference for <c>app.name_key</c>. Written out by the Unicode
/// charts, because the program runs without .NET's tables of normal forms.
/// </summary>
internal static class FoldedName
{
    public static string Of(string name) =>
        string.Concat(name.Select(Narrow)).ToUpperInvariant().Replace("E\u0301", "É", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>The one letter of that world that can be told apart.</summary>
    public static string Decomposed(string text) => text.Replace("é", "e\u0301", StringComparison.Ordinal);

    /// <summary>ASCII as full width forms, U+FF01 to U+FF5E and the ideographic space; all else as it is.</summary>
    public static string Wide(string text) => string.Concat(text.Select(letter => letter switch
    {
        ' ' => '\u3000',
        > ' ' and <= '~' => (char)(letter - '!' + '\uff01'),
        _ => letter,
    }));

    private static char Narrow(char letter) => letter switch
    {
        '\u3000' => ' ',
        >= '\uff01' and <= '\uff5e' => (char)(letter - '\uff01' + '!'),
        _ => letter,
    };
}
