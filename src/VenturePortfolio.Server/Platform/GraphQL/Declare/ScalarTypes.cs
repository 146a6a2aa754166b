using GraphQL.Types;

namespace VenturePortfolio.Server;

/// <summary>The scalars, enums and their filters; each made once per schema.</summary>
internal sealed class ScalarTypes
{
    private readonly Dictionary<string, EnumerationGraphType> enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputObjectGraphType> filters = new(StringComparer.Ordinal);

    public IGraphType Id { get; } = new IdGraphType();

    public IGraphType Text { get; } = new StringGraphType();

    public IGraphType Int { get; } = new IntGraphType();

    public IGraphType Boolean { get; } = new BooleanGraphType();

    public IGraphType Date { get; } = new DateScalar();

    public IGraphType Instant { get; } = new DateTimeScalar();

    public IGraphType Decimal { get; } = new DecimalScalar();

    public IGraphType Of(ColumnType type, EnumDeclaration? values) => type switch
    {
        ColumnType.Text => values is null ? Text : Enum(values),
        ColumnType.Int => Int,
        ColumnType.Long or ColumnType.Decimal => Decimal,
        ColumnType.Boolean => Boolean,
        ColumnType.Date => Date,
        ColumnType.Instant => Instant,
        ColumnType.Uuid => Id,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No scalar for this column type."),
    };

    public EnumerationGraphType Enum(EnumDeclaration values)
    {
        if (!enums.TryGetValue(values.Name, out var type))
        {
            type = new EnumerationGraphType { Name = values.Name, Description = values.Description };
            for (var i = 0; i < values.Stored.Count; i++)
            {
                type.Add(new EnumValueDefinition(values.GraphNames[i], values.Stored[i]));
            }

            enums.Add(values.Name, type);
        }

        return type;
    }

    /// <summary>What can be asked of a value of this type.</summary>
    public InputObjectGraphType Filter(ColumnType type, EnumDeclaration? values)
    {
        var scalar = Of(type, values);
        var name = scalar.Name + "Filter";
        if (!filters.TryGetValue(name, out var filter))
        {
            filter = new InputObjectGraphType { Name = name, Description = FilterRule };
            foreach (var operation in FilterOperators.Of(type, values))
            {
                filter.AddField(new FieldType
                {
                    Name = operation,
                    ResolvedType = operation switch
                    {
                        "in" => new ListGraphType(new NonNullGraphType(scalar)),
                        "isNull" => Boolean,
                        _ => scalar,
                    },
                });
            }

            filters.Add(name, filter);
        }

        return filter;
    }

    /// <summary>Money is compared within one named currency.</summary>
    public InputObjectGraphType MoneyFilter()
    {
        if (!filters.TryGetValue("MoneyFilter", out var filter))
        {
            filter = new InputObjectGraphType { Name = "MoneyFilter", Description = "Amounts of one currency. " + FilterRule };
            filter.AddField(new FieldType { Name = "currency", ResolvedType = new NonNullGraphType(Text) });
            foreach (var operation in FilterOperators.Ordered)
            {
                filter.AddField(new FieldType { Name = operation, ResolvedType = Decimal });
            }

            filters.Add("MoneyFilter", filter);
        }

        return filter;
    }

    /// <summary>Names are compared by their keys.</summary>
    public InputObjectGraphType NameFilter()
    {
        if (!filters.TryGetValue("NameFilter", out var filter))
        {
            filter = new InputObjectGraphType { Name = "NameFilter", Description = "One of its names must be so: not always the same one. " + FilterRule };
            foreach (var operation in FilterOperators.OfNames)
            {
                filter.AddField(new FieldType { Name = operation, ResolvedType = Text });
            }

            filters.Add("NameFilter", filter);
        }

        return filter;
    }

    private const string FilterRule = "All that is given must hold; a null is as if not given.";
}
