namespace VenturePortfolio.Server;

/// <summary>Who asks: one person in one of their roles, for one operation.</summary>
/// <param name="PersonId">Key in <c>portfolio.person</c>; becomes <c>app.user_id</c> inside the transaction.</param>
/// <param name="Role">The role acted in; a person with several picks one per request.</param>
/// <param name="DisplayName">As typed by the person; never logged.</param>
/// <param name="Language">Language of messages: <c>zh-Hant</c>, <c>zh-Hans</c> or <c>en</c>.</param>
public sealed record Actor(Guid PersonId, Role Role, string DisplayName, string Language)
{
    /// <summary>A service key may be limited to reading: then no mutation runs, whatever the role.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Every use case begins with this line.</summary>
    /// <exception cref="AccessDeniedException">The actor's role is none of these.</exception>
    public void Require(params ReadOnlySpan<Role> roles)
    {
        if (!roles.Contains(Role))
        {
            throw new AccessDeniedException();
        }
    }
}
