using Microsoft.Extensions.Logging;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>What every rule says of one sub-fund at a pair of dates.</summary>
public sealed record RuleReport(Guid SubFund, LocalDate AsOf, Instant KnownAt, IReadOnlyList<FundVerdict> Verdicts);

/// <summary>
/// Every rule judged of one sub-fund at any pair of dates, as the night judges it: for policy staff of any, for fund managers of their own.
/// Errors: AS_OF_IN_FUTURE, KNOWN_AT_NOT_CLOSED, NOT_FOUND (subFundId), NOTHING_RECORDED.
/// </summary>
public sealed partial class PullRuleReport(DatabaseLogins logins, IClock clock, ILogger<PullRuleReport> log)
{
    /// <param name="subFund">Global id.</param>
    /// <param name="known">Null for the closed horizon.</param>
    /// <exception cref="AccessDeniedException">Incubators and administrators see no rules of sub-funds.</exception>
    public async Task<Result<RuleReport>> RunAsync(
        Actor actor, string? subFund, LocalDate asOf, Instant? known, string requestId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Role.Policy, Role.FundManager);
        var horizon = await KnownAt.ClosedHorizonAsync(logins.DataSourceOf(actor.Role), cancel);
        List<Error> errors = [.. new[]
        {
            QueryErrors.InFuture(asOf, HongKong.Today(clock)),
            known is { } instant ? QueryErrors.NotClosed("knownAt", instant, horizon) : null,
        }.OfType<Error>()];
        if (errors.Count > 0)
        {
            return errors;
        }

        var knownAt = KnownAt.Truncate(known ?? horizon);
        await using var snapshot = await FactSnapshot.OpenAsync(logins, actor, requestId, cancel);
        var mine = actor.Role == Role.Policy ? "true" : "id = any ((select app.my_sub_funds())::uuid[])";
        var code = GlobalId.KeyOf(subFund, "SubFund") is { } id
            ? (await snapshot.QueryAsync($"select code from sub_fund where id = '{id:D}' and {mine}", row => row.GetString(0), cancel)).FirstOrDefault()
            : null;
        if (code is null)
        {
            return NotFound.At("subFundId");
        }

        if (asOf < KnownAt.FirstFact || knownAt < KnownAt.FirstRecord)
        {
            return QueryErrors.NothingRecorded(asOf, knownAt);
        }

        var facts = await PortfolioFactsLoad.ReadAsync(snapshot, asOf, knownAt, cancel, new FactScope(null, code));
        if (facts.Funds is not [var fund])
        {
            return QueryErrors.NothingRecorded(asOf, knownAt);
        }

        var held = fund.History.Investments.Select(row => row.Startup.Value).Distinct().ToList();
        var startups = await StartupFactsLoad.ReadAsync(snapshot, asOf, knownAt, cancel, StartupScope.Of(held, []));
        var book = await RuleBook.ReadAsync(snapshot, asOf, knownAt, cancel);
        return new RuleReport(fund.Id.Value, asOf, knownAt, [.. NightVerdicts.Of(facts, startups.SelectMany(StartupFactsLoad.LinksOf), book, LogRuleFailed)]);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Rule} of {Fund} failed and is unknown.")]
    private partial void LogRuleFailed(string fund, string rule, Exception error);
}
