using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Who stands behind a token: found by (issuer, subject) in our own tables, remembered for at most 30 seconds.</summary>
/// <remarks>
/// A revoked membership is therefore refused 30 seconds later at the latest; row security itself reads memberships live.
/// Strangers are not remembered: somebody just admitted gets in at once.
/// </remarks>
public sealed class PersonDirectory(NpgsqlDataSource job) : IDisposable
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _people = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Null when we do not know this person.</summary>
    public async Task<Person?> FindAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        var key = (issuer, subject);
        if (_people.TryGetValue(key, out Person? known))
        {
            return known;
        }

        var person = await ReadAsync(issuer, subject, cancellationToken);
        if (person is not null)
        {
            _people.Set(key, person, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = RememberedFor, Size = 1 });
        }

        return person;
    }

    public void Dispose() => _people.Dispose();

    private async Task<Person?> ReadAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        await using var command = job.CreateCommand("""
            select p.id, p.display_name, p.language,
                   array(select distinct m.role::text from portfolio.membership m
                         where m.person_id = p.id and m.revoked_at is null)
            from portfolio.person p
            where p.issuer = $1 and p.subject = $2
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = issuer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var roles = reader.GetFieldValue<string[]>(3).Select(RoleCodes.Find).OfType<Role>().Order();
        return new Person(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), [.. roles]);
    }

    /// <param name="Roles">Of active memberships, in the order of <see cref="Role"/>; empty when there is none.</param>
    public sealed record Person(Guid Id, string DisplayName, string Language, IReadOnlyList<Role> Roles);
}
