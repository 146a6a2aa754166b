using System.Globalization;
using System.Text.Json;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// What two answers to the same question must agree on: every value but the global ids, in order. The two servers spell amounts
/// ("12.50" and "1250") and instants differently; both are brought to one form.
/// </summary>
internal static class AnswerLeaves
{
    /// <exception cref="PlainException">They differ; the message names the first difference.</exception>
    public static int RequireSame(string name, byte[] ours, byte[] theirs)
    {
        var (mine, other) = (Of(ours), Of(theirs));
        var different = mine.Zip(other).TakeWhile(pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).Count();
        if (different < mine.Count || different < other.Count)
            throw new PlainException($"{name}: value {different} is {mine.ElementAtOrDefault(different)} here and {other.ElementAtOrDefault(different)} in PostGraphile.");
        return mine.Count;
    }

    private static List<string> Of(byte[] answer)
    {
        using var document = JsonDocument.Parse(answer);
        var leaves = new List<string>();
        Add(leaves, "", document.RootElement.GetProperty("data"));
        return leaves;
    }

    private static void Add(List<string> leaves, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Add(leaves, member.Name, member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Add(leaves, name, item);
                break;
            default:
                if (name != "id")
                    leaves.Add(Plain(name, value));
                break;
        }
    }

    private static string Plain(string name, JsonElement value) => name switch
    {
        "recordedAt" => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture).UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        "amount" => value.GetString()!.Replace(".", "", StringComparison.Ordinal),
        _ => value.ToString(),
    };
}
