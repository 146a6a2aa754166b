using System.Buffers;
using System.Globalization;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>What text a cell may hold, and how it is shown.</summary>
public static class CellText
{
    private const int LengthMax = 2000;
    private const int QuoteMax = 40;
    private static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789.eE+-");

    /// <summary>Why the text is refused; null when it may stand.</summary>
    public static (string Code, string Message)? Fault(string text)
    {
        if (text.Length > LengthMax)
            return ("TEXT_TOO_LONG", $"a cell holds at most {LengthMax} characters. Shorten it.");
        if (text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !IsSafe(text))
            return ("TEXT_UNSAFE", "control, direction or invisible characters are not taken. Type the value anew.");
        if (IsFormula(text))
            return ("CELL_FORMULA", "a formula is not taken. Save the file with values only.");
        return null;
    }

    /// <summary>Shortened and without anything a terminal would obey.</summary>
    public static string Quote(string text)
    {
        var shown = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes().Take(QuoteMax))
            shown.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format ? "\uFFFD" : rune.ToString());
        return shown.Append(text.Length > QuoteMax ? "…\"" : "\"").ToString();
    }

    /// <summary>A signed number is not a formula: the reader of its column judges it.</summary>
    private static bool IsFormula(string text) =>
        text.Length > 0 && "=+-@".Contains(text[0], StringComparison.Ordinal)
        && !(text[0] is '+' or '-' && text.Length > 1 && text.AsSpan(1).ContainsAnyInRange('0', '9')
             && !text.AsSpan(1).ContainsAnyExcept(Numeric));

    private static bool IsSafe(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i]))
                    return false;
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.Control or UnicodeCategory.Format
                     or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }
}
