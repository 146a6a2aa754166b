using System.Text.RegularExpressions;
using GraphQL;

namespace VenturePortfolio.Server;

/// <summary>
/// What the library's validator says, in the reader's language. It has English sentences only: their names are read out of them, by code, and put into the texts of
/// <c>messages.json</c>. The rarer ones are found whole in <c>said.json</c>; a sentence that is known nowhere stands as it is.
/// </summary>
internal static partial class ValidationWords
{
    /// <summary>Of each code its sentences, with the text that says the same.</summary>
    private static readonly Dictionary<string, (Regex Sentence, string Text)[]> Known = new(StringComparer.Ordinal)
    {
        ["FIELDS_ON_CORRECT_TYPE"] = [(NoField(), "FIELDS_ON_CORRECT_TYPE")],
        ["KNOWN_ARGUMENT_NAMES"] = [(NoArgument(), "KNOWN_ARGUMENT_NAMES")],
        ["PROVIDED_NON_NULL_ARGUMENTS"] = [(MissingArgument(), "PROVIDED_NON_NULL_ARGUMENTS")],
        ["SCALAR_LEAFS"] = [(NeedsFields(), "SCALAR_LEAFS_WITHOUT"), (HasNoFields(), "SCALAR_LEAFS_WITH")],
        ["NO_UNDEFINED_VARIABLES"] = [(Undefined(), "NO_UNDEFINED_VARIABLES")],
        ["NO_UNUSED_VARIABLES"] = [(Unused(), "NO_UNUSED_VARIABLES")],
        ["VARIABLES_ARE_INPUT_TYPES"] = [(NoInput(), "VARIABLES_ARE_INPUT_TYPES")],
        ["VARIABLES_IN_ALLOWED_POSITION"] = [(Elsewhere(), "VARIABLES_IN_ALLOWED_POSITION")],
        ["KNOWN_TYPE_NAMES"] = [(NoType(), "KNOWN_TYPE_NAMES")],
        ["KNOWN_FRAGMENT_NAMES"] = [(NoFragment(), "KNOWN_FRAGMENT_NAMES")],
    };

    internal static string Of(ExecutionError error, string language)
    {
        var (code, said) = (error.Code ?? "", error.Message);
        if (Findings(code, said) is { } findings)
        {
            return ValueFinding.In(language, findings);
        }

        foreach (var (sentence, text) in Known.GetValueOrDefault(code, []))
        {
            if (sentence.Match(said) is { Success: true } match)
            {
                return Messages.Text(text, language, [.. sentence.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0])).Select(name => (name, AsTyped.Shown(match.Groups[name].Value)))]);
            }
        }

        return Said.OfQuestion(language, WithoutGuesses(said));
    }

    /// <summary>The schema is for those who may read it.</summary>
    private static string WithoutGuesses(string message)
    {
        var guess = message.IndexOf(" Did you mean", StringComparison.Ordinal);
        return guess < 0 ? message : message[..guess];
    }

    private static List<ValueFinding>? Findings(string code, string said) => code switch
    {
        "ARGUMENTS_OF_CORRECT_TYPE" when Argument().Match(said) is { Success: true } of => ValueFinding.Read(of.Groups["argument"].Value, said[of.Length..]),
        "DEFAULT_VALUES_OF_CORRECT_TYPE" when Default().Match(said) is { Success: true } of => ValueFinding.Read($"${of.Groups["variable"].Value}", of.Groups["detail"].Value),
        "INVALID_VALUE" when Variable().Match(said) is { Success: true } of => OfVariable(of.Groups["place"].Value, said[of.Length..]),
        _ => null,
    };

    private static List<ValueFinding>? OfVariable(string place, string detail) =>
        Convert().Match(detail) is { Success: true } value ? [new("VALUE_NOT_OF_TYPE", place, value.Groups["type"].Value, $"\"{AsTyped.Shown(value.Groups["found"].Value)}\"")]
        : detail is "Received a null input for a non-null variable." or "No value provided for a non-null variable." ? [new("VALUE_REQUIRED", place)]
        : NoObject().Match(detail) is { Success: true } one ? [new("VALUE_NOT_AN_OBJECT", place, one.Groups["type"].Value)]
        : NoSuchFields().Match(detail) is { Success: true } unknown
            ? [.. Name().Matches(unknown.Groups["fields"].Value).Select(name => new ValueFinding("VALUE_NO_SUCH_FIELD", $"{place}.{AsTyped.Shown(name.Groups["name"].Value)}"))]
        : null;

    [GeneratedRegex("^Argument '(?<argument>[^']*)' has invalid value\\. ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Argument();

    [GeneratedRegex("^Variable '(?<variable>\\w+)' of type '[^']*' has invalid default value '.*'\\. (?<detail>(Expected|In|Missing) .*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Default();

    [GeneratedRegex("^Variable '(?<place>[^']*)' is invalid\\. ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Variable();

    [GeneratedRegex("^Unable to convert '(?<found>.*)' to '(?<type>[^']*)'$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Convert();

    [GeneratedRegex("^Unable to parse input as a '(?<type>[^']*)' type\\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NoObject();

    [GeneratedRegex("^Unrecognized input fields (?<fields>'.*') for type '[^']*'\\.$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NoSuchFields();

    [GeneratedRegex("'(?<name>[^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Name();

    [GeneratedRegex("^Cannot query field '(?<field>\\w+)' on type '(?<type>\\w+)'\\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NoField();

    [GeneratedRegex("^Unknown argument '(?<argument>\\w+)' on (field|directive) '(?<field>\\w+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NoArgument();

    [GeneratedRegex("^Argument '(?<argument>\\w+)' of type '(?<type>[^']*)' is required for (field|directive) '(?<field>\\w+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex MissingArgument();

    [GeneratedRegex("^Field (?<field>\\w+) of type (?<type>\\S+) must have a sub selection$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NeedsFields();

    [GeneratedRegex("^Field (?<field>\\w+) of type (?<type>\\S+) must not have a sub selection$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex HasNoFields();

    [GeneratedRegex("^Variable '\\$(?<variable>\\w+)' is not defined", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Undefined();

    [GeneratedRegex("^Variable '\\$(?<variable>\\w+)' is never used", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Unused();

    [GeneratedRegex("^Variable '(?<variable>\\w+)' cannot be non-input type '(?<type>[^']*)'\\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NoInput();

    [GeneratedRegex("^Variable '\\$(?<variable>\\w+)' of type '(?<type>[^']*)' used in position expecting type '(?<expected>[^']*)'\\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Elsewhere();

    [GeneratedRegex("^Unknown type (?<type>\\w+)\\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NoType();

    [GeneratedRegex("^Unknown fragment '(?<fragment>\\w+)'\\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NoFragment();
}
