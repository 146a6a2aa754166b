using System.Globalization;
using System.Text;

namespace VenturePortfolio;

/// <summary>
/// What text somebody may type. Text is stored exactly as typed, never cleaned; what could deceive a reader or break a
/// store is refused: controls (NUL included), lone surrogates, and every invisible format character, among them the
/// bidirectional controls and zero-width joiners. Lengths are in Unicode code points.
/// </summary>
public static class TypedText
{
    /// <summary>Longest name, title or reference, in code points.</summary>
    public const int NameMax = 200;

    /// <summary>Longest note, in code points.</summary>
    public const int NoteMax = 2000;

    /// <summary>A name, title or reference on one line. Errors: REQUIRED, TEXT_TOO_LONG, INVALID_TEXT.</summary>
    public static Error? CheckName(string path, string? text) =>
        string.IsNullOrWhiteSpace(text) ? Missing(path) : CheckLine(path, text, NameMax);

    /// <summary>As <see cref="CheckName"/>, where nothing need be given; an empty text is not "nothing".</summary>
    public static Error? CheckOptionalName(string path, string? text) => text is null ? null : CheckName(path, text);

    /// <summary>Words on several lines: line breaks and tabs are fine. Errors as <see cref="CheckName"/>.</summary>
    public static Error? CheckOptionalNote(string path, string? text) => text is null ? null : CheckNote(path, text);

    /// <summary>As <see cref="CheckOptionalNote"/>, where something must be given.</summary>
    public static Error? CheckNote(string path, string? text) =>
        string.IsNullOrWhiteSpace(text) ? Missing(path) : Check(path, text, NoteMax, isBreakFine: true);

    /// <summary>One line of at most so many code points. Errors: TEXT_TOO_LONG, INVALID_TEXT.</summary>
    public static Error? CheckLine(string path, string text, int codePointsMax) =>
        Check(path, text, codePointsMax, isBreakFine: false);

    /// <summary>The answer to a field that must be given and was not.</summary>
    public static Error Missing(string path) => new("REQUIRED", path, "This field must be given.");

    private static Error? Check(string path, string text, int codePointsMax, bool isBreakFine)
    {
        var count = 0;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            // A code point is one or two chars, so this also bounds the work on a megabyte of text.
            if (++count > codePointsMax)
            {
                return new Error("TEXT_TOO_LONG", path, $"At most {codePointsMax} characters are allowed.")
                    .With("limit", codePointsMax);
            }

            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return Refused(path, count, $"U+{(int)rest[0]:X4}");
            }

            if (!IsFine(rune, isBreakFine))
            {
                return Refused(path, count, $"U+{rune.Value:X4}");
            }

            rest = rest[length..];
        }

        return null;
    }

    private static bool IsFine(Rune rune, bool isBreakFine) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => isBreakFine && rune.Value is ('\n' or '\r' or '\t'),
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => true,
    };

    private static Error Refused(string path, int position, string character) =>
        new Error("INVALID_TEXT", path, $"Character {position} is {character}, which cannot be seen and is not allowed.")
            .With("position", position).With("character", character);
}
