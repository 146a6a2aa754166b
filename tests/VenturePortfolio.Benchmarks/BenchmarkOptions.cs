using System.Globalization;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>What stands behind a benchmark's name: pairs of <c>--name value</c>. Each benchmark states its own defaults.</summary>
internal sealed class BenchmarkOptions
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <exception cref="PlainException">Not pairs.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchmarkOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Count)
                throw new PlainException($"Options are pairs of --name value; {arguments[i]} is not.");
            options.values[arguments[i][2..]] = arguments[i + 1];
        }

        return options;
    }

    public string? Text(string name) => values.GetValueOrDefault(name);

    /// <exception cref="PlainException">Not a whole number above zero.</exception>
    public int Count(string name, int otherwise)
    {
        if (!values.TryGetValue(name, out var text))
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new PlainException($"--{name} is a whole number above zero, not {text}.");
    }
}
