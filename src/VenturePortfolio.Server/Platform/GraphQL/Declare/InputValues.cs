using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Coerced arguments or input fields, read by name. An absent field and an explicit null are the same: null.</summary>
public sealed class InputValues(IReadOnlyDictionary<string, object?> values)
{
    public static readonly InputValues None = new(new Dictionary<string, object?>(StringComparer.Ordinal));

    public bool Has(string name) => Value(name) is not null;

    public string? Text(string name) => Value(name)?.ToString();

    public IReadOnlyList<string>? Texts(string name) => Items(name)?.Select(item => item!.ToString()!).ToArray();

    public int? Int(string name) => (int?)Value(name);

    public decimal? Decimal(string name) => (decimal?)Value(name);

    public bool? Boolean(string name) => (bool?)Value(name);

    public LocalDate? Date(string name) => (LocalDate?)Value(name);

    public Instant? Instant(string name) => (Instant?)Value(name);

    /// <summary>
    /// The key inside a global id of <paramref name="type"/>; null when absent, garbled or of another type: for the
    /// asker all three are "no such thing".
    /// </summary>
    public Guid? Key(string name, string type) => GlobalId.KeyOf(Text(name), type);

    /// <summary>Amount text and currency code as given; whether they are valid money is the use case's to say.</summary>
    public (string Amount, string Currency)? Money(string name) =>
        Object(name) is { } money ? (money.Text("amount")!, money.Text("currency")!) : null;

    public InputValues? Object(string name) =>
        Value(name) is IReadOnlyDictionary<string, object?> inner ? new InputValues(inner) : null;

    public IReadOnlyList<InputValues>? Objects(string name) =>
        Items(name)?.Select(item => new InputValues((IReadOnlyDictionary<string, object?>)item!)).ToArray();

    private object? Value(string name) => values.TryGetValue(name, out var value) ? value : null;

    private IEnumerable<object?>? Items(string name) => (Value(name) as System.Collections.IEnumerable)?.Cast<object?>();
}
