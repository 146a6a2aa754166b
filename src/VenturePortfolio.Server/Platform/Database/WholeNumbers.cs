using System.Numerics;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Exact terms of figures, which PostgreSQL keeps as numeric.</summary>
internal static class WholeNumbers
{
    /// <summary>A whole number. Most are no wider than a decimal, which ends at 7.9e28 and is read in half the time.</summary>
    public static Int128 GetWhole(this NpgsqlDataReader row, int at)
    {
        try
        {
            return (Int128)row.GetDecimal(at);
        }
        catch (OverflowException)
        {
            return (Int128)row.GetFieldValue<BigInteger>(at);
        }
    }
}
