using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>The invented people for whom the program itself may vouch.</summary>
public static class DemoPeople
{
    /// <summary>A day of work; a token that is lost is soon worth nothing.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(12);

    /// <summary>Those with an active membership, by role, then by subject; empty when the demo is not loaded.</summary>
    public static async Task<IReadOnlyList<DemoPerson>> ReadAsync(NpgsqlDataSource job, CancellationToken cancellationToken)
    {
        await using var command = job.CreateCommand("""
            select p.subject, p.display_name, m.role::text, o.name_en
            from portfolio.person p
            join portfolio.membership m on m.person_id = p.id and m.revoked_at is null
            join portfolio.organisation o on o.id = m.organisation_id
            where p.issuer = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DemoIssuer.Name });
        var people = new List<DemoPerson>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (RoleCodes.Find(reader.GetString(2)) is { } role)
            {
                people.Add(new DemoPerson(reader.GetString(0), reader.GetString(1), role, reader.GetString(3)));
            }
        }

        return [.. people.OrderBy(person => person.Role).ThenBy(person => person.Subject, StringComparer.Ordinal)];
    }
}

/// <param name="Subject">The person's name in tokens and on the command line.</param>
public sealed record DemoPerson(string Subject, string DisplayName, Role Role, string Organisation);
