using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// Achievements of publicly funded research as a file, with a column for each input of <see cref="RecordAchievement"/> and the same checks. An empty cell is
/// nothing given.
/// </summary>
/// <param name="Rows">Each with the line it stands on.</param>
public sealed record AchievementFile(CsvSource Source, CsvValues Values, IReadOnlyList<(CsvRow Row, RecordAchievementInput Typed)> Rows)
{
    internal const string Number = "achievement_number";
    private const string ProjectNumber = "project_number";
    private const string SourceKind = "source_kind";
    private const string TitleEn = "title_en";
    private const string TitleZhHant = "title_zh_hant";
    private const string TitleZhHans = "title_zh_hans";
    private const string HasConsent = "has_consent";
    private const string TakenFrom = "source";

    private static readonly string[] Columns = [Number, ProjectNumber, SourceKind, TitleEn, TitleZhHant, TitleZhHans, HasConsent, TakenFrom];

    /// <summary>
    /// Errors: those of <see cref="CsvSource"/> and <see cref="CsvValues"/>; REQUIRED, TEXT_TOO_LONG, INVALID_TEXT, TITLE_MISSING as of
    /// <see cref="RecordAchievement"/>; KIND_UNKNOWN, ROW_REPEATED.
    /// </summary>
    public static async Task<Result<AchievementFile>> ReadAsync(string file, LocalDate today, CancellationToken cancel)
    {
        var source = await CsvSource.ReadAsync(file, Columns, cancel);
        return source.IsOk ? Read(source.Value, today) : source.Errors.ToList();
    }

    public static Result<AchievementFile> Read(CsvSource source, LocalDate today)
    {
        var values = new CsvValues(source, today);
        var rows = new List<(CsvRow Row, RecordAchievementInput Typed)>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in source.Rows)
        {
            var typed = Typed(row, values);
            foreach (var error in RecordAchievement.Errors(typed))
            {
                values.Refuse(row, NodeDeclaration.Snake(error.Path), error.Code, error.Message);
            }

            if (!AchievementNode.SourceKind.Stored.Contains(typed.SourceKind, StringComparer.Ordinal))
            {
                values.Refuse(row, SourceKind, "KIND_UNKNOWN", $"one of {string.Join(", ", AchievementNode.SourceKind.Stored)} is expected.");
            }

            if (typed.AchievementNumber.Length > 0 && !seen.TryAdd(typed.AchievementNumber, row.Line))
            {
                values.Refuse(row, Number, "ROW_REPEATED", $"this number stands on line {seen[typed.AchievementNumber]} already. Keep one.");
            }

            rows.Add((row, typed));
        }

        return values.Errors.Count > 0 ? values.Errors.ToList() : new AchievementFile(source, values, rows);
    }

    /// <summary>Columns that say something else than what is registered.</summary>
    internal static IEnumerable<string> Differing(RecordAchievementInput typed, RecordAchievementInput registered) => new[]
    {
        typed.ProjectNumber == registered.ProjectNumber ? null : ProjectNumber,
        typed.SourceKind == registered.SourceKind ? null : SourceKind,
        typed.TitleEn == registered.TitleEn ? null : TitleEn,
        typed.TitleZhHant == registered.TitleZhHant ? null : TitleZhHant,
        typed.TitleZhHans == registered.TitleZhHans ? null : TitleZhHans,
        typed.HasConsent == registered.HasConsent ? null : HasConsent,
        typed.Source == registered.Source ? null : TakenFrom,
    }.OfType<string>();

    private static RecordAchievementInput Typed(CsvRow row, CsvValues values) => new()
    {
        AchievementNumber = values.TextOrNone(row, Number) ?? "",
        ProjectNumber = values.TextOrNone(row, ProjectNumber),
        SourceKind = values.TextOrNone(row, SourceKind) ?? "",
        TitleEn = values.TextOrNone(row, TitleEn),
        TitleZhHant = values.TextOrNone(row, TitleZhHant),
        TitleZhHans = values.TextOrNone(row, TitleZhHans),
        HasConsent = values.Flag(row, HasConsent),
        Source = values.TextOrNone(row, TakenFrom) ?? "",
    };
}
