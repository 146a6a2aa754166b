using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GraphQL;

namespace VenturePortfolio.Server;

/// <summary>One fingerprint for equal variables, however they were spaced and ordered.</summary>
internal static class VariablesText
{
    public static string Fingerprint(Inputs variables)
    {
        if (variables.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        Members(text, variables);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text.ToString())));
    }

    /// <summary>Texts carry their length, so that no two different values are written alike.</summary>
    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case string given:
                text.Append('s').Append(given.Length).Append(':').Append(given);
                break;
            case IEnumerable<KeyValuePair<string, object?>> members:
                Members(text, members);
                break;
            case IEnumerable list:
                text.Append('[');
                foreach (var item in list)
                {
                    Append(text, item);
                }

                text.Append(']');
                break;
            default:
                text.Append(value.GetType().Name).Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append(';');
                break;
        }
    }

    private static void Members(StringBuilder text, IEnumerable<KeyValuePair<string, object?>> members)
    {
        text.Append('{');
        foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            Append(text, name);
            Append(text, value);
        }

        text.Append('}');
    }
}
