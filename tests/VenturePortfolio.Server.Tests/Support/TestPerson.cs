namespace VenturePortfolio.Server.Tests;

/// <summary>The people every running server knows. Each organisation is its own, so that nobody sees another's by accident.</summary>
public enum TestPerson
{
    Manager,
    OtherManager,
    Incubator,
    OtherIncubator,
    Policy,
    Admin,

    /// <summary>Fund manager and policy staff at once.</summary>
    ManagerAndPolicy,

    /// <summary>Known, but all memberships were revoked.</summary>
    Former,
}
