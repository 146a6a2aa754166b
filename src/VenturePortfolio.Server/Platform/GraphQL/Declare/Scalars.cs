using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>A scalar that travels as text only.</summary>
internal abstract class TextScalar<T> : ScalarGraphType
    where T : struct
{
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text when Read(text.Value.ToString()) is { } read => read,
        _ => ThrowLiteralConversionError(value),
    };

    public override bool CanParseLiteral(GraphQLValue value) =>
        value is GraphQLNullValue || (value is GraphQLStringValue text && Read(text.Value.ToString()) is not null);

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        T already => already,
        string text when Read(text) is { } read => read,
        _ => ThrowValueConversionError(value),
    };

    public override bool CanParseValue(object? value) =>
        value is null or T || (value is string text && Read(text) is not null);

    public override object? Serialize(object? value) => value?.ToString();

    protected abstract T? Read(string text);
}

/// <summary><c>2024-12-31</c>.</summary>
internal sealed class DateScalar : TextScalar<LocalDate>
{
    public DateScalar()
    {
        Name = "Date";
        Description = "A calendar date, as 2024-12-31.";
    }

    protected override LocalDate? Read(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: > 0 } date } ? date : null;
}

/// <summary><c>2024-12-31T16:00:00Z</c>; any offset is accepted and means the same instant.</summary>
internal sealed class DateTimeScalar : TextScalar<Instant>
{
    private static readonly Instant Earliest = NodaTime.Instant.FromUtc(1, 1, 1, 0, 0);

    public DateTimeScalar()
    {
        Name = "DateTime";
        Description = "An instant in UTC, as 2024-12-31T16:00:00Z, to the microsecond.";
    }

    protected override Instant? Read(string text) =>
        OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } parsed && parsed.Value.ToInstant() is var instant && instant >= Earliest
            ? instant
            : null;
}

/// <summary>Digits as text: JSON numbers would lose some.</summary>
internal sealed class DecimalScalar : TextScalar<decimal>
{
    public DecimalScalar()
    {
        Name = "Decimal";
        Description = "A decimal number as text, as \"0.125\": JSON numbers lose digits.";
    }

    protected override decimal? Read(string text) =>
        decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
