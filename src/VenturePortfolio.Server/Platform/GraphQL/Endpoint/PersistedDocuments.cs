using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// Documents registered before the program starts, asked for by <c>documentId</c>: <c>sha256:</c> and the lower-case hex of the
/// SHA-256 of the text, as <c>sha256sum</c> prints it of the file. Roles that may only be trusted with these get nothing else.
/// Source: GraphQL over HTTP, appendix "Persisted Documents".
/// </summary>
public sealed class PersistedDocuments
{
    private const string Prefix = "sha256:";

    private readonly FrozenDictionary<string, string> _texts;
    private readonly FrozenSet<Role> _trustedOnly;

    /// <summary>
    /// Settings <c>GraphQL:Documents</c>, a folder whose <c>*.graphql</c> files are each one document, and
    /// <c>GraphQL:TrustedOnly</c>, roles as in <c>Vp-Role</c>, separated by commas.
    /// </summary>
    /// <exception cref="PlainException">No such folder or role, or a file that is no document the guard would pass.</exception>
    public PersistedDocuments(IConfiguration configuration, GuardedDocuments guarded)
    {
        _texts = configuration["GraphQL:Documents"] is { Length: > 0 } folder
            ? Read(folder, guarded).DistinctBy(text => text.Id, StringComparer.Ordinal).ToFrozenDictionary(text => text.Id, text => text.Text, StringComparer.Ordinal)
            : FrozenDictionary<string, string>.Empty;
        _trustedOnly = (configuration["GraphQL:TrustedOnly"] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(code => RoleCodes.Find(code) ?? throw new PlainException($"GraphQL:TrustedOnly names {code}, which is no role."))
            .ToFrozenSet();
    }

    /// <summary>The text to run.</summary>
    /// <exception cref="HttpRefusalException">Nothing is registered under the id, or the role may not send a text of its own.</exception>
    public string TextOf(GraphQLRequest request, Role role)
    {
        if (request.DocumentId is { } id)
        {
            return _texts.TryGetValue(id, out var text) ? text : throw Refused(
                "PERSISTED_DOCUMENT_NOT_FOUND", "No document is registered under this documentId; it is sha256: and 64 lower-case hexadecimal digits.");
        }

        return !_trustedOnly.Contains(role) || _texts.ContainsKey(IdOf(Encoding.UTF8.GetBytes(request.Query!)))
            ? request.Query!
            : throw Refused("TRUSTED_DOCUMENTS_ONLY", "This role may run registered documents only: send documentId, or the text of one.");
    }

    private static IEnumerable<(string Id, string Text)> Read(string folder, GuardedDocuments guarded)
    {
        if (!Directory.Exists(folder))
        {
            throw new PlainException($"GraphQL:Documents names {folder}, which is no folder.");
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.graphql").Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            string text;
            try
            {
                text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
                _ = guarded.Get(text);
            }
            catch (Exception refused) when (refused is HttpRefusalException or DecoderFallbackException)
            {
                throw new PlainException($"{file} cannot be registered: {refused.Message}", refused);
            }

            yield return (IdOf(bytes), text);
        }
    }

    private static string IdOf(byte[] utf8) => Prefix + Convert.ToHexStringLower(SHA256.HashData(utf8));

    private static HttpRefusalException Refused(string code, string message) => new(new HttpRefusal(Status: null, code, message));
}
