using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Whom a target is of: exactly one of these, a group with its key.</summary>
/// <param name="GroupBy">TOTAL, VINTAGE, MANAGER, SECTOR.</param>
/// <param name="GroupKey">As a leverage report has it.</param>
public sealed record TargetSubject(
    Guid? Programme = null, Guid? SubFund = null, Guid? Incubator = null, Guid? Startup = null, string? GroupBy = null, string? GroupKey = null)
{
    /// <summary>SQL of what <see cref="TargetCard"/>s are found by, of a row of the table.</summary>
    internal const string Sql = "coalesce(sub_fund_id::text, programme_id::text, incubator_id::text, startup_id::text, group_by || ' ' || group_key)";

    private static readonly string TotalName = LeverageGroupBy.Total.Print();

    /// <summary>As <see cref="Sql"/>.</summary>
    internal static string Of(Guid subject) => subject.ToString("D");

    /// <summary>Everything, in reports of leverage and of milestones.</summary>
    internal static string Total { get; } = $"{TotalName} {TotalName}";

    /// <summary>
    /// Of a group of a leverage report; null where it is another than targets are of: a part of it under a scope, or a reader's own funds alone. A manager's
    /// pool is the same whoever asks.
    /// </summary>
    /// <param name="subject">The programme or sub-fund that it is.</param>
    /// <param name="startup">Where groups are startups.</param>
    internal static string? Of(LeverageQuery query, string key, Guid? subject, Guid? startup, bool isWhole) =>
        subject is { } own ? Of(own)
        : query is not { Programme: null, SubFund: null } ? null
        : query.GroupBy == LeverageGroupBy.Manager || (isWhole && query.GroupBy is LeverageGroupBy.Total or LeverageGroupBy.Vintage or LeverageGroupBy.Sector)
            ? $"{query.GroupBy.Print()} {key}"
        : isWhole && query.GroupBy == LeverageGroupBy.Startup && startup is { } one ? Of(one)
        : null;

    /// <summary>Whether any report tells such a figure of it.</summary>
    internal bool Tells(Metric metric)
    {
        var (isOfFunds, isOfOne) = (metric.Subject == MetricSubject.SubFund, metric.Subject is MetricSubject.Startup or MetricSubject.StartupOrIncubator);
        return GroupBy is { } by ? LeverageGroupByText.Parse(by) switch
            {
                LeverageGroupBy.Total => metric.Subject != MetricSubject.Startup,
                LeverageGroupBy.Sector => isOfFunds && metric.IsOfDeals,
                _ => isOfFunds,
            }
            : Startup is not null ? isOfOne || (isOfFunds && metric.IsOfDeals)
            : Incubator is null || metric.Subject != MetricSubject.Startup;
    }

    /// <summary>The field that names it, where nothing is there; null where it is.</summary>
    internal async Task<string?> MissingAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var (path, sql, key) = this switch
        {
            { Programme: { } id } => ("programmeId", "select from programme where id = $1", (object)id),
            { SubFund: { } id } => ("subFundId", "select from sub_fund where id = $1", id),
            { Incubator: { } id } => ("incubatorId", "select from incubator where id = $1", id),
            { Startup: { } id } => ("startupId", "select from startup where id = $1", id),
            { GroupBy: "VINTAGE" } => ("groupKey", "select from sub_fund where vintage::text = $1", GroupKey!),
            { GroupBy: "MANAGER" } => ("groupKey", "select from sub_fund where manager_id::text = $1", GroupKey!),
            { GroupBy: "SECTOR" } => ("groupKey", "select from sector where code = $1", GroupKey!),
            _ => ("groupKey", "select where $1 = 'TOTAL'", GroupKey!),
        };
        await using var command = new NpgsqlCommand($"select exists ({sql})", transaction.Connection, transaction) { Parameters = { new() { Value = key } } };
        return (bool)(await command.ExecuteScalarAsync(cancel))! ? null : path;
    }
}
