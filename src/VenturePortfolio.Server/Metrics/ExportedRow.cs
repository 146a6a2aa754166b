using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace VenturePortfolio.Server;

/// <summary>The columns of a row that COPY sends, read one after the other in the order of its select list.</summary>
internal static class ExportedRow
{
    public static Guid Uuid(this NpgsqlBinaryExporter row) => row.Read<Guid>(NpgsqlDbType.Uuid);

    public static long Long(this NpgsqlBinaryExporter row) => row.Read<long>(NpgsqlDbType.Bigint);

    public static string Text(this NpgsqlBinaryExporter row) => row.Read<string>(NpgsqlDbType.Text);

    /// <summary>Of a closed set: millions of rows share one text.</summary>
    public static string Code(this NpgsqlBinaryExporter row) => string.Intern(row.Text());

    public static decimal Number(this NpgsqlBinaryExporter row) => row.Read<decimal>(NpgsqlDbType.Numeric);

    public static bool Flag(this NpgsqlBinaryExporter row) => row.Read<bool>(NpgsqlDbType.Boolean);

    public static LocalDate Date(this NpgsqlBinaryExporter row) => row.Read<LocalDate>(NpgsqlDbType.Date);

    public static Instant At(this NpgsqlBinaryExporter row) => row.Read<Instant>(NpgsqlDbType.TimestampTz);

    /// <summary>Two columns: minor units and currency.</summary>
    public static Money Money(this NpgsqlBinaryExporter row) => new(row.Long(), Currency.Of(row.Text()));

    public static Guid? UuidOrNull(this NpgsqlBinaryExporter row) => row.Skipped() ? null : row.Uuid();

    public static long? LongOrNull(this NpgsqlBinaryExporter row) => row.Skipped() ? null : row.Long();

    public static decimal? NumberOrNull(this NpgsqlBinaryExporter row) => row.Skipped() ? null : row.Number();

    public static bool? FlagOrNull(this NpgsqlBinaryExporter row) => row.Skipped() ? null : row.Flag();

    public static LocalDate? DateOrNull(this NpgsqlBinaryExporter row) => row.Skipped() ? null : row.Date();

    private static bool Skipped(this NpgsqlBinaryExporter row)
    {
        if (!row.IsNull)
        {
            return false;
        }

        row.Skip();
        return true;
    }
}
