using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace VenturePortfolio.Server;

/// <summary>Rows of a list as CSV (RFC 4180): the names that were asked for on top. Written as <see cref="LeverageCsv"/> is.</summary>
internal static class ListCsv
{
    internal static byte[] Write(IReadOnlyList<ListColumn> columns, IEnumerable<JsonElement> rows)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, LeverageCsv.Options, leaveOpen: true))
        {
            csv.WriteHeader([.. columns.Select(column => column.Name)]);
            foreach (var row in rows)
            {
                foreach (var column in columns)
                {
                    Write(csv, At(row, column.Path), column.IsNumber);
                }

                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Null where the way to it ends before: what it points to is none, or not for this reader.</summary>
    private static JsonElement? At(JsonElement row, IEnumerable<string> path)
    {
        var at = row;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>A number of its own, or a spreadsheet's guard would set a negative one off as a formula.</summary>
    private static void Write(CsvWriter csv, JsonElement? value, bool isNumber)
    {
        var text = value?.ValueKind switch
        {
            null or JsonValueKind.Null => null,
            JsonValueKind.String => value.Value.GetString(),
            _ => value.Value.GetRawText(),
        };
        if (isNumber && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            csv.WriteField(number, default);
        }
        else
        {
            csv.WriteField(text);
        }
    }
}
