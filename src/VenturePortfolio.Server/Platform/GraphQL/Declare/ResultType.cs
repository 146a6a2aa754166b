using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>The declared shape of a function field's result.</summary>
public abstract class ResultType(string name, string description)
{
    private readonly List<ResultField> fields = [];

    public string Name { get; } = name;

    public string Description { get; } = description;

    public IReadOnlyList<ResultField> Fields => fields;

    private protected void LastChanges() => fields[^1] = fields[^1] with { Changes = true };

    private protected void Add(ResultField field)
    {
        if (fields.Exists(other => string.Equals(other.Name, field.Name, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"{Name}.{field.Name} is declared twice.");
        }

        fields.Add(field);
    }
}

/// <summary>What a result's field gives.</summary>
public enum ResultKind
{
    /// <summary>A scalar or enum.</summary>
    Scalar,

    /// <summary><see cref="MoneyAmount"/>.</summary>
    Money,

    /// <summary>A nested declared object.</summary>
    Object,

    /// <summary>The key of a node, read by the engine.</summary>
    Node,
}

/// <summary>One field of a result; <see cref="Get"/> takes the owning record and gives the value as the engine writes it.</summary>
public sealed record ResultField(string Name, string? Description, ResultKind Kind, bool Nullable, bool List, Func<object, object?> Get)
{
    public ColumnType Scalar { get; init; }

    public EnumDeclaration? Enum { get; init; }

    /// <summary>It may differ the next time, whatever the dates asked for: an answer that shows it is not kept.</summary>
    public bool Changes { get; init; }

    /// <summary>An English sentence of the domain, told in the reader's language by <see cref="VenturePortfolio.Server.Said"/>.</summary>
    public bool IsSaid { get; init; }

    /// <summary>What may be asked of this field itself, such as a page; then <see cref="GetWith"/> gives its value.</summary>
    public IReadOnlyList<InputField> Arguments { get; init; } = [];

    /// <summary>As <see cref="Get"/>, with the arguments given.</summary>
    public Func<object, InputValues, object?>? GetWith { get; init; }

    /// <summary>The nested type, for <see cref="ResultKind.Object"/>; late, so that types may refer to themselves.</summary>
    public Func<ResultType>? Object { get; init; }

    /// <summary>The node type, for <see cref="ResultKind.Node"/>.</summary>
    public string? NodeType { get; init; }
}

/// <summary>One line per field. <typeparamref name="T"/> is the use case's own record.</summary>
public sealed class ResultType<T>(string name, string description) : ResultType(name, description)
    where T : class
{
    public ResultType<T> Text(string name, Func<T, string?> get, bool nullable = false, string? describe = null) =>
        Scalar(name, ColumnType.Text, get, nullable, describe);

    /// <summary>An English sentence of the domain, told in the reader's language by <see cref="VenturePortfolio.Server.Said"/>.</summary>
    public ResultType<T> Said(string name, Func<T, string?> get, bool nullable = false, string? describe = null)
    {
        Add(new ResultField(name, describe, ResultKind.Scalar, nullable, List: false, from => get((T)from)) { Scalar = ColumnType.Text, IsSaid = true });
        return this;
    }

    /// <summary>A text whose form is asked for by arguments of the field itself.</summary>
    public ResultType<T> Text(string name, Func<T, InputValues, string?> get, IReadOnlyList<InputField> arguments, bool nullable = false, string? describe = null)
    {
        Add(new ResultField(name, describe, ResultKind.Scalar, nullable, List: false, from => get((T)from, InputValues.None))
        {
            Scalar = ColumnType.Text, Arguments = arguments, GetWith = (from, given) => get((T)from, given),
        });
        return this;
    }

    public ResultType<T> Int(string name, Func<T, int?> get, bool nullable = false, string? describe = null) =>
        Scalar(name, ColumnType.Int, from => get(from), nullable, describe);

    public ResultType<T> Long(string name, Func<T, long?> get, bool nullable = false, string? describe = null) =>
        Scalar(name, ColumnType.Long, from => get(from), nullable, describe);

    public ResultType<T> Decimal(string name, Func<T, decimal?> get, bool nullable = false, string? describe = null) =>
        Scalar(name, ColumnType.Decimal, from => get(from), nullable, describe);

    public ResultType<T> Boolean(string name, Func<T, bool?> get, bool nullable = false, string? describe = null) =>
        Scalar(name, ColumnType.Boolean, from => get(from), nullable, describe);

    public ResultType<T> Date(string name, Func<T, LocalDate?> get, bool nullable = false, string? describe = null) =>
        Scalar(name, ColumnType.Date, from => get(from), nullable, describe);

    public ResultType<T> Instant(string name, Func<T, Instant?> get, bool nullable = false, string? describe = null) =>
        Scalar(name, ColumnType.Instant, from => get(from), nullable, describe);

    /// <summary>What the field declared last shows may differ the next time, whatever the dates asked for.</summary>
    public ResultType<T> Changing()
    {
        LastChanges();
        return this;
    }

    /// <param name="get">Gives the stored text, e.g. <c>capital_call</c>.</param>
    public ResultType<T> Enum(
        string name, EnumDeclaration values, Func<T, string?> get, bool nullable = false, string? describe = null)
    {
        Add(new ResultField(name, describe, ResultKind.Scalar, nullable, List: false, from => get((T)from))
        {
            Scalar = ColumnType.Text,
            Enum = values,
        });
        return this;
    }

    public ResultType<T> Texts(string name, Func<T, IReadOnlyList<string>> get, string? describe = null)
    {
        Add(new ResultField(name, describe, ResultKind.Scalar, Nullable: false, List: true, from => get((T)from))
        {
            Scalar = ColumnType.Text,
        });
        return this;
    }

    public ResultType<T> Decimals(string name, Func<T, IReadOnlyList<decimal>> get, string? describe = null)
    {
        Add(new ResultField(name, describe, ResultKind.Scalar, Nullable: false, List: true, from => get((T)from))
        {
            Scalar = ColumnType.Decimal,
        });
        return this;
    }

    public ResultType<T> Money(string name, Func<T, MoneyAmount?> get, bool nullable = false, string? describe = null)
    {
        Add(new ResultField(name, describe, ResultKind.Money, nullable, List: false, from => get((T)from)));
        return this;
    }

    public ResultType<T> Object<TInner>(
        string name, Func<ResultType<TInner>> type, Func<T, TInner?> get, bool nullable = false, string? describe = null)
        where TInner : class
    {
        Add(new ResultField(name, describe, ResultKind.Object, nullable, List: false, from => get((T)from)) { Object = type });
        return this;
    }

    public ResultType<T> Objects<TInner>(
        string name, Func<ResultType<TInner>> type, Func<T, IReadOnlyList<TInner>> get, string? describe = null)
        where TInner : class
    {
        Add(new ResultField(name, describe, ResultKind.Object, Nullable: false, List: true, from => get((T)from)) { Object = type });
        return this;
    }

    /// <summary>Objects of which a part is asked for by arguments of the field itself.</summary>
    public ResultType<T> Objects<TInner>(
        string name, Func<ResultType<TInner>> type, Func<T, InputValues, IReadOnlyList<TInner>> get, IReadOnlyList<InputField> arguments, string? describe = null)
        where TInner : class
    {
        Add(new ResultField(name, describe, ResultKind.Object, Nullable: false, List: true, from => get((T)from, InputValues.None))
        {
            Object = type, Arguments = arguments, GetWith = (from, given) => get((T)from, given),
        });
        return this;
    }

    /// <summary>A node by key, always nullable: row security may hide it.</summary>
    /// <param name="get">The uuid key, or null.</param>
    public ResultType<T> Node(string name, string nodeType, Func<T, Guid?> get, string? describe = null)
    {
        Add(new ResultField(name, describe, ResultKind.Node, Nullable: true, List: false, from => get((T)from)) { NodeType = nodeType });
        return this;
    }

    private ResultType<T> Scalar(
        string name, ColumnType type, Func<T, object?> get, bool nullable, string? describe)
    {
        Add(new ResultField(name, describe, ResultKind.Scalar, nullable, List: false, from => get((T)from)) { Scalar = type });
        return this;
    }
}
