using System.Globalization;
using System.Text;
using System.Text.Json;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>One query, asked by one person with many different variables, so that no answer is asked for twice running.</summary>
/// <param name="RowsMin">Objects that have an <c>id</c> in the first answer at the least: a shape that answers nothing measures nothing.</param>
internal sealed record QueryShape(string Name, string Subject, int RowsMin, IReadOnlyList<byte[]> Bodies)
{
    public const int Variants = 128;

    private const string PointLookUp =
        """
        query ($id: ID!) {
          subFund(id: $id) {
            id code nameEn nameZhHant vintage status jurisdiction
            announcedSize { amount currency }
            manager { id nameEn }
            programme { id code nameEn }
          }
        }
        """;

    private const string NewestFlows =
        """
        query ($where: SubFundFilter) {
          subFunds(first: 50, where: $where, orderBy: [CODE_ASC]) {
            nodes {
              id code nameEn
              cashFlows(first: 10, orderBy: [EFFECTIVE_ON_DESC]) {
                nodes { id kind effectiveOn recordedAt amount { amount currency } investor { id nameEn } }
              }
            }
          }
        }
        """;

    private const string Milestones =
        """
        query ($sector: String!) {
          startups(first: 100, where: { stage: { eq: GROWTH }, sector: { code: { eq: $sector } } }, orderBy: [CODE_ASC]) {
            nodes {
              id code nameEn stage
              milestones(first: 10, orderBy: [RECORDED_AT_DESC]) {
                nodes { id title dueOn recordedAt kind { code nameEn } }
              }
            }
          }
        }
        """;

    /// <summary>The three shapes of the read engine's design; the second as policy staff and as a manager of some 22 funds.</summary>
    public static IReadOnlyList<QueryShape> All(WorldKeys keys) =>
    [
        Make("1 sub-fund with manager and programme", ScaleWorld.PolicyStaff, 3, PointLookUp,
            n => new { id = GlobalId("SubFund", keys.Fund(n)) }),
        Make("50 funds x 10 newest flows, policy staff", ScaleWorld.PolicyStaff, 550, NewestFlows,
            n => new { where = new { code = new { gte = keys.Code(n) } } }),
        Make("own 22 funds x 10 newest flows, manager", ScaleWorld.FundManager(1), 220, NewestFlows,
            n => new { where = new { manager = new { id = new { eq = GlobalId("Organisation", keys.Manager) } }, vintage = new { lt = 2100 + n } } }),
        Make("100 filtered startups x milestones", ScaleWorld.PolicyStaff, 1_000, Milestones,
            n => new { sector = keys.Sector(n) }),
    ];

    /// <summary>The same asked for as known at an instant.</summary>
    public QueryShape PinnedAt(string knownAt) => this with
    {
        Bodies = [.. Bodies.Select(body => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body)
            .Replace("cashFlows(", $"cashFlows(asOf: \\\"{DayOf(knownAt)}\\\", knownAt: \\\"{knownAt}\\\", ", StringComparison.Ordinal)
            .Replace("milestones(", $"milestones(knownAt: \\\"{knownAt}\\\", ", StringComparison.Ordinal)))],
    };

    /// <param name="variables">Of the n-th request.</param>
    public static QueryShape Make(string name, string subject, int rowsMin, string query, Func<int, object> variables) =>
        new(name, subject, rowsMin, [.. Enumerable.Range(0, Variants).Select(n => JsonSerializer.SerializeToUtf8Bytes(new { query, variables = variables(n) }))]);

    private static string GlobalId(string type, string id) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{type}:{id}"));

    /// <summary>In Hong Kong: lists refuse days to come.</summary>
    private static string DayOf(string knownAt) =>
        DateTimeOffset.Parse(knownAt, CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
