using System.Globalization;
using System.Reflection;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// Reads the published vectors of Oracles/*.csv: lines starting with # are comments, the first other line names the
/// columns.
/// </summary>
internal static class Oracle
{
    internal static IEnumerable<IReadOnlyDictionary<string, string>> Rows(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"No oracle {file}");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#').Select(Cells).ToArray();
        return lines.Skip(1).Select(cells => (IReadOnlyDictionary<string, string>)lines[0].Zip(cells)
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
    }

    internal static IReadOnlyDictionary<string, string> Row(string file, string id) =>
        Rows(file).Single(row => string.Equals(row["id"], id, StringComparison.Ordinal));

    /// <summary>
    /// "2019-01-01:-100 2020-01-01:110.5": dated amounts, scaled to one whole unit for all of a series.
    /// </summary>
    internal static IReadOnlyList<XirrFlow> Flows(string text) => Scaled(text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => (LocalDatePattern.Iso.Parse(pair[..10]).Value, Number(pair[11..]))));

    internal static IReadOnlyList<XirrFlow> Scaled(IEnumerable<(LocalDate On, decimal Amount)> flows)
    {
        var all = flows.ToArray();
        var scale = (decimal)Math.Pow(10, all.Max(flow => (int)flow.Amount.Scale));
        return [.. all.Select(flow => new XirrFlow(flow.On, (Int128)(flow.Amount * scale)))];
    }

    internal static decimal Number(string text) =>
        decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static List<string> Cells(string line)
    {
        List<string> cells = [""];
        var quoted = false;
        foreach (var character in line)
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (character == ',' && !quoted)
            {
                cells.Add("");
            }
            else
            {
                cells[^1] += character;
            }
        }

        return cells;
    }
}
