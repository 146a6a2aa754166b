using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What came of taking achievements over.</summary>
/// <param name="New">Those that were not registered yet.</param>
public sealed record AchievementImport(int Rows, int New)
{
    public override string ToString() => $"{Rows:N0} achievements: {New:N0} new, {Rows - New:N0} as they were.";
}

/// <summary>
/// Takes achievements of publicly funded research into the register, as <see cref="RecordAchievement"/> does one by one. The number tells which are there: the same
/// file twice changes nothing, and one registered with other words is refused by its line and column. All or nothing. Errors: those of
/// <see cref="AchievementFile"/>, ALREADY_REGISTERED.
/// </summary>
public static class ImportAchievements
{
    private const string Kind = "ACHIEVEMENTS";

    public static async Task<Result<AchievementImport>> RunAsync(
        NpgsqlDataSource job, string file, LocalDate today, ProgressLines progress, CancellationToken cancel)
    {
        var read = await progress.StepAsync("Read", () => AchievementFile.ReadAsync(file, today, cancel),
            result => result.IsOk ? $"{result.Value.Rows.Count:N0} achievements" : $"refused, {result.Errors.Count:N0} errors");
        if (!read.IsOk)
        {
            return read.Errors.ToList();
        }

        var (source, values, rows) = read.Value;
        await using var connection = await job.OpenConnectionAsync(cancel);
        await using var transaction = await ImportLedger.BeginAsync(connection, cancel);
        var registered = await RegisteredAsync(connection, [.. rows.Select(row => row.Typed.AchievementNumber)], cancel);
        var table = new BulkTable("achievement", AchievementFile.Number, "id", "achievement_number", "project_number", "source_kind", "title_en",
            "title_zh_hant", "title_zh_hans", "has_consent", "invented", "source");
        foreach (var (row, typed) in rows)
        {
            if (!registered.TryGetValue(typed.AchievementNumber, out var before))
            {
                table.Add(Guid.CreateVersion7(), typed.AchievementNumber, typed.ProjectNumber, typed.SourceKind, typed.TitleEn,
                    typed.TitleZhHant, typed.TitleZhHans, typed.HasConsent, false, typed.Source);
                continue;
            }

            foreach (var column in AchievementFile.Differing(typed, before))
            {
                values.Refuse(row, column, "ALREADY_REGISTERED", $"{typed.AchievementNumber} is registered with something else here. Nothing of the register is changed by a file.");
            }
        }

        if (values.Errors.Count > 0)
        {
            return values.Errors.ToList();
        }

        await ImportLedger.Batch(Guid.CreateVersion7(), Kind, source.ContentHash, file, rows.Count).LoadAsync(connection, cancel);
        await progress.StepAsync("Load", () => table.LoadAsync(connection, cancel), added => $"{table.Name}: {added:N0} new");
        await transaction.CommitAsync(cancel);
        return new AchievementImport(rows.Count, table.Count);
    }

    private static async Task<Dictionary<string, RecordAchievementInput>> RegisteredAsync(NpgsqlConnection connection, string[] numbers, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand("""
            select achievement_number, project_number, source_kind, title_en, title_zh_hant, title_zh_hans, has_consent, source
            from portfolio.achievement
            where achievement_number = any ($1)
            """, connection) { Parameters = { new() { Value = numbers } } };
        var registered = new Dictionary<string, RecordAchievementInput>(StringComparer.Ordinal);
        await using var reader = await ask.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            registered.Add(reader.GetString(0), new()
            {
                AchievementNumber = reader.GetString(0),
                ProjectNumber = Text(1),
                SourceKind = reader.GetString(2),
                TitleEn = Text(3),
                TitleZhHant = Text(4),
                TitleZhHans = Text(5),
                HasConsent = reader.GetBoolean(6),
                Source = reader.GetString(7),
            });
        }

        return registered;

        string? Text(int at) => reader.IsDBNull(at) ? null : reader.GetString(at);
    }
}
