using System.Collections.Frozen;

namespace VenturePortfolio.Server;

/// <summary>How roles are written in <c>portfolio.membership.role</c>, in the header <c>Vp-Role</c> and on the command line.</summary>
public static class RoleCodes
{
    private static readonly FrozenDictionary<string, Role> Roles = Enum.GetValues<Role>().ToFrozenDictionary(Code, StringComparer.Ordinal);

    public static string Code(this Role role) => role switch
    {
        Role.FundManager => "FUND_MANAGER",
        Role.Incubator => "INCUBATOR",
        Role.Policy => "POLICY",
        Role.Admin => "ADMIN",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };

    /// <summary>Null when no role is written like that.</summary>
    public static Role? Find(string code) => Roles.TryGetValue(code, out var role) ? role : null;
}
