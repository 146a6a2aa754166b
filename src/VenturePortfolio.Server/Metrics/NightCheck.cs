using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>Which nights are owed, for the doctor.</summary>
public static class NightCheck
{
    private const int Named = 5;

    public static async Task<IReadOnlyList<Diagnosis>> RunAsync(DatabaseLogins logins, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        var runs = new RunTable(logins);
        var state = await runs.ReadAsync(cancel);
        if (state.Nights.Count == 0)
        {
            return [await runs.HasSubjectsAsync(cancel)
                ? Diagnosis.Warn("Nights", "no night was ever computed, so reports have no published figures", "start the program, or run nightly")
                : Diagnosis.Ok("Nights", "there is nothing yet to compute figures of")];
        }

        var due = NightPlan.Due(state.Now, state.Nights).ToList();
        if (due.Count == 0)
        {
            return [Diagnosis.Ok("Nights", $"published up to {LocalDatePattern.Iso.Format(state.Nights.Max(night => night.BusinessDate))}")];
        }

        var dates = string.Join(", ", due.Take(Named).Select(night => LocalDatePattern.Iso.Format(night.BusinessDate)));
        var more = due.Count > Named ? $" and {due.Count - Named} more" : "";
        return [Diagnosis.Warn(
            "Nights",
            $"{due.Count} not published: {dates}{more}{await FailureAsync(logins, cancel)}",
            "the running program makes them up within five minutes; or run nightly --as-of with the date")];
    }

    private static async Task<string> FailureAsync(DatabaseLogins logins, CancellationToken cancel)
    {
        await using var command = logins.Job.CreateCommand(
            "select failure from metric_run where kind = 'NIGHTLY' and state = 'FAILED' order by business_date desc limit 1");
        return await command.ExecuteScalarAsync(cancel) is string failure ? $"; the last one failed: {failure}" : "";
    }
}
