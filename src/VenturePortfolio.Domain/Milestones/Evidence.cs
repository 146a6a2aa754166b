namespace VenturePortfolio;

/// <summary>Evidence as somebody typed it.</summary>
public sealed record EvidenceTyped(string? Address, string? ContentHash, string? Note);

/// <summary>Where the proof of a milestone lies. The document itself is not ours to keep.</summary>
public sealed record Evidence
{
    /// <summary>Longest address, in code points: longer ones do not survive common software.</summary>
    public const int AddressMax = 2000;

    private Evidence(string address, IReadOnlyList<byte>? contentHash, string? note) =>
        (Address, ContentHash, Note) = (address, contentHash, note);

    /// <summary>A web address, or a reference by which an archive finds the document.</summary>
    public string Address { get; }

    /// <summary>SHA-256 of the document, 32 bytes; null: not yet fingerprinted.</summary>
    public IReadOnlyList<byte>? ContentHash { get; }

    public string? Note { get; }

    /// <summary>
    /// Errors, all that apply: REQUIRED, TEXT_TOO_LONG, INVALID_TEXT (address, note); HASH_MALFORMED (contentHash).
    /// </summary>
    /// <param name="typed">As typed; the hash in 64 hexadecimal digits.</param>
    /// <param name="path">Where it stands in the input, for example "evidence.0".</param>
    public static Result<Evidence> Check(EvidenceTyped typed, string path)
    {
        ArgumentNullException.ThrowIfNull(typed);
        List<Error> errors = [];
        var badAddress = string.IsNullOrWhiteSpace(typed.Address)
            ? TypedText.Missing($"{path}.address")
            : TypedText.CheckLine($"{path}.address", typed.Address, AddressMax);
        if (badAddress is not null)
        {
            errors.Add(badAddress);
        }

        if (TypedText.CheckOptionalNote($"{path}.note", typed.Note) is { } badNote)
        {
            errors.Add(badNote);
        }

        var hash = typed.ContentHash;
        if (hash is not null && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
        {
            errors.Add(new Error("HASH_MALFORMED", $"{path}.contentHash", "A SHA-256 is 64 hexadecimal digits."));
        }

        return errors.Count > 0 ? errors
            : new Evidence(typed.Address!, hash is null ? null : Convert.FromHexString(hash), typed.Note);
    }
}
