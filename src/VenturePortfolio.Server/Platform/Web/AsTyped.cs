using System.Globalization;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>What somebody typed, as a sentence can repeat it: on one line, of bearable length, and with what cannot be seen made visible.</summary>
internal static class AsTyped
{
    private const int Most = 64;

    /// <summary>Plain codes stay as they are; blank text, and text with blanks at its ends, stands in quotes; controls and other invisible characters are told by number.</summary>
    internal static string Shown(string text)
    {
        var shown = new StringBuilder();
        var runes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (runes++ == Most)
            {
                shown.Append('…');
                break;
            }

            _ = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? shown.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>")
                : shown.Append(rune.ToString());
        }

        return text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) ? $"“{shown}”" : shown.ToString();
    }
}
