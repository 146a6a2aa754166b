using System.Text;
using System.Text.Json;
using GraphQL;
using Microsoft.AspNetCore.Http;

namespace VenturePortfolio.Server;

/// <summary>
/// The file of a list as the question to the read engine that it is: names come from the declaration, whatever a person typed travels as a variable. So a file is
/// filtered and sorted as the list is, and shows nobody more.
/// </summary>
/// <param name="Document">Asks for one page after <c>$after</c>.</param>
/// <param name="Variables">But <c>after</c>.</param>
/// <param name="Columns">From left to right.</param>
/// <param name="AsksKnownAt">It is a list of recorded facts, and no instant was given.</param>
internal sealed record ListQuery(string Document, Dictionary<string, object?> Variables, IReadOnlyList<ListColumn> Columns, bool AsksKnownAt)
{
    internal const string KnownAt = "knownAt";

    private const string Fields = "fields";
    private const string Where = "where";
    private const string OrderBy = "orderBy";

    private const int ColumnsMax = 60;

    /// <summary>
    /// As an address says it: <c>fields=code,subFund.code&amp;where={…}&amp;orderBy=CODE_ASC</c> and the list's own arguments. Errors: UNKNOWN_PARAMETER; UNKNOWN_FIELD
    /// (fields); WHERE_MALFORMED (where).
    /// </summary>
    internal static Result<ListQuery> Read(NodeDeclaration node, GraphCatalogue catalogue, IQueryCollection given)
    {
        var arguments = node.Pins.Concat(node.RootArguments).ToList();
        if (FileParameters.Unknown(given, [Fields, Where, OrderBy, .. arguments.Select(argument => argument.Name)]) is { } unknown)
        {
            return unknown;
        }

        var columns = ColumnsOf(node, catalogue, ReportFile.Keys(given, Fields));
        if (!columns.IsOk)
        {
            return columns.Errors.ToList();
        }

        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        List<string> declared = ["$after: String"];
        if (ReportFile.Text(given, Where) is { } where)
        {
            if (FilterOf(where) is not { } filter)
            {
                return new Error("WHERE_MALFORMED", Where, "where is a JSON object as the list's where in GraphQL: {\"code\":{\"eq\":\"A\"}}.");
            }

            Add(Where, $"{node.Name}Filter", filter);
        }

        if (ReportFile.Keys(given, OrderBy) is { } orders)
        {
            Add(OrderBy, $"[{node.Name}Order!]", orders.ToList<object?>());
        }

        foreach (var argument in arguments)
        {
            if (ReportFile.Text(given, argument.Name) is { } text)
            {
                var type = argument.Values?.Name ?? argument.Type switch { ColumnType.Date => "Date", ColumnType.Instant => "DateTime", _ => "String" };
                Add(argument.Name, argument.List ? $"[{type}!]" : type, argument.List ? ReportFile.Keys(given, argument.Name)!.ToList<object?>() : text);
            }
        }

        var asksKnownAt = node.Pins.Contains(RelationArgument.KnownAt) && !variables.ContainsKey(KnownAt);
        if (asksKnownAt)
        {
            Add(KnownAt, "DateTime", null);
        }

        var passed = string.Concat(variables.Keys.Select(name => $", {name}: ${name}"));
        return new ListQuery(
            $"query({string.Join(", ", declared)}) {{ {node.RootMany}(first: 100, after: $after{passed}) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ {Selection(columns.Value.Select(column => column.Path))} }} }} }}",
            variables, columns.Value, asksKnownAt);

        void Add(string name, string type, object? value)
        {
            declared.Add($"${name}: {type}");
            variables.Add(name, value);
        }
    }

    private static Result<List<ListColumn>> ColumnsOf(NodeDeclaration node, GraphCatalogue catalogue, IReadOnlyList<string>? typed)
    {
        if (typed is null or [])
        {
            return ListColumns.Of(node, catalogue).ToList();
        }

        var columns = new List<ListColumn>();
        foreach (var name in typed.Take(ColumnsMax))
        {
            var found = ListColumns.Find(name, node, catalogue);
            if (found.Count == 0)
            {
                var known = string.Join(", ", ListColumns.Of(node, catalogue).Select(column => column.Name));
                return new Error("UNKNOWN_FIELD", Fields, $"No column {AsTyped.Shown(name)}; known are {known}.").With("field", AsTyped.Shown(name)).With("known", known);
            }

            columns.AddRange(found);
        }

        return columns.DistinctBy(column => column.Name, StringComparer.Ordinal).ToList();
    }

    /// <summary>Null for what is no JSON object.</summary>
    private static Inputs? FilterOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? VariableReader.Read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Each field once, with what is asked below it in braces.</summary>
    private static string Selection(IEnumerable<IReadOnlyList<string>> paths)
    {
        var text = new StringBuilder();
        foreach (var field in paths.GroupBy(path => path[0], StringComparer.Ordinal))
        {
            var below = field.Where(path => path.Count > 1).Select(path => (IReadOnlyList<string>)[.. path.Skip(1)]).ToList();
            text.Append(text.Length > 0 ? " " : "").Append(field.Key).Append(below.Count > 0 ? $" {{ {Selection(below)} }}" : "");
        }

        return text.ToString();
    }
}
