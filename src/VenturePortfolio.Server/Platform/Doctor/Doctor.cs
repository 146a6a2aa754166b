using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Looks at everything the program stands on, in the order in which it stands on it, and changes nothing: neither roles nor
/// schema, and no data is made where there is none. A private PostgreSQL that does not run is started for the look, and
/// stopped after it.
/// </summary>
public sealed class Doctor(IReadOnlyList<DatabaseCheck> databaseChecks, TimeProvider time)
{
    public async Task<IReadOnlyList<Diagnosis>> ExamineAsync(IConfiguration configuration, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var found = new List<Diagnosis>();
        try
        {
            if (configuration.GetConnectionString("Portfolio") is { Length: > 0 } given)
            {
                await GivenAsync(given, configuration, found, cancel);
            }
            else
            {
                await PrivateAsync(configuration, found, cancel);
            }
        }
        catch (PlainException plain)
        {
            found.Add(Diagnosis.Wrong("PostgreSQL", plain.Message, "put that right, then ask again"));
        }

        return found;
    }

    private async Task GivenAsync(string given, IConfiguration configuration, List<Diagnosis> found, CancellationToken cancel)
    {
        var address = new NpgsqlConnectionStringBuilder(given);
        DatabaseLogins.RefuseLeaks(address);
        found.Add(Diagnosis.Ok("Connection", $"{address.Database} on {address.Host}"));
        var passwords = PortfolioDatabase.PasswordFileOf(configuration);
        if (!File.Exists(passwords) && DatabaseRoles.Api.Any(login => Environment.GetEnvironmentVariable(DatabaseSecrets.VariableOf(login)) is null or ""))
        {
            found.Add(Diagnosis.Wrong("Passwords", $"there is no {passwords}", "run migrate once, or restore the file, or give the passwords by VP_PASSWORD_…"));
            return;
        }

        await using var logins = new DatabaseLogins(address, DatabaseSecrets.LoadOrCreate(passwords), migratorIsGiven: true);
        await DatabaseAsync(logins, found, cancel);
    }

    private async Task PrivateAsync(IConfiguration configuration, List<Diagnosis> found, CancellationToken cancel)
    {
        var configured = PortfolioDatabase.ConfiguredDirectory(configuration);
        if (configured is not null && !Directory.Exists(configured))
        {
            found.Add(Diagnosis.Warn("Data folder", $"there is no {configured}", "none: the first start makes it, if the name is right"));
            return;
        }

        var (directory, account) = await ClusterDirectory.ChooseAsync(configured, ClusterDirectory.Checkout(), cancel);
        found.AddRange(await FolderChecks.RunAsync(directory, account, cancel));
        if (found.Any(each => each.Soundness == Soundness.Wrong) || found.Any(each => each is { Subject: "Data", Soundness: Soundness.Warn }))
        {
            return;
        }

        await using var cluster = await PrivateCluster.StartAsync(new() { Directory = directory.Root }, cancel);
        found.Add(Diagnosis.Ok("PostgreSQL", $"{cluster.Version}, {(cluster.Adopted ? "running" : "started for this look")}"));
        await using var logins = new DatabaseLogins(cluster.Address(PortfolioDatabase.Name), cluster.Secrets);
        await DatabaseAsync(logins, found, cancel);
    }

    private async Task DatabaseAsync(DatabaseLogins logins, List<Diagnosis> found, CancellationToken cancel)
    {
        found.AddRange(await ServerChecks.LoginsAsync(logins, cancel));
        if (found.Any(each => each is { Subject: ServerChecks.SignIn, Soundness: Soundness.Wrong }))
        {
            return; // Nothing can be asked.
        }

        found.AddRange(await ServerChecks.RunAsync(logins, time, cancel));
        var schema = await ServerChecks.SchemaAsync(logins, cancel);
        found.Add(schema);
        if (schema.Soundness != Soundness.Ok)
        {
            return; // The tables asked below may not be there yet.
        }

        foreach (var check in databaseChecks)
        {
            found.AddRange(await check(logins, cancel));
        }
    }
}
