using System.CommandLine;

namespace VenturePortfolio.Server;

/// <summary>Brings the roles and the schema up to date and stops; says what it did.</summary>
public static class MigrateCommand
{
    public static Command Create() => PortfolioCommand.CreateWithDatabase(
        "migrate",
        "Create the roles and bring the database to this program's schema",
        (_, _, _) => Task.FromResult(0));
}
