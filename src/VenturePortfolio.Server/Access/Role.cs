namespace VenturePortfolio.Server;

/// <summary>
/// Why a person is here; decides which database login, and so which row policies, their operations run under.
/// The order is the one in which a person with several roles gets a default: the narrowest first.
/// </summary>
public enum Role
{
    FundManager,
    Incubator,
    Policy,
    Admin,
}
