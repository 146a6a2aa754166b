using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>The definitions this program computes by.</summary>
internal static class Definitions
{
    /// <summary>Of all keys and revisions: two programs with the same one compute the same figures.</summary>
    public static string Identity { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', MetricCatalog.All.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key}@{metric.Revision}")))))[..8]);
}
