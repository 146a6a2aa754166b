using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>seed --scale S|L|XL</c>: an invented world of a stated size, for measuring. Beside reference lists and exchange rates it stands
/// alone: what is invented and what is real are never added up in one report.
/// </summary>
public static class SeedScale
{
    /// <exception cref="PlainException">No such size, or the database holds something else; it names what.</exception>
    public static async Task RunAsync(DatabaseLogins logins, string name, ProgressLines progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        ArgumentNullException.ThrowIfNull(progress);
        var size = ScaleSize.Named(name);
        if (await StrangerAsync(logins.Job, cancel) is { } stranger)
        {
            throw new PlainException(
                $"This database holds {stranger}. seed --scale makes an invented world that must not mix with other facts: "
                + "give it a database of its own, for example --data FOLDER.");
        }

        progress.Say("Scale", $"{size.Name}: an invented world for measuring; it describes nobody");
        await progress.StepAsync("Reference", () => SeedReference.RunAsync(logins.Job, cancel), outcome => outcome.ToString());
        await progress.StepAsync("Rates", () => SeedPublic.RunRatesAsync(logins.Job, cancel), outcome => outcome.ToString());
        await ScaleWorld.LoadAsync(logins, size, progress, cancel);
    }

    /// <summary>Whether such a world was loaded, or begun.</summary>
    public static async Task<bool> IsThereAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(job);
        await using var command = job.CreateCommand("select exists (select from programme where source = $1)");
        command.Parameters.Add(new() { Value = ScaleFacts.Source });
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Anything that is no part of such a world; null where there is nothing.</summary>
    private static async Task<string?> StrangerAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        await using var command = job.CreateCommand(
            """
            select what
            from (
                (select 'programme ' || code as what from programme where source <> $1 order by code limit 1)
                union all
                (select 'sub-fund ' || code from sub_fund where source <> $1 order by code limit 1)
                union all
                (select 'startup ' || code from startup where source <> $1 order by code limit 1)
                union all
                (select 'incubator ' || code from incubator where source <> $1 order by code limit 1)
                union all
                (select 'organisation ' || name_en from organisation where source <> $1 order by name_en limit 1)) stranger
            limit 1
            """);
        command.Parameters.Add(new() { Value = ScaleFacts.Source });
        return await command.ExecuteScalarAsync(cancel) as string;
    }
}
