using System.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// All that can be read of one noun, declared once in its slice. From it come the GraphQL type, its connection, its
/// <c>where</c> input, its <c>orderBy</c> enum and the SQL. Adding a readable field is one line. Who may read a row is
/// not said here: that is row security, in SQL.
/// </summary>
/// <param name="name">GraphQL type name, e.g. <c>SubFund</c>; also the prefix of its global ids.</param>
/// <param name="table">Table or view in the <c>portfolio</c> schema.</param>
public sealed class NodeDeclaration(string name, string table, string description)
{
    private readonly List<NodeField> fields = [];
    private readonly List<RelationArgument> rootArguments = [];
    private readonly Dictionary<string, int> narrowed = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public string Table { get; } = table;

    public string Description { get; } = description;

    /// <summary>Primary key column: total order is made by appending it to every <c>orderBy</c>.</summary>
    public string KeyColumn { get; private set; } = "id";

    /// <summary><see cref="ColumnType.Uuid"/> or <see cref="ColumnType.Text"/>.</summary>
    public ColumnType KeyType { get; private set; } = ColumnType.Uuid;

    /// <summary>Rows there are, roughly, in a well-filled database; null: nobody said.</summary>
    public int? RowsEstimate { get; private set; }

    /// <summary>What is looked through is reckoned from the table's size where that is less than what is declared.</summary>
    public bool IsMeasured { get; private set; }

    /// <summary>Rows that are left, roughly, where a field is told exactly.</summary>
    public IReadOnlyDictionary<string, int> Narrowed => narrowed;

    /// <summary>Root field for one by id; absent when the node is only reached through others and <c>node(id)</c>.</summary>
    public string? RootOne { get; private set; }

    /// <summary>Root field for the connection of all.</summary>
    public string? RootMany { get; private set; }

    public RowLife Life { get; private set; }

    /// <summary>Arguments of every list of this node that answer it as of a day, or as known at an instant.</summary>
    public IReadOnlyList<RelationArgument> Pins { get; private set; } = [];

    public IReadOnlyList<RelationArgument> RootArguments => rootArguments;

    public IReadOnlyList<NodeField> Fields => fields;

    /// <summary>What can be selected, but for what is computed by a function.</summary>
    public IEnumerable<NodeField> StoredFields => fields.Where(one => one is not (NodeFunction or NameField));

    public NodeDeclaration Key(string column, ColumnType type)
    {
        (KeyColumn, KeyType) = (column, type);
        return this;
    }

    /// <summary>Rows change seldom, and the cards' revision tells.</summary>
    public NodeDeclaration Card() => Living(RowLife.Card);

    /// <summary>Rows are never changed; <c>recorded_at</c> stands in each.</summary>
    public NodeDeclaration Recorded() => Living(RowLife.Recorded, RelationArgument.KnownAt);

    /// <summary>Rows are never changed; <c>effective_on</c> and <c>recorded_at</c> stand in each.</summary>
    public NodeDeclaration Dated() => Living(RowLife.Dated, RelationArgument.AsOf, RelationArgument.KnownAt);

    /// <summary>What lists of this node cost is reckoned from it.</summary>
    public NodeDeclaration Rows(int estimate)
    {
        RowsEstimate = estimate;
        return this;
    }

    /// <summary>As <see cref="Rows"/> of a table or a partitioned one that nights fill: in a small database it has fewer.</summary>
    public NodeDeclaration RowsAtMost(int estimate)
    {
        IsMeasured = true;
        return Rows(estimate);
    }

    /// <summary>
    /// What is left to look through of a list at the root, once a field is told exactly (<c>eq</c>; of what is referred to, its id or code): an index or a
    /// partition leads there.
    /// </summary>
    public NodeDeclaration RowsWhere(string field, int estimate)
    {
        narrowed[field] = estimate;
        return this;
    }

    public NodeDeclaration Root(string one, string many, params RelationArgument[] arguments)
    {
        (RootOne, RootMany) = (one, many);
        rootArguments.AddRange(arguments);
        return this;
    }

    public NodeDeclaration Text(
        string name, string? column = null, bool nullable = false, bool order = false, string? describe = null) =>
        Column(name, ColumnType.Text, column, nullable, order, describe);

    /// <summary>A stored sentence, told in the reader's language by <see cref="VenturePortfolio.Server.Said"/>.</summary>
    public NodeDeclaration Said(string name, bool nullable = false, bool order = false, string? describe = null) => Add(new ColumnField(
        name, describe, ColumnType.Text, "{t}." + Snake(name), nullable, Filterable: true, Sortable: order, Enum: null) { IsSaid = true });

    public NodeDeclaration Int(
        string name, string? column = null, bool nullable = false, bool order = false, string? describe = null) =>
        Column(name, ColumnType.Int, column, nullable, order, describe);

    public NodeDeclaration Long(
        string name, string? column = null, bool nullable = false, bool order = false, string? describe = null) =>
        Column(name, ColumnType.Long, column, nullable, order, describe);

    public NodeDeclaration Decimal(
        string name, string? column = null, bool nullable = false, bool order = false, string? describe = null) =>
        Column(name, ColumnType.Decimal, column, nullable, order, describe);

    public NodeDeclaration Boolean(
        string name, string? column = null, bool nullable = false, bool order = false, string? describe = null) =>
        Column(name, ColumnType.Boolean, column, nullable, order, describe);

    public NodeDeclaration Date(
        string name, string? column = null, bool nullable = false, bool order = false, string? describe = null) =>
        Column(name, ColumnType.Date, column, nullable, order, describe);

    public NodeDeclaration Instant(
        string name, string? column = null, bool nullable = false, bool order = false, string? describe = null) =>
        Column(name, ColumnType.Instant, column, nullable, order, describe);

    public NodeDeclaration Enum(
        string name,
        EnumDeclaration values,
        string? column = null,
        bool nullable = false,
        bool order = false,
        string? describe = null) =>
        Add(new ColumnField(name, describe, ColumnType.Text, "{t}." + (column ?? Snake(name)), nullable, true, order, values));

    /// <summary>A value computed from the row alone; can be selected, not filtered or sorted.</summary>
    public NodeDeclaration Expression(
        string name, ColumnType type, string sql, bool nullable = false, string? describe = null) =>
        Add(new ColumnField(name, describe, type, sql, nullable, Filterable: false, Sortable: false, Enum: null));

    public NodeDeclaration Money(
        string name, string amount, string currency = "currency", bool nullable = false, string? describe = null) =>
        Add(new MoneyField(name, describe, amount, currency, nullable));

    public NodeDeclaration ToOne(
        string name,
        string target,
        string column,
        string? targetColumn = null,
        string? sameColumn = null,
        string? describe = null) =>
        Add(new ToOneField(name, describe, target, column, targetColumn, sameColumn));

    /// <param name="targetColumn">Column of the target that names this row.</param>
    /// <param name="column">Column of this row it names; the key unless said.</param>
    /// <param name="rows">Rows one owner has, roughly; what the list costs is reckoned from it.</param>
    public NodeDeclaration ToMany(
        string name,
        string target,
        string targetColumn,
        string? column = null,
        string? condition = null,
        string? describe = null,
        int? rows = null,
        params RelationArgument[] arguments) =>
        Add(new ToManyField(name, describe, target, targetColumn, column, condition, arguments) { RowsEstimate = rows });

    /// <summary>Many to many through a table of pairs.</summary>
    public NodeDeclaration ToManyThrough(string name, string target, LinkTable link, string? describe = null, int? rows = null) =>
        Add(new ToManyField(name, describe, target, TargetColumn: "id", null, null, []) { Link = link, RowsEstimate = rows });

    /// <summary>The filter <c>name</c> over these columns, each of which has its key beside it.</summary>
    public NodeDeclaration FoundByName(params string[] columns) => Add(new NameField(
        "name", "Any of its names, in any language; width, case and normal form do not count.", [.. columns.Select(column => column + "_key")]));

    public NodeDeclaration Function(NodeFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add(function);
    }

    private NodeDeclaration Living(RowLife life, params RelationArgument[] pins)
    {
        (Life, Pins) = (life, pins);
        return this;
    }

    internal static string Snake(string camel)
    {
        var text = new StringBuilder(camel.Length + 4);
        foreach (var letter in camel)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private NodeDeclaration Column(
        string name, ColumnType type, string? column, bool nullable, bool order, string? describe) =>
        Add(new ColumnField(name, describe, type, "{t}." + (column ?? Snake(name)), nullable, true, order, Enum: null));

    private NodeDeclaration Add(NodeField field)
    {
        if (fields.Exists(other => string.Equals(other.Name, field.Name, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"{Name}.{field.Name} is declared twice.");
        }

        if (field is ColumnField { Sortable: true, Nullable: true } sorted && sorted.Last(descending: false) is null)
        {
            // A keyset cursor over nulls has no total order.
            throw new InvalidOperationException($"{Name}.{field.Name} may be null, so it cannot be an order key.");
        }

        fields.Add(field);
        return this;
    }
}
