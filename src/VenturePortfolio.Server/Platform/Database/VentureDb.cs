using Microsoft.EntityFrameworkCore;

namespace VenturePortfolio.Server;

/// <summary>
/// The write side's unit of work, on the connection and in the transaction of one operation; row security has the last
/// word on what it sees. It knows no tables: each slice's <c>…Mapping.cs</c> is found by its interface.
/// </summary>
public sealed class VentureDb(DbContextOptions<VentureDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("portfolio");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(VentureDb).Assembly);
    }
}
