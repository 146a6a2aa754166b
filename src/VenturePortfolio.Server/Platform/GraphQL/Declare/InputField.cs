namespace VenturePortfolio.Server;

/// <summary>What an argument or input field takes.</summary>
public enum InputType
{
    Text,
    Int,
    Decimal,
    Boolean,

    /// <summary>Arrives as <see cref="NodaTime.LocalDate"/>.</summary>
    Date,

    /// <summary>Arrives as <see cref="NodaTime.Instant"/>.</summary>
    Instant,

    /// <summary>A global id, or an opaque client key such as <c>idempotencyKey</c>; arrives as text.</summary>
    Id,

    /// <summary><c>{ amount: String!, currency: String! }</c>.</summary>
    Money,

    /// <summary>A declared enum; arrives as the stored text.</summary>
    Enum,

    /// <summary>A nested input object.</summary>
    Object,
}

/// <summary>One argument of a function field, or one field of a mutation's input. Made by the factories: one line each.</summary>
public sealed record InputField(string Name, InputType Type, bool Required, string? Description)
{
    public bool List { get; init; }

    public EnumDeclaration? Enum { get; init; }

    /// <summary>Name of the nested input type, for <see cref="InputType.Object"/>.</summary>
    public string? ObjectName { get; init; }

    public IReadOnlyList<InputField> ObjectFields { get; init; } = [];

    public static InputField Text(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Text, required, describe);

    public static InputField TextList(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Text, required, describe) { List = true };

    public static InputField Int(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Int, required, describe);

    public static InputField Decimal(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Decimal, required, describe);

    public static InputField Boolean(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Boolean, required, describe);

    public static InputField Date(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Date, required, describe);

    public static InputField Instant(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Instant, required, describe);

    public static InputField Id(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Id, required, describe);

    public static InputField IdList(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Id, required, describe) { List = true };

    public static InputField Money(string name, bool required = false, string? describe = null) =>
        new(name, InputType.Money, required, describe);

    public static InputField OneOf(
        string name, EnumDeclaration values, bool required = false, bool list = false, string? describe = null) =>
        new(name, InputType.Enum, required, describe) { Enum = values, List = list };

    public static InputField Object(
        string name, string objectName, bool required, bool list, params InputField[] fields) =>
        new(name, InputType.Object, required, null) { ObjectName = objectName, ObjectFields = fields, List = list };
}
