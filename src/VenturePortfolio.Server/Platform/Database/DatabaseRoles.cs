namespace VenturePortfolio.Server;

/// <summary>Names of the database roles. One login per kind of user; nobody switches role at run time.</summary>
public static class DatabaseRoles
{
    /// <summary>Owns every table and function; cannot log in.</summary>
    public const string Owner = "vp_owner";

    public const string FundManager = "vp_fund_manager";
    public const string Incubator = "vp_incubator";
    public const string Policy = "vp_policy";
    public const string Admin = "vp_admin";

    /// <summary>Nightly run, seeds, imports, readiness.</summary>
    public const string Job = "vp_job";

    /// <summary>Quartz's tables, and nothing else.</summary>
    public const string Quartz = "vp_quartz";

    /// <summary>Migrations: the only login that acts as the owner.</summary>
    public const string Migrator = "vp_migrator";

    /// <summary>The private cluster's own superuser; used to create the roles and the database, never by a request.</summary>
    public const string Superuser = "vp_superuser";

    /// <summary>Logins behind requests of people; short timeouts, row security.</summary>
    public static IReadOnlyList<string> Api { get; } = [FundManager, Incubator, Policy, Admin];

    /// <summary>Every login this program uses.</summary>
    public static IReadOnlyList<string> Logins { get; } = [.. Api, Job, Quartz, Migrator];

    internal static IReadOnlyList<string> WithPassword { get; } = [Superuser, .. Logins];

    /// <summary>The login of a person's role.</summary>
    public static string LoginOf(Role role) => role switch
    {
        Role.FundManager => FundManager,
        Role.Incubator => Incubator,
        Role.Policy => Policy,
        Role.Admin => Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };
}
