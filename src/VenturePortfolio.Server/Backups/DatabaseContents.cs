using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>How much a table holds, and of what.</summary>
/// <param name="Table">With its schema.</param>
/// <param name="Rows">How many.</param>
/// <param name="Digest">Sum of a hash of every row: equal when the rows are, in whatever order.</param>
public sealed record TableContents(string Table, long Rows, string Digest);

/// <summary>Money of one kind in one currency.</summary>
/// <param name="Table">Where it stands.</param>
/// <param name="Kind">Of the row; "all" where rows have no kind.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Rows">How many.</param>
/// <param name="Minor">Sum of the amounts in minor units, as text: it may be wider than any number type.</param>
public sealed record MoneyContents(string Table, string Kind, string Currency, long Rows, string Minor);

/// <summary>Everything a database holds, counted, summed and hashed at one moment. Two that are equal hold the same.</summary>
public sealed record DatabaseContents
{
    private const string Tables =
        """
        select format('%I.%I', schemaname, tablename)
        from pg_tables
        where schemaname = 'portfolio' or schemaname = 'migration' and tablename = 'applied_script'
        order by 1
        """;

    private const string Sums =
        """
        select 'cash_flow', case when reverses_seq is null then kind else kind || ' reversed' end, currency, count(*), sum(amount_minor)::text from cash_flow group by 1, 2, 3
        union all
        select 'commitment', case when reverses_id is null then kind else kind || ' reversed' end, currency, count(*), sum(amount_minor)::text from commitment group by 1, 2, 3
        union all
        select 'investment', instrument, currency, count(*), sum(amount_minor)::text from investment group by 1, 2, 3
        union all
        select 'valuation', method, currency, count(*), sum(value_minor)::text from valuation group by 1, 2, 3
        union all
        select 'reported_nav', 'all', currency, count(*), sum(nav_minor)::text from reported_nav group by 1, 2, 3
        union all
        select 'support_transaction', 'public funds', currency, count(*), sum(public_funds_minor)::text from support_transaction group by 1, 2, 3
        order by 1, 2, 3
        """;

    public required IReadOnlyList<TableContents> Rows { get; init; }

    public required IReadOnlyList<MoneyContents> Money { get; init; }

    public required IReadOnlyList<ChainHead> Chains { get; init; }

    /// <summary>Every published run with the hash of its figures.</summary>
    public required IReadOnlyList<RunDigest> Runs { get; init; }

    public static async Task<DatabaseContents> ReadAsync(FactSnapshot snapshot, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        // A row's text must not depend on the server's settings.
        await snapshot.EachAsync(
            "select set_config(name, value, true) from (values ('datestyle', 'ISO, YMD'), ('timezone', 'UTC'), ('bytea_output', 'hex'), ('extra_float_digits', '1')) s (name, value)",
            _ => { },
            cancel);
        var rows = new List<TableContents>();
        foreach (var table in await snapshot.QueryAsync(Tables, row => row.GetString(0), cancel))
        {
            rows.AddRange(await snapshot.QueryAsync(
                $"select count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)::text from {table} t",
                row => new TableContents(table, row.GetInt64(0), row.GetString(1)),
                cancel));
        }

        return new()
        {
            Rows = rows,
            Money = await snapshot.QueryAsync(
                Sums, row => new MoneyContents(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4)), cancel),
            Chains = await ChainHead.ReadAllAsync(snapshot, cancel),
            Runs = await RunDigest.ReadAsync(snapshot, "true", cancel),
        };
    }

    /// <summary>In which other contents differ from these, in plain words; empty when they are the same.</summary>
    public IReadOnlyList<string> DifferencesOf(DatabaseContents other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return
        [
            .. Differences(Rows, other.Rows, table => table.Table, table => $"{Number(table.Rows)} rows, digest {table.Digest}"),
            .. Differences(Money, other.Money, sum => $"{sum.Table}, {sum.Kind} in {sum.Currency}", sum => $"{Number(sum.Rows)} rows, {sum.Minor} minor units"),
            .. Differences(Chains, other.Chains, head => $"chain {head.Name}", head => $"entry {head.Seq}, hash {head.Hash}"),
            .. Differences(Runs, other.Runs, run => $"run {run.Run} of {run.BusinessDate}, known at {run.KnownAt}", run => $"{Number(run.Values)} figures, digest {run.Digest}"),
        ];
    }

    private static IEnumerable<string> Differences<T>(IEnumerable<T> here, IEnumerable<T> there, Func<T, string> name, Func<T, string> value)
    {
        var found = there.ToDictionary(name, value, StringComparer.Ordinal);
        foreach (var expected in here)
        {
            found.Remove(name(expected), out var other);
            if (other != value(expected))
                yield return $"{name(expected)}: {value(expected)} expected, {other ?? "nothing"} found";
        }

        foreach (var (extra, what) in found)
            yield return $"{extra}: nothing expected, {what} found";
    }

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
