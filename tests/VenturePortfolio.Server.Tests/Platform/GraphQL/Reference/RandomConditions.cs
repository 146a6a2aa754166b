using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>Filters that mostly hold for a given row: random ones hold for none, and prove nothing.</summary>
internal sealed class RandomConditions(GraphCatalogue catalogue, ReferenceData data, Random random, QueryCoverage coverage)
{
    private readonly ReferenceRelations relations = new(catalogue, data);

    public Dictionary<string, object?> Where(ReferenceRow row, RandomQuery? query, int depth = 0)
    {
        var where = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = random.Next(depth == 0 ? 1 : 0, 3); i >= 0; i--)
        {
            Add(where, row, query, depth);
        }

        return where;
    }

    private void Add(Dictionary<string, object?> where, ReferenceRow row, RandomQuery? query, int depth)
    {
        var choice = random.Next(12);
        if (depth < 2 && choice < 3)
        {
            var name = choice switch { 0 => "and", 1 => "or", _ => "not" };
            if (where.ContainsKey(name))
            {
                return;
            }

            coverage.Operators.Add(name);
            where[name] = choice switch
            {
                0 => new List<object?> { Where(row, query, depth + 1), Where(row, query, depth + 1) },
                1 => new List<object?> { Where(row, query, depth + 1), Where(Other(row), query, depth + 1) },
                _ => Where(Other(row), query, depth + 1),
            };
            return;
        }

        if (choice == 3)
        {
            where["id"] = Key(row);
            return;
        }

        var field = Field(row.Node);
        if (where.ContainsKey(field.Name))
        {
            return;
        }

        object? condition = field switch
        {
            ColumnField { Filterable: true } column => Column(column, row, query),
            MoneyField money => Money(money, row),
            NameField names => Named(names, row),
            ToOneField toOne when depth < 3 && relations.One(row, toOne) is { } one => One(one, query, depth),
            ToManyField toMany when depth < 3 => Some(row, toMany, query, depth),
            _ => null,
        };
        if (condition is not null)
        {
            where[field.Name] = condition;
        }
    }

    /// <summary>Half the time one with an operator nobody has tried yet, while there is one.</summary>
    private NodeField Field(NodeDeclaration node)
    {
        var untried = node.Fields.OfType<ColumnField>().FirstOrDefault(column => column.Filterable && Untried(column).Count > 0);
        return untried is not null && random.Next(2) == 0 ? untried : node.Fields[random.Next(node.Fields.Count)];
    }

    private List<string> Untried(ColumnField field) =>
        [.. FilterOperators.Of(field.Type, field.Enum).Where(name => !coverage.Operators.Contains($"{QueryCoverage.Kind(field)}.{name}"))];

    private Dictionary<string, object?> One(ReferenceRow one, RandomQuery? query, int depth)
    {
        coverage.Operators.Add("one");
        return Where(one, query, depth + 1);
    }

    private Dictionary<string, object?>? Some(ReferenceRow row, ToManyField field, RandomQuery? query, int depth)
    {
        var rows = relations.Many(row, field, null, null).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        coverage.Operators.Add("some");
        return One("some", Where(rows[random.Next(rows.Count)], query, depth + 1));
    }

    private Dictionary<string, object?> Key(ReferenceRow row)
    {
        var operation = Pick(FilterOperators.Of(ColumnType.Uuid, null));
        coverage.Operators.Add($"Uuid.{operation}");
        return One(operation, operation switch
        {
            "eq" => row.Id,
            "ne" => Other(row).Id,
            "in" => new List<object?> { Other(row).Id, row.Id },
            _ => false,
        });
    }

    private Dictionary<string, object?>? Money(MoneyField money, ReferenceRow row)
    {
        if (row[money.AmountColumn] is not long minor)
        {
            return null;
        }

        var currency = (string)row[money.CurrencyColumn]!;
        var operation = Pick(FilterOperators.Ordered);
        coverage.Operators.Add($"Money.{operation}");
        var step = operation switch { "lt" => 1, "gt" => -1, _ => 0 };
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["currency"] = currency,
            [operation] = ReferenceValues.Amount(minor + step, currency),
        };
    }

    /// <summary>A piece of one of its names, typed otherwise.</summary>
    private Dictionary<string, object?> Named(NameField names, ReferenceRow row)
    {
        var typed = names.KeyColumns.Select(key => row[key[..^"_key".Length]]).OfType<string>().ToList();
        var name = typed[random.Next(typed.Count)];
        var operation = Pick(FilterOperators.OfNames);
        coverage.Operators.Add($"Name.{operation}");
        var piece = operation is "eq" ? name : Piece(name, operation is "startsWith");
        return One(operation, random.Next(4) switch
        {
            0 => piece,
            1 => piece.ToUpperInvariant(),
            2 => FoldedName.Decomposed(piece),
            _ => FoldedName.Wide(piece),
        });
    }

    private Dictionary<string, object?> Column(ColumnField field, ReferenceRow row, RandomQuery? query)
    {
        var condition = new Dictionary<string, object?>(StringComparer.Ordinal);
        var untried = Untried(field);
        var operation = Pick(untried.Count > 0 ? untried : FilterOperators.Of(field.Type, field.Enum));
        var value = row.Of(field);
        var other = Other(row).Of(field);
        if (value is null)
        {
            operation = other is not null && random.Next(2) == 0 ? "ne" : "isNull";
        }
        else if (operation is "ne" or "lt" or "gt" && (other is null || ReferenceValues.Compare(value, other) == 0))
        {
            operation = "eq";
        }
        else if (operation is "lt" or "gt")
        {
            operation = ReferenceValues.Compare(value, other!) < 0 ? "lt" : "gt";
        }

        coverage.Operators.Add($"{QueryCoverage.Kind(field)}.{operation}");
        object? given = operation switch
        {
            "isNull" => value is null,
            "ne" or "lt" or "gt" => Given(field, other!),
            "in" => new List<object?> { Given(field, value!), Given(field, other ?? value!) },
            "startsWith" => Piece((string)value!, fromStart: true),
            "contains" => Piece((string)value!, fromStart: false),
            _ => Given(field, value!),
        };
        condition[operation] = query is not null && operation is not "in" && random.Next(5) == 0
            ? new RandomQuery.Verbatim(query.Variable(ScalarOf(field, operation), given))
            : given;
        return condition;
    }

    private ReferenceRow Other(ReferenceRow row)
    {
        var rows = data.Rows(row.Node.Name);
        return rows[random.Next(rows.Count)];
    }

    private string Piece(string text, bool fromStart)
    {
        var runes = text.EnumerateRunes().ToList();
        var start = fromStart ? 0 : random.Next(runes.Count);
        return string.Concat(runes.Skip(start).Take(1 + random.Next(runes.Count - start)));
    }

    private static object Given(ColumnField field, object value) => value switch
    {
        string text when field.Enum is not null => new EnumName(text.ToUpperInvariant().Replace('-', '_')),
        LocalDate date => LocalDatePattern.Iso.Format(date),
        Instant instant => InstantPattern.ExtendedIso.Format(instant),
        decimal or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => value,
    };

    private static string ScalarOf(ColumnField field, string operation) => operation is "isNull" ? "Boolean" : field.Type switch
    {
        ColumnType.Text => field.Enum?.Name ?? "String",
        ColumnType.Int => "Int",
        ColumnType.Boolean => "Boolean",
        ColumnType.Date => "Date",
        ColumnType.Instant => "DateTime",
        _ => "Decimal",
    };

    private static Dictionary<string, object?> One(string name, object? value) => new(StringComparer.Ordinal) { [name] = value };

    private string Pick(IReadOnlyList<string> items) => items[random.Next(items.Count)];
}
