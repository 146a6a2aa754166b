namespace VenturePortfolio;

/// <summary>A value, or why there is none. Read as "Money or absent".</summary>
public sealed class OrAbsent<T>
{
    private readonly T? _value;

    private OrAbsent(T? value, Absent? absent) => (_value, Absent) = (value, absent);

    /// <summary>The reason; null exactly when the value is present.</summary>
    public Absent? Absent { get; }

    public bool IsPresent => Absent is null;

    /// <summary>The value; asking for an absent one is a programmer's mistake and throws.</summary>
    public T Value => Absent is null ? _value! : throw new InvalidOperationException($"Absent: {Absent.Detail}");

    public static implicit operator OrAbsent<T>(T value) => new(value, null);

    public static implicit operator OrAbsent<T>(Absent absent) => new(default, absent);
}
