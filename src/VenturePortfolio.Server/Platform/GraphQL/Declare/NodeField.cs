namespace VenturePortfolio.Server;

/// <summary>Anything that can be selected on a node.</summary>
public abstract record NodeField(string Name, string? Description);

/// <summary>
/// One column, or one SQL expression over the row in which <c>{t}</c> stands for the row's alias.
/// An expression must not look at other rows: it is evaluated for every row read and every row filtered.
/// </summary>
public sealed record ColumnField(
    string Name,
    string? Description,
    ColumnType Type,
    string Sql,
    bool Nullable,
    bool Filterable,
    bool Sortable,
    EnumDeclaration? Enum)
    : NodeField(Name, Description)
{
    /// <summary>A stored sentence, told in the reader's language; filters look at what is stored. See <see cref="Said"/>.</summary>
    public bool IsSaid { get; init; }

    /// <summary>
    /// What stands for null where rows are sorted by it, so that those without come last whichever way: a literal no stored value reaches; null where the type
    /// has none.
    /// </summary>
    internal string? Last(bool descending) => (Type, descending) switch
    {
        (ColumnType.Decimal, false) => "79228162514264337593543950335", // decimal.MaxValue: cursors hold decimals.
        (ColumnType.Decimal, true) => "-79228162514264337593543950335",
        (ColumnType.Date, false) => "date '9999-12-30'", // Npgsql takes the very last and first day for infinity.
        (ColumnType.Date, true) => "date '0001-01-02'",
        _ => null,
    };

    /// <summary>The SQL of this field for the row called <paramref name="alias"/>.</summary>
    public string SqlOf(string alias) => Sql.Replace("{t}", alias, StringComparison.Ordinal);
}

/// <summary>
/// The names of a row in all languages, to look it up by; a filter only. Compared by the key that stands beside each (<c>app.name_key</c>): width, case and
/// normal form do not count.
/// </summary>
public sealed record NameField(string Name, string? Description, IReadOnlyList<string> KeyColumns) : NodeField(Name, Description);

/// <summary>Minor units and currency of one row, shown as <c>Money</c>. Null when the amount is null.</summary>
public sealed record MoneyField(
    string Name, string? Description, string AmountColumn, string CurrencyColumn, bool Nullable)
    : NodeField(Name, Description);

/// <summary>
/// At most one row of another node: <c>target.TargetColumn = this.Column</c>. Always nullable in GraphQL, because
/// row security may hide it. <see cref="SameColumn"/>, where declared, must be equal on both sides too (a composite key).
/// </summary>
public sealed record ToOneField(
    string Name, string? Description, string Target, string Column, string? TargetColumn, string? SameColumn)
    : NodeField(Name, Description);

/// <summary>
/// A connection of rows of another node: <c>target.TargetColumn = this.Column</c>, and <see cref="Condition"/>
/// (SQL over the target row <c>{t}</c>) where one is declared. With <see cref="Link"/>, many to many:
/// <c>target.TargetColumn in (select Link.Target from Link.Table where Link.Source = this.Column)</c>.
/// </summary>
public sealed record ToManyField(
    string Name,
    string? Description,
    string Target,
    string TargetColumn,
    string? Column,
    string? Condition,
    IReadOnlyList<RelationArgument> Arguments)
    : NodeField(Name, Description)
{
    public LinkTable? Link { get; init; }

    /// <summary>Rows one owner has, roughly, in a well-filled database; null: nobody said, and a page is taken to be full.</summary>
    public int? RowsEstimate { get; init; }
}

/// <summary>A table of pairs between two nodes.</summary>
public sealed record LinkTable(string Table, string Source, string Target);

/// <summary>
/// An argument of a to-many relation or of a root list. Given: <see cref="WhenGiven"/> joins the condition, with <c>{t}</c> the target row and
/// <c>{value}</c> the parameter (an array for a list). Absent or null: <see cref="WhenAbsent"/> does, if there is one.
/// </summary>
public sealed record RelationArgument(
    string Name, string Description, ColumnType Type, bool List, string WhenGiven, string? WhenAbsent = null)
{
    /// <summary>What a text may be; null: any.</summary>
    public EnumDeclaration? Values { get; init; }

    /// <summary>
    /// Those of its values that can be answered, with the code of the error for another: an empty list would be taken for an answer. Null: all of them.
    /// </summary>
    public (string Code, IReadOnlyList<string> Known)? Answered { get; init; }

    public static readonly RelationArgument AsOf = new(
        "asOf", "Only what held by the end of this day.", ColumnType.Date, List: false, "{t}.effective_on <= {value}");

    public static readonly RelationArgument KnownAt = new(
        "knownAt", "Only what had been recorded by then. What is long recorded answers the same for ever.", ColumnType.Instant,
        List: false, "{t}.recorded_at <= {value}");
}
