using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>One CSV file of <c>seeds/</c>, which travels with the program. A fault in it is our mistake and throws.</summary>
public sealed class SeedFile
{
    // The files are checked when they are written, not against the clock of who reads them.
    private static readonly LocalDate FarAhead = new(2100, 1, 1);
    private readonly string path;
    private readonly CsvSource source;

    private SeedFile(string path, CsvSource source) => (this.path, this.source) = (path, source);

    /// <param name="path">Below <c>seeds/</c>, for example <c>reference/currencies.csv</c>.</param>
    /// <exception cref="InvalidDataException">The file is not what its columns say.</exception>
    public static async Task<SeedFile> ReadAsync(string path, string[] columns, CancellationToken cancel)
    {
        var read = await CsvSource.ReadAsync(Path.Combine(AppContext.BaseDirectory, "seeds", path), columns, cancel);
        return read.IsOk ? new(path, read.Value) : throw Faulty(path, read.Errors[0]);
    }

    /// <summary>Reads every row in order.</summary>
    /// <exception cref="InvalidDataException">A cell is faulty; names the first.</exception>
    public void ForEach(Action<CsvRow, CsvValues> read)
    {
        var values = new CsvValues(source, FarAhead);
        foreach (var row in source.Rows)
            read(row, values);
        if (values.Errors.Count > 0)
            throw Faulty(path, values.Errors[0]);
    }

    private static InvalidDataException Faulty(string path, Error error) => new($"seeds/{path}, {error.Path}: {error.Message}");
}
