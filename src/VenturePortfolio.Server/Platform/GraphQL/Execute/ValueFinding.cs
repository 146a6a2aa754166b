using System.Globalization;
using System.Text.RegularExpressions;

namespace VenturePortfolio.Server;

/// <summary>What a validator found wrong with a written value, one finding after the other, in the reader's language and each with its place: <c>input.evidence.1.address</c>.</summary>
/// <param name="Code">Of the text.</param>
/// <param name="Place">The argument or variable, and the way down from it.</param>
internal sealed partial record ValueFinding(string Code, string Place, string Type = "", string Found = "")
{
    private static readonly Dictionary<string, string> Samples = new(StringComparer.Ordinal) { ["Date"] = "2024-12-31", ["DateTime"] = "2024-12-31T16:00:00Z" };

    /// <summary>The library's words in brackets within brackets; null where they are other words than those known here.</summary>
    internal static List<ValueFinding>? Read(string place, string detail)
    {
        var (way, findings, at) = (new Stack<string>([place]), new List<ValueFinding>(), 0);
        while (at < detail.Length)
        {
            if (detail[at] == ' ')
            {
                at++;
            }
            else if (detail[at] == ']' && way.Count > 1)
            {
                way.Pop();
                at++;
            }
            else if (Into().Match(detail, at) is { Success: true } into)
            {
                way.Push($"{way.Peek()}.{into.Groups["step"].Value}");
                at += into.Length;
            }
            else if (Finding().Match(detail, at) is { Success: true } said)
            {
                findings.Add(Of(way.Peek(), said));
                at += said.Length;
            }
            else
            {
                return null;
            }
        }

        return findings.Count > 0 ? findings : null;
    }

    internal string In(string language) => Messages.Text(
        Code, language, ("place", Place), ("type", Samples.TryGetValue(Type.TrimEnd('!'), out var sample) ? $"{Type} ({sample})" : Type), ("found", Found));

    internal static string In(string language, IEnumerable<ValueFinding> findings) =>
        string.Join(language == Languages.English ? " " : "", findings.Select(finding => finding.In(language)));

    private static ValueFinding Of(string place, Match said) => said switch
    {
        _ when said.Groups["none"] is { Success: true } none => new("VALUE_NO_SUCH_FIELD", string.Create(CultureInfo.InvariantCulture, $"{place}.{none.Value}")),
        _ when said.Groups["missing"] is { Success: true } missing => new("VALUE_REQUIRED", $"{place}.{missing.Value}"),
        _ when said.Groups["object"] is { Success: true } type => new("VALUE_NOT_AN_OBJECT", place, type.Value),
        _ when said.Groups["found"].Value == "null" => new("VALUE_REQUIRED", place),
        _ => new("VALUE_NOT_OF_TYPE", place, said.Groups["type"].Value, AsTyped.Shown(said.Groups["found"].Value)),
    };

    [GeneratedRegex(@"\GIn (field '(?<step>\w+)'|element #(?<step>\d+)): \[", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Into();

    // A text is told in quotes; of what has parts, no more than its end can be told from what follows.
    [GeneratedRegex(
        """
        \G(In field '(?<none>\w+)': Unknown field\.|Missing required field '(?<missing>\w+)' of type '[^']*'\.|Expected '(?<object>[^']*)', found not an object\.|Expected (type )?'(?<type>[^']*)', found (?<found>"([^"\\]|\\.)*"|.*?)\.(?=$|\]| (In|Missing|Expected) ))
        """,
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Finding();
}
