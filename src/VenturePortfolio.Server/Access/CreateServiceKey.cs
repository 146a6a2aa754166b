using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>A key for a program of an organisation, as typed.</summary>
public sealed record CreateServiceKeyInput
{
    public string? OrganisationId { get; init; }

    public string? Name { get; init; }

    /// <summary>The role of the organisation's own kind; never ADMIN.</summary>
    public string? Role { get; init; }

    /// <summary>Limited to queries.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The last day it works, in Hong Kong: tomorrow at the earliest, in 365 days at the latest.</summary>
    public required LocalDate ExpiresOn { get; init; }
}

/// <summary>
/// An administrator gives out a service key. Gives the key of its row, and the secret, which is stored nowhere. Errors: those
/// of <see cref="Idempotent"/>; REQUIRED, TEXT_TOO_LONG, INVALID_TEXT (name); EXPIRY_OUT_OF_RANGE (expiresOn); NOT_FOUND
/// (organisationId); ROLE_NOT_OF_ORGANISATION (role).
/// </summary>
public sealed class CreateServiceKey(VentureDbPool pool, IClock clock)
{
    /// <summary>Who vouches for the persons that keys act as; no token can.</summary>
    public const string Issuer = "urn:venture-portfolio:service-key";

    private const string Operation = "CREATE_SERVICE_KEY";

    private const int DaysMax = 365;

    /// <returns>The secret is null when refused, and when the same was asked for before: nobody has it any more.</returns>
    /// <exception cref="AccessDeniedException">The actor is no administrator.</exception>
    public async Task<(Result<Guid> Key, string? Secret)> RunAsync(
        Actor actor, CreateServiceKeyInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Admin);
        List<Error> errors = [.. new[] { TypedText.CheckName("name", input.Name), ExpiryError(input.ExpiresOn) }.OfType<Error>()];
        if (errors.Count > 0)
        {
            return (errors, null);
        }

        string? secret = null;
        await using var db = await pool.LendAsync(transaction, cancel);
        return (await Idempotent.RunAsync(db, actor, Operation, idempotencyKey, input, ActAsync, cancel), secret);

        async Task<Result<Guid>> ActAsync()
        {
            var organisation = GlobalId.KeyOf(input.OrganisationId, "Organisation");
            var kind = await db.Database.SqlQuery<string>($"""select kind::text as "Value" from organisation where id = {organisation}""")
                .SingleOrDefaultAsync(cancel);
            if (kind is null)
            {
                return NotFound.At("organisationId");
            }

            if (input.Role != RoleOf(kind))
            {
                return new Error("ROLE_NOT_OF_ORGANISATION", "role", $"A key of a body of kind {kind} cannot act as {input.Role}.");
            }

            secret = ServiceKeySecret.Create();
            return await StoreAsync(db, actor, input, organisation!.Value, secret, cancel);
        }
    }

    private static async Task<Guid> StoreAsync(
        VentureDb db, Actor actor, CreateServiceKeyInput input, Guid organisation, string secret, CancellationToken cancel)
    {
        var (key, person) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var expiresAt = input.ExpiresOn.PlusDays(1).AtMidnight().WithOffset(Offset.FromHours(8)).ToInstant();
        await db.Database.ExecuteSqlAsync(
            $"insert into person (id, display_name, issuer, subject) values ({person}, {input.Name}, {Issuer}, {key.ToString("D")})", cancel);
        await db.Database.ExecuteSqlAsync(
            $"insert into membership (person_id, organisation_id, role) values ({person}, {organisation}, {input.Role})", cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into service_key (id, person_id, organisation_id, role, name, is_read_only, prefix, created_by, expires_at)
            values ({key}, {person}, {organisation}, {input.Role}, {input.Name}, {input.ReadOnly}, {ServiceKeySecret.ShownOf(secret)},
                {actor.PersonId}, {expiresAt})
            """, cancel);
        await db.Database.ExecuteSqlAsync(
            $"insert into service_key_hash (service_key_id, hash) values ({key}, {ServiceKeySecret.HashOf(secret)})", cancel);
        return key;
    }

    private Error? ExpiryError(LocalDate expiresOn)
    {
        var (first, last) = (HongKong.Today(clock).PlusDays(1), HongKong.Today(clock).PlusDays(DaysMax));
        return expiresOn >= first && expiresOn <= last
            ? null
            : new Error("EXPIRY_OUT_OF_RANGE", "expiresOn", $"A key must expire between {first} and {last}.")
                .With("first", LocalDatePattern.Iso.Format(first)).With("last", LocalDatePattern.Iso.Format(last));
    }

    /// <summary>What programs of such a body may be; null: it has none. Operators' are administrators, and those are human.</summary>
    private static string? RoleOf(string kind) => kind switch
    {
        "FUND_MANAGER" => Role.FundManager.Code(),
        "INCUBATOR" => Role.Incubator.Code(),
        "POLICY_BODY" => Role.Policy.Code(),
        _ => null,
    };
}
