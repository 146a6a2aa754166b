using System.Collections;

namespace VenturePortfolio.Server.Tests;

/// <summary>Asks of each row whether a <c>where</c> holds, in plain C#. Conditions come as dictionaries, nulls left out.</summary>
internal sealed class ReferenceFilter(ReferenceRelations relations)
{
    public bool Holds(ReferenceRow row, IDictionary<string, object?> where) =>
        where.All(part => part.Value is null || Part(row, part.Key, part.Value));

    private bool Part(ReferenceRow row, string name, object given)
    {
        switch (name)
        {
            case "and":
                return Items(given).All(item => Holds(row, (IDictionary<string, object?>)item));
            case "or":
                return Items(given).Any(item => Holds(row, (IDictionary<string, object?>)item));
            case "not":
                return !Holds(row, (IDictionary<string, object?>)given);
        }

        var conditions = ((IDictionary<string, object?>)given).Where(condition => condition.Value is not null).ToList();
        if (name is "id")
        {
            return conditions.TrueForAll(condition => Compares(
                row.Key, condition.Key, condition.Value!, value => ReferenceValues.ParseKey(row.Node, (string)value)));
        }

        return row.Node.Fields.First(field => string.Equals(field.Name, name, StringComparison.Ordinal)) switch
        {
            ColumnField column => conditions.TrueForAll(condition => Compares(
                row.Of(column), condition.Key, condition.Value!, value => ReferenceValues.Parse(column.Type, column.Enum, value))),
            MoneyField money => Money(row, money, conditions),
            NameField names => conditions.TrueForAll(condition => Named(row, names, condition.Key, (string)condition.Value!)),
            ToOneField toOne => relations.One(row, toOne) is { } other && Holds(other, (IDictionary<string, object?>)given),
            ToManyField toMany => conditions.TrueForAll(some =>
                relations.Many(row, toMany, keys: null, asOf: null).Any(other => Holds(other, (IDictionary<string, object?>)some.Value!))),
            _ => throw new InvalidOperationException(name),
        };
    }

    private static bool Compares(object? value, string operation, object given, Func<object, object> parse)
    {
        if (operation is "isNull")
        {
            return value is null == (bool)given;
        }

        if (value is null)
        {
            return operation is "ne";
        }

        return operation switch
        {
            "in" => Items(given).Any(item => ReferenceValues.Compare(value, parse(item)) == 0),
            "startsWith" => ((string)value).StartsWith((string)given, StringComparison.Ordinal),
            "contains" => ((string)value).Contains((string)given, StringComparison.Ordinal),
            _ => Matches(operation, ReferenceValues.Compare(value, parse(given))),
        };
    }

    /// <summary>Of the names as typed, folded by the tests: not of the keys the database keeps.</summary>
    private static bool Named(ReferenceRow row, NameField names, string operation, string asked) =>
        names.KeyColumns.Select(key => row[key[..^"_key".Length]]).OfType<string>().Select(FoldedName.Of).Any(name => operation switch
        {
            "eq" => string.Equals(name, FoldedName.Of(asked), StringComparison.Ordinal),
            "startsWith" => name.StartsWith(FoldedName.Of(asked), StringComparison.Ordinal),
            "contains" => name.Contains(FoldedName.Of(asked), StringComparison.Ordinal),
            _ => throw new InvalidOperationException(operation),
        });

    private static bool Money(ReferenceRow row, MoneyField money, List<KeyValuePair<string, object?>> conditions)
    {
        var currency = (string)conditions.First(condition => condition.Key is "currency").Value!;
        if (row[money.AmountColumn] is not long minor || !string.Equals((string)row[money.CurrencyColumn]!, currency, StringComparison.Ordinal))
        {
            return false;
        }

        var amount = decimal.Parse(ReferenceValues.Amount(minor, currency), System.Globalization.CultureInfo.InvariantCulture);
        return conditions.TrueForAll(condition => condition.Key is "currency" || Matches(
            condition.Key, amount.CompareTo((decimal)ReferenceValues.Parse(ColumnType.Decimal, null, condition.Value!))));
    }

    private static bool Matches(string operation, int order) => operation switch
    {
        "eq" => order == 0,
        "ne" => order != 0,
        "lt" => order < 0,
        "lte" => order <= 0,
        "gt" => order > 0,
        "gte" => order >= 0,
        _ => throw new InvalidOperationException(operation),
    };

    private static IEnumerable<object> Items(object given) => ((IEnumerable)given).Cast<object>();
}

/// <summary>Follows relations over the loaded rows.</summary>
internal sealed class ReferenceRelations(GraphCatalogue catalogue, ReferenceData data)
{
    public ReferenceRow? One(ReferenceRow row, ToOneField field)
    {
        var target = catalogue.Node(field.Target);
        return data.Where(target.Name, field.TargetColumn ?? target.KeyColumn, row[field.Column])
            .SingleOrDefault(other => field.SameColumn is null || Equals(other[field.SameColumn], row[field.SameColumn]));
    }

    public IEnumerable<ReferenceRow> Many(ReferenceRow row, ToManyField field, IReadOnlyList<string>? keys, object? asOf)
    {
        if (field.Link is { } link)
        {
            return data.Linked(link, row.Key).SelectMany(key => data.Where(field.Target, field.TargetColumn, key));
        }

        var found = data.Where(field.Target, field.TargetColumn, row[field.Column ?? row.Node.KeyColumn]);
        return field.Arguments.Count == 0 ? found
            : field.Target is "StartupMetricValue" or "RuleVerdict" ? OfLastRun(found, keys, asOf)
            : Latest(found.ToList(), keys, asOf);
    }

    /// <summary>What the newest run said, whether it said anything of this subject or not: of all runs, or of those of one date.</summary>
    private IEnumerable<ReferenceRow> OfLastRun(IEnumerable<ReferenceRow> values, IReadOnlyList<string>? keys, object? asOf)
    {
        var last = data.Rows("MetricRun")
            .Where(run => run["state"] is "PUBLISHED" && (asOf is null || run["business_date"]!.Equals(asOf)))
            .Order(Comparer<ReferenceRow>.Create((one, other) => Newer(one, other, "business_date", "known_at", "id")))
            .LastOrDefault();
        return values.Where(value => last is not null && value["run_id"]!.Equals(last.Key)
            && (keys is null || keys.Contains((string)value["metric_key"]!, StringComparer.Ordinal)));
    }

    /// <summary>The value last known of each metric: at the newest date, or at the one asked for.</summary>
    private static IEnumerable<ReferenceRow> Latest(List<ReferenceRow> values, IReadOnlyList<string>? keys, object? asOf) =>
        values
            .Where(value => keys is null || keys.Contains((string)value["metric_key"]!, StringComparer.Ordinal))
            .Where(value => asOf is null || value["as_of"]!.Equals(asOf))
            .Where(value => !values.Exists(other =>
                string.Equals((string)other["metric_key"]!, (string)value["metric_key"]!, StringComparison.Ordinal)
                && (asOf is null || other["as_of"]!.Equals(asOf))
                && Newer(other, value, "as_of", "known_at", "run_id") > 0));

    private static int Newer(ReferenceRow one, ReferenceRow other, params string[] columns) =>
        columns
            .Select(column => ReferenceValues.Compare(one[column]!, other[column]!))
            .FirstOrDefault(order => order != 0);
}
