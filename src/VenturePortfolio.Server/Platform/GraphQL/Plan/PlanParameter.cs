using System.Collections;
using GraphQL.Validation;
using Npgsql;
using NpgsqlTypes;

namespace VenturePortfolio.Server;

/// <summary>What a plan's parameters are bound from.</summary>
/// <param name="NodeKeys">Keys of nodes that function results refer to, by level.</param>
internal readonly record struct BindingContext(Variables Variables, IReadOnlyDictionary<int, List<Guid>> NodeKeys);

/// <summary>One <c>$n</c> of a statement.</summary>
internal abstract class PlanParameter
{
    public abstract NpgsqlParameter Bind(in BindingContext context);
}

/// <summary>A value, or a list of them as an array.</summary>
internal sealed class ValueParameter(ValueSource source, ColumnType type, bool array, Func<object, object> convert)
    : PlanParameter
{
    public override NpgsqlParameter Bind(in BindingContext context)
    {
        var value = source.Value(context.Variables);
        return array ? TypedParameter.Array(type, Items(value)) : TypedParameter.Of(type, convert(value!));
    }

    private List<object> Items(object? value)
    {
        var items = new List<object>();
        foreach (var item in (IEnumerable)value!)
        {
            if (item is not null)
            {
                items.Add(convert(item));
            }
        }

        return items;
    }
}

/// <summary>An amount within a currency, as minor units.</summary>
internal sealed class MoneyParameter(ValueSource amount, ValueSource currency) : PlanParameter
{
    public override NpgsqlParameter Bind(in BindingContext context)
    {
        var value = (decimal)amount.Value(context.Variables)!;
        var code = (string)currency.Value(context.Variables)!;
        var digits = CurrencyDigits.Of(code);
        try
        {
            for (var i = 0; i < digits; i++)
            {
                value *= 10;
            }

            if (value == decimal.Truncate(value))
            {
                return TypedParameter.Of(ColumnType.Long, (long)value);
            }
        }
        catch (OverflowException)
        {
            // Told below: it is the asker's number that is too large.
        }

        throw new OperationFault("BAD_VALUE", $"{amount.Value(context.Variables)} is not an amount of {digits} decimals in {code}.");
    }
}

/// <summary>The keys a function result refers to at one level.</summary>
internal sealed class NodeKeysParameter(int level) : PlanParameter
{
    public override NpgsqlParameter Bind(in BindingContext context) =>
        new NpgsqlParameter<Guid[]>
        {
            NpgsqlDbType = NpgsqlDbType.Uuid | NpgsqlDbType.Array,
            TypedValue = context.NodeKeys.TryGetValue(level, out var keys) ? [.. keys] : [],
        };
}

/// <summary>Parameters of the type a column is compared with; the same statement always gets the same types.</summary>
internal static class TypedParameter
{
    public static NpgsqlParameter Of(ColumnType type, object value) => type switch
    {
        ColumnType.Text => new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = (string)value },
        ColumnType.Int => new NpgsqlParameter<int> { NpgsqlDbType = NpgsqlDbType.Integer, TypedValue = (int)value },
        ColumnType.Long => new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = (long)value },
        ColumnType.Decimal => new NpgsqlParameter<decimal> { NpgsqlDbType = NpgsqlDbType.Numeric, TypedValue = (decimal)value },
        ColumnType.Boolean => new NpgsqlParameter<bool> { NpgsqlDbType = NpgsqlDbType.Boolean, TypedValue = (bool)value },
        ColumnType.Date => new NpgsqlParameter<DateOnly> { NpgsqlDbType = NpgsqlDbType.Date, TypedValue = (DateOnly)value },
        ColumnType.Instant => new NpgsqlParameter<DateTime> { NpgsqlDbType = NpgsqlDbType.TimestampTz, TypedValue = (DateTime)value },
        ColumnType.Uuid => new NpgsqlParameter<Guid> { NpgsqlDbType = NpgsqlDbType.Uuid, TypedValue = (Guid)value },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No parameter of this type."),
    };

    public static NpgsqlParameter Array(ColumnType type, List<object> values) => type switch
    {
        ColumnType.Text => Array<string>(NpgsqlDbType.Text, values),
        ColumnType.Int => Array<int>(NpgsqlDbType.Integer, values),
        ColumnType.Long => Array<long>(NpgsqlDbType.Bigint, values),
        ColumnType.Decimal => Array<decimal>(NpgsqlDbType.Numeric, values),
        ColumnType.Boolean => Array<bool>(NpgsqlDbType.Boolean, values),
        ColumnType.Date => Array<DateOnly>(NpgsqlDbType.Date, values),
        ColumnType.Instant => Array<DateTime>(NpgsqlDbType.TimestampTz, values),
        ColumnType.Uuid => Array<Guid>(NpgsqlDbType.Uuid, values),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No parameter of this type."),
    };

    private static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType type, List<object> values) =>
        new() { NpgsqlDbType = type | NpgsqlDbType.Array, TypedValue = [.. values.Cast<T>()] };
}
