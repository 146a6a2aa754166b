using Xunit;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Expected refusals: reliability.md, "Bad input"; the ranges are those of Unicode 16, general categories Cc, Cf, Cs, Zl, Zp.</summary>
public sealed class TypedTextTests
{
    [Theory]
    [InlineData("東莞松山湖科技成果轉化基金")]
    [InlineData("Café Zürich & Söhne (HK) Ltd. – 2.0")]
    [InlineData("\U00020BB7野家")]   // A character outside the basic plane is one character, not two bad ones.
    [InlineData("\uE000 新界")]       // Private use: older Hong Kong supplementary characters live there.
    [InlineData("a\u0301")]           // Stored as typed, not composed.
    public void Names_of_any_script_are_fine(string text) => Assert.Null(TypedText.CheckName("title", text));

    [Theory]
    [InlineData("a\0b", "U+0000", "2")]
    [InlineData("a\nb", "U+000A", "2")]
    [InlineData("x\u0085", "U+0085", "2")]
    [InlineData("pay \u202Eevil", "U+202E", "5")]
    [InlineData("\u2066x", "U+2066", "1")]
    [InlineData("x\u200By", "U+200B", "2")]
    [InlineData("x\uFEFF", "U+FEFF", "2")]
    [InlineData("x\u2028y", "U+2028", "2")]
    [InlineData("\U0001F468\u200D\U0001F4BB", "U+200D", "2")]
    [InlineData("soft\u00ADhyphen", "U+00AD", "5")]
    public void What_cannot_be_seen_is_refused_with_its_place(string text, string character, string position)
    {
        var error = TypedText.CheckName("title", text)!;

        Assert.Equal(("INVALID_TEXT", "title"), (error.Code, error.Path));
        Assert.Equal([("position", position), ("character", character)], error.Values);
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public void Half_a_character_is_refused(int half)
    {
        var error = TypedText.CheckName("title", "x" + (char)half + "y")!;

        Assert.Equal("INVALID_TEXT", error.Code);
    }

    [Fact]
    public void Length_is_counted_in_code_points()
    {
        var astral = string.Concat(Enumerable.Repeat("\U00020BB7", TypedText.NameMax));

        Assert.Null(TypedText.CheckName("title", astral));
        Assert.Equal("TEXT_TOO_LONG", TypedText.CheckName("title", astral + "x")!.Code);
    }

    [Fact]
    public void A_note_may_have_lines_and_two_thousand_characters()
    {
        Assert.Null(TypedText.CheckNote("note", "first\r\n\tsecond" + new string('x', TypedText.NoteMax - 14)));
        Assert.Equal("TEXT_TOO_LONG", TypedText.CheckNote("note", new string('x', TypedText.NoteMax + 1))!.Code);
        Assert.Equal("TEXT_TOO_LONG", TypedText.CheckNote("note", new string('x', 1_000_000))!.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u3000 ")]
    public void A_name_that_must_be_given_is_more_than_blanks(string? text) =>
        Assert.Equal("REQUIRED", TypedText.CheckName("title", text)!.Code);
}
