using System.Text;
using GraphQL.Types;
using GraphQLParser.AST;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>What is asked of one field of a result.</summary>
internal sealed record ResultMember(
    byte[] Name,
    ResultField? Field,
    ResultWriter? Inner,
    (byte[] Name, MoneyMember Member)[] Money,
    int NodeLevel)
{
    /// <summary>Where its arguments stand in the document, if it takes any.</summary>
    public (GraphQLField Field, IFieldType Definition)? Asked { get; init; }

    public object? Value(object of, StageState state)
    {
        var value = Asked is { } asked && Field!.GetWith is { } get ? get(of, state.ArgumentsOf(asked.Field, asked.Definition)) : Field!.Get(of);
        return Field.IsSaid && value is string sentence ? Said.In(state.Language, sentence) : value;
    }
}

/// <summary>Writes a function's or mutation's result, and first tells which nodes it refers to.</summary>
internal sealed class ResultWriter(string typeName, IReadOnlyList<ResultMember> members)
{
    private readonly byte[] typeName = Encoding.UTF8.GetBytes($"\"{typeName}\"");

    /// <summary>Names of the fields asked for, at any depth.</summary>
    public HashSet<string> Selected { get; } = new(
        members.Where(member => member.Field is not null).SelectMany(member => (member.Inner?.Selected ?? []).Append(member.Field!.Name)), StringComparer.Ordinal);

    private readonly bool reachesNodes = members.Any(member => member.NodeLevel >= 0 || member.Inner is { reachesNodes: true });

    /// <summary>Gathers the keys of all nodes the selection reaches.</summary>
    public void Collect(object? value, Dictionary<int, List<Guid>> keys)
    {
        if (!reachesNodes)
        {
            // What is computed when asked for must not be computed twice.
            return;
        }

        foreach (var item in Items(value))
        {
            foreach (var member in members)
            {
                if (member.Inner is not null)
                {
                    member.Inner.Collect(member.Field!.Get(item), keys);
                }
                else if (member.NodeLevel >= 0 && member.Field!.Get(item) is Guid key)
                {
                    if (!keys.TryGetValue(member.NodeLevel, out var list))
                    {
                        keys.Add(member.NodeLevel, list = []);
                    }

                    list.Add(key);
                }
            }
        }
    }

    public void Write(object? value, StageState state, JsonBuffer json)
    {
        if (value is null)
        {
            json.Raw("null"u8);
        }
        else if (value is System.Collections.IEnumerable list)
        {
            List(list, json, item => Object(item, state, json));
        }
        else
        {
            Object(value, state, json);
        }
    }

    private static IEnumerable<object> Items(object? value) => value switch
    {
        null => [],
        System.Collections.IEnumerable list => list.Cast<object>(),
        _ => [value],
    };

    private static void List(System.Collections.IEnumerable items, JsonBuffer json, Action<object> write)
    {
        var any = false;
        json.Byte((byte)'[');
        foreach (var item in items)
        {
            write(item);
            json.Byte((byte)',');
            any = true;
        }

        if (any)
        {
            json.DropLast();
        }

        json.Byte((byte)']');
    }

    private void Object(object value, StageState state, JsonBuffer json)
    {
        json.Byte((byte)'{');
        foreach (var member in members)
        {
            json.Raw(member.Name);
            if (member.Field is null)
            {
                json.Raw(typeName);
            }
            else
            {
                Member(member, member.Value(value, state), state, json);
            }

            json.Byte((byte)',');
        }

        if (members.Count > 0)
        {
            json.DropLast();
        }

        json.Byte((byte)'}');
    }

    private static void Member(ResultMember member, object? value, StageState state, JsonBuffer json)
    {
        var field = member.Field!;
        if (value is null)
        {
            if (!field.Nullable)
            {
                throw new InvalidOperationException($"{field.Name} is declared as never null, and is null.");
            }

            json.Raw("null"u8);
            return;
        }

        switch (field.Kind)
        {
            case ResultKind.Object:
                member.Inner!.Write(value, state, json);
                break;
            case ResultKind.Node:
                Node(member.NodeLevel, (Guid)value, state, json);
                break;
            case ResultKind.Money:
                var money = (MoneyAmount)value;
                MoneyPart.WriteMembers(json, member.Money, money.AmountMinor, Encoding.UTF8.GetBytes(money.Currency));
                break;
            default:
                if (field.List)
                {
                    List((System.Collections.IEnumerable)value, json, item => Scalar(field, item, json));
                }
                else
                {
                    Scalar(field, value, json);
                }

                break;
        }
    }

    private static void Node(int level, Guid key, StageState state, JsonBuffer json)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        var rows = state.Levels[level]!;
        var slot = rows.Owners.Find(bytes);
        json.Raw(rows.Count(slot) == 0 ? "null"u8 : rows.Piece(slot, 0, 0));
    }

    private static void Scalar(ResultField field, object value, JsonBuffer json)
    {
        switch (value)
        {
            case string text when field.Enum is not null:
                json.Text(EnumDeclaration.GraphName(text));
                break;
            case string text:
                json.Text(text);
                break;
            case int number:
                json.Number(number);
                break;
            case long number:
                json.Text(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case decimal number:
                json.Text(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case bool truth:
                json.Raw(truth ? "true"u8 : "false"u8);
                break;
            case LocalDate date:
                json.Text(LocalDatePattern.Iso.Format(date));
                break;
            case Instant instant:
                json.Text(InstantPattern.ExtendedIso.Format(instant));
                break;
            default:
                throw new InvalidOperationException($"{field.Name} gives a {value.GetType().Name}, which is no scalar.");
        }
    }
}
