using System.Security.Cryptography;
using System.Text;
using CsvHelper;

namespace VenturePortfolio.Server;

/// <summary>
/// A CSV file read whole: its rows as text and the SHA-256 of its bytes. Reading is strict; nothing is guessed or repaired.
/// Errors: FILE_EMPTY, FILE_TOO_LARGE, FILE_ENCODING, FILE_COLUMNS, ROW_MALFORMED, TEXT_UNSAFE, TEXT_TOO_LONG, CELL_FORMULA.
/// </summary>
public sealed class CsvSource
{
    private const int BytesMax = 50 * 1024 * 1024;
    private const int ErrorsMax = 1000;
    private static readonly CsvReaderOptions Strict = new()
    {
        Separator = ',',
        MalformedData = CsvMalformedDataHandling.Throw,
        TrackLineNumbers = true,
        PoolStrings = true,
    };

    private readonly Dictionary<string, int> columns;

    private CsvSource(byte[] hash, IReadOnlyList<string> header, IReadOnlyList<CsvRow> rows)
    {
        (ContentHash, Rows) = (hash, rows);
        columns = header.Index().ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);
    }

    /// <summary>SHA-256 of the file's bytes, 32 bytes.</summary>
    public byte[] ContentHash { get; }

    /// <summary>Without the header.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Position of a column that was required, or found with <see cref="Has"/>.</summary>
    public int this[string column] => columns[column];

    public bool Has(string column) => columns.ContainsKey(column);

    /// <summary>Reads a file of the person's; a missing or unreadable one is their mistake, not ours.</summary>
    /// <exception cref="PlainException">The file cannot be opened.</exception>
    public static async Task<Result<CsvSource>> ReadAsync(string file, IReadOnlyList<string> required, CancellationToken cancel)
    {
        try
        {
            if (new FileInfo(file).Length > BytesMax)
                return new Error("FILE_TOO_LARGE", "", $"The file is larger than {BytesMax / 1024 / 1024} MB.");
            return Parse(await File.ReadAllBytesAsync(file, cancel), required);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new PlainException($"Cannot read {file}: {unreadable.Message}", unreadable);
        }
    }

    public static Result<CsvSource> Parse(byte[] bytes, IReadOnlyList<string> required)
    {
        if (bytes.Length == 0)
            return new Error("FILE_EMPTY", "", "The file is empty. Was it saved completely?");
        if (bytes.Length > BytesMax)
            return new Error("FILE_TOO_LARGE", "", $"The file is larger than {BytesMax / 1024 / 1024} MB.");
        var text = Decode(bytes);
        if (text is null)
            return new Error("FILE_ENCODING", "", "The file is not UTF-8 text. Save it as \"CSV UTF-8\"; spreadsheets and archives are not read.");
        return ParseText(text, SHA256.HashData(bytes), required);
    }

    /// <summary>Null when the bytes are not UTF-8 text. A byte order mark is dropped.</summary>
    private static string? Decode(byte[] bytes)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Result<CsvSource> ParseText(string text, byte[] hash, IReadOnlyList<string> required)
    {
        var errors = new List<Error>();
        var rows = new List<CsvRow>();
        using var csv = CsvReader.FromText(text, Strict);
        var header = csv.Headers.ToArray();
        try
        {
            if (header.Length == 0)
                return new Error("FILE_EMPTY", "", "The file has no header line.");
            if (ColumnError(header, required) is { } wrong)
                return wrong;
            while (errors.Count < ErrorsMax && csv.Read())
                Add(new((int)csv.LineNumber, Cells(csv)), header, rows, errors);
        }
        catch (CsvFormatException malformed)
        {
            errors.Add(new("ROW_MALFORMED", $"line {malformed.LineNumber}", "The line cannot be read as CSV. Check its quotes."));
        }

        if (errors.Count > 0)
            return errors;
        return rows.Count == 0
            ? new Error("FILE_EMPTY", "", "The file has a header and no rows.")
            : new CsvSource(hash, header, rows);
    }

    private static string[] Cells(CsvReader csv)
    {
        var cells = new string[csv.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = csv.GetString(i);
        return cells;
    }

    private static Error? ColumnError(string[] header, IReadOnlyList<string> required)
    {
        var doubled = header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (doubled is not null)
            return new("FILE_COLUMNS", "", $"The column {CellText.Quote(doubled.Key)} stands {doubled.Count()} times. Keep one.");
        var missing = required.Except(header, StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? null : new("FILE_COLUMNS", "",
            $"Missing columns: {string.Join(", ", missing.Select(CellText.Quote))}. Is this the right file, separated by commas?");
    }

    private static void Add(CsvRow row, string[] header, List<CsvRow> rows, List<Error> errors)
    {
        if (row.Cells.Count != header.Length)
        {
            errors.Add(new("ROW_MALFORMED", $"line {row.Line}", $"The line has {row.Cells.Count} cells, the header {header.Length}."));
            return;
        }

        for (var i = 0; i < header.Length; i++)
        {
            if (CellText.Fault(row.Cells[i]) is { } fault)
                errors.Add(row.Error(fault.Code, header[i], row.Cells[i], fault.Message));
        }

        rows.Add(row);
    }
}
