namespace VenturePortfolio.Server;

/// <summary>One row as text.</summary>
/// <param name="Line">Line in the file on which the row starts, from 1; the header is line 1.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Cells)
{
    /// <summary>A row-level error: where, what stood there, and what to do.</summary>
    public Error Error(string code, string column, string value, string whatToDo) =>
        new(code, $"line {Line}, column {(column.Length == 0 ? "1" : column)}", $"{CellText.Quote(value)}: {whatToDo}");
}
