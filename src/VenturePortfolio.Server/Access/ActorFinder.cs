using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;

namespace VenturePortfolio.Server;

/// <summary>Turns a request into the actor it is made by, before anything else of it is read.</summary>
public sealed class ActorFinder(PersonDirectory people, ServiceKeyDirectory keys, VerifiedTokens verified)
{
    /// <summary>Chooses one of a person's roles: <c>FUND_MANAGER</c>, <c>INCUBATOR</c>, <c>POLICY</c> or <c>ADMIN</c>.</summary>
    public const string RoleHeader = "Vp-Role";

    /// <summary>
    /// Answers 401 for want of a valid token (the challenge header is set), 403 when we do not know the person in that role,
    /// 503 (with Retry-After) when the issuer's keys could never be fetched, so that nobody can tell.
    /// </summary>
    public async Task<ActorAnswer> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var token = ClaimedToken.TextOf(context.Request);
        if (token is not null && ServiceKeySecret.Is(token))
        {
            return await FindByKeyAsync(context, token, cancellationToken);
        }

        if (token is not null && verified.Find(token) is { } holder)
        {
            return await FindAsync(context, holder.Issuer, holder.Subject, cancellationToken);
        }

        var ticket = await context.AuthenticateAsync(SignIn.Scheme);
        if (ticket.Failure is IssuerUnreachableException)
        {
            context.Response.Headers.RetryAfter = IssuerKeys.RetryEvery.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return ActorAnswer.Refused(StatusCodes.Status503ServiceUnavailable, "SIGN_IN_UNAVAILABLE");
        }

        if (!ticket.Succeeded)
        {
            await context.ChallengeAsync(SignIn.Scheme);
            return ActorAnswer.Refused(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED");
        }

        var issuer = ticket.Principal.FindFirst(JwtRegisteredClaimNames.Iss)?.Value ?? "";
        var subject = ticket.Principal.FindFirst(JwtRegisteredClaimNames.Sub)?.Value ?? "";
        if (token is not null)
        {
            verified.Remember(token, issuer, subject, ticket.Properties?.ExpiresUtc);
        }

        return await FindAsync(context, issuer, subject, cancellationToken);
    }

    private async Task<ActorAnswer> FindAsync(HttpContext context, string issuer, string subject, CancellationToken cancellationToken)
    {
        var person = await people.FindAsync(issuer, subject, cancellationToken);
        if (person is null)
        {
            return ActorAnswer.Refused(StatusCodes.Status403Forbidden, "UNKNOWN_PERSON");
        }

        if (person.Roles is [])
        {
            return ActorAnswer.Refused(StatusCodes.Status403Forbidden, "NO_MEMBERSHIP", person.Id);
        }

        return Chosen(context.Request, person.Roles) is { } role
            ? new ActorAnswer(new Actor(person.Id, role, person.DisplayName, Languages.Of(context.Request, person.Language)))
            : ActorAnswer.Refused(StatusCodes.Status403Forbidden, "ROLE_NOT_HELD", person.Id);
    }

    private async Task<ActorAnswer> FindByKeyAsync(HttpContext context, string secret, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(secret, cancellationToken) is not { } holder)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return ActorAnswer.Refused(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED");
        }

        var actor = new Actor(holder.PersonId, holder.Role, holder.DisplayName, Languages.Of(context.Request, holder.Language))
        {
            IsReadOnly = holder.IsReadOnly,
        };
        return Chosen(context.Request, [holder.Role]) is null
            ? ActorAnswer.Refused(StatusCodes.Status403Forbidden, "ROLE_NOT_HELD", holder.PersonId)
            : new ActorAnswer(actor);
    }

    private static Role? Chosen(HttpRequest request, IReadOnlyList<Role> held)
    {
        if (!request.Headers.TryGetValue(RoleHeader, out var wanted))
        {
            return held[0];
        }

        return RoleCodes.Find(wanted.ToString()) is { } role && held.Contains(role) ? role : null;
    }
}

/// <summary>Either an actor, or the HTTP status and the stable code to refuse with; the code has its text in the messages.</summary>
public sealed record ActorAnswer(Actor? Actor, int Status = StatusCodes.Status200OK, string? Code = null)
{
    /// <summary>Who was refused, for the security chain; null when nobody known stands behind it.</summary>
    public Guid? RefusedPerson { get; private init; }

    public static ActorAnswer Refused(int status, string code, Guid? person = null) => new(Actor: null, status, code) { RefusedPerson = person };
}
