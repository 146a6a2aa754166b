using Npgsql;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>What there is to ask for in an invented world; the n-th request asks for the n-th, spread over the whole.</summary>
internal sealed record WorldKeys(IReadOnlyList<string> Funds, IReadOnlyList<string> Codes, IReadOnlyList<string> Sectors, string Manager)
{
    private const int Stride = 37; // Neighbours in the requests are no neighbours in the world.

    public string Fund(int n) => Funds[n * Stride % Funds.Count];

    /// <summary>A code with fifty funds from it on.</summary>
    public string Code(int n) => Codes[n * Stride % Math.Max(1, Codes.Count - 50)];

    public string Sector(int n) => Sectors[n * Stride % Sectors.Count];

    public static async Task<WorldKeys> ReadAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        return new(
            await ReadAsync("select id::text from portfolio.sub_fund where code like 'SCALE-%' order by code"),
            await ReadAsync("select code::text from portfolio.sub_fund where code like 'SCALE-%' order by code"),
            await ReadAsync("select sector_code::text from portfolio.startup where stage = 'GROWTH' group by 1 order by count(*) desc, 1 limit 20"),
            (await ReadAsync("select m.organisation_id::text from portfolio.membership m join portfolio.person p on p.id = m.person_id " +
                $"where p.subject = '{ScaleWorld.FundManager(1)}'"))[0]);

        async Task<string[]> ReadAsync(string sql)
        {
            await using var command = job.CreateCommand($"select coalesce(array_agg(one), '{{}}') from ({sql}) as list(one)");
            return (string[])(await command.ExecuteScalarAsync(cancel))!;
        }
    }
}
