using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>What is asked of <see cref="PullBuyOutPrice"/>. The id is a global id.</summary>
/// <param name="RateAnnual">The benchmark rate on the day of transfer, 0.0435 for 4.35 %; null for the one on record.</param>
/// <param name="KnownAt">Null for the closed horizon.</param>
public sealed record BuyOutQuery(string? SubFundId, LocalDate TransferOn, decimal? RateAnnual, Instant? KnownAt)
{
    /// <summary>Where the guidance fund joined by capital increase, the day its change was registered; null: years run from the fund's registration.</summary>
    public LocalDate? JoinedOn { get; init; }
}

/// <summary>What the guidance fund's share of a sub-fund costs by one rule.</summary>
/// <param name="OnRecord">Where the rate is from; null: it was given.</param>
/// <param name="Price">Absent where the rule gives none; then why.</param>
public sealed record BuyOutPrice(
    RuleDefinition Rule, Money Paid, LocalDate RegisteredOn, LocalDate TransferOn, decimal RateAnnual, LendingRate? OnRecord, Instant KnownAt, OrAbsent<Money> Price);

/// <summary>
/// What the guidance fund's share costs whoever buys it out on a day: by NF-27 where the fund chose it, else by NF-26. For policy staff of every
/// fund, for fund managers of their own. Errors: NOT_FOUND (subFundId); DATE_OUT_OF_RANGE (transferOn, joinedOn); RATE_OUT_OF_RANGE, NO_RATE_IN_FORCE, RATE_NOT_KEPT (rateAnnual); KNOWN_AT_NOT_CLOSED
/// (knownAt); NOTHING_RECORDED; REGISTRATION_MISSING, LEDGER_NOT_KEPT, GUIDANCE_UNPAID, GUIDANCE_IN_SEVERAL_CURRENCIES (subFundId).
/// </summary>
public sealed class PullBuyOutPrice(DatabaseLogins logins, IClock clock)
{
    private const string Ladder = "NF-26";
    private const string Chosen = "NF-27";

    /// <exception cref="AccessDeniedException">Incubators and administrators see no money of sub-funds.</exception>
    public async Task<Result<BuyOutPrice>> RunAsync(Actor actor, BuyOutQuery query, string requestId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        actor.Require(Role.Policy, Role.FundManager);
        var horizon = await KnownAt.ClosedHorizonAsync(logins.DataSourceOf(actor.Role), cancel);
        var today = HongKong.Today(clock);
        List<Error> errors = [.. new[]
        {
            FactDate.CheckUntil("transferOn", query.TransferOn, today.PlusYears(20)),
            RecordLendingRate.RateOutOfRange(query.RateAnnual),
            query.JoinedOn is { } joined ? FactDate.CheckUntil("joinedOn", joined, today) : null,
            query.KnownAt is { } asked ? QueryErrors.NotClosed("knownAt", asked, horizon) : null,
        }.OfType<Error>()];
        if (errors.Count > 0)
        {
            return errors;
        }

        var knownAt = KnownAt.Truncate(query.KnownAt ?? horizon);
        await using var snapshot = await FactSnapshot.OpenAsync(logins, actor, requestId, cancel);
        // What is dated later than today has not happened, whatever day the transfer is to be.
        var asOf = LocalDate.Min(query.TransferOn, today);
        var code = await CodeAsync(snapshot, query.SubFundId, cancel);
        var facts = code is null ? null : await PortfolioFactsLoad.ReadAsync(snapshot, asOf, knownAt, cancel, new FactScope(null, code));
        return facts?.Funds is [var fund] ? Of(fund.History, await RuleBook.ReadAsync(snapshot, asOf, knownAt, cancel), query, knownAt)
            : code is null ? NotFound.At("subFundId")
            : QueryErrors.NothingRecorded(asOf, knownAt);
    }

    private static Result<BuyOutPrice> Of(FundHistory fund, RuleBook book, BuyOutQuery query, Instant knownAt)
    {
        if ((query.JoinedOn ?? fund.Terms?.RegisteredOn) is not { } registered)
        {
            return new Error("REGISTRATION_MISSING", "subFundId", "The day of the fund's registration is not on record, and the ladder counts from it.");
        }

        if (!fund.IsLedgerKept)
        {
            return new Error(AbsentCode.LedgerNotKept, "subFundId", "The ledger of this fund is not kept here, so what the guidance fund paid is not known.");
        }

        var paid = fund.Flows(CashFlowKind.CapitalCall).Where(flow => fund.ClassOf(flow.Investor).IsGuidance).ToList();
        if (paid.Select(flow => flow.Amount.Currency).Distinct().Count() > 1)
        {
            return new Error("GUIDANCE_IN_SEVERAL_CURRENCIES", "subFundId", "The guidance fund paid in several currencies; the ladder knows one amount.");
        }

        var minor = paid.Aggregate(Int128.Zero, (sum, flow) => sum + ((Int128)flow.Effect * flow.Amount.Minor));
        if (minor <= 0 || minor > long.MaxValue)
        {
            return new Error("GUIDANCE_UNPAID", "subFundId", "The guidance fund has paid nothing into this fund.");
        }

        var code = book.Chosen[fund.SubFund].Contains(Chosen, StringComparer.Ordinal) ? Chosen : Ladder;
        if (book.Rules.FirstOrDefault(rule => rule.Code == code) is not { } rule)
        {
            return QueryErrors.NothingRecorded(fund.AsOf, knownAt);
        }

        var onRecord = query.RateAnnual is null ? book.LendingRates.Of(rule, query.TransferOn) : null;
        if ((query.RateAnnual ?? onRecord?.RateAnnual) is not { } rate)
        {
            return NoRate(code, query.TransferOn);
        }

        var amount = new Money((long)minor, paid[0].Amount.Currency);
        return new BuyOutPrice(
            rule, amount, registered, query.TransferOn, rate, onRecord, knownAt, BuyOutLadder.Of(rule).PriceOf(amount, registered, query.TransferOn, rate));
    }

    private static Error NoRate(string code, LocalDate on)
    {
        var day = LocalDatePattern.Iso.Format(on);
        return code == Ladder
            ? new Error("NO_RATE_IN_FORCE", "rateAnnual", $"No benchmark lending rate is on record for {day}. Give rateAnnual, or have it recorded by policy staff (recordLendingRate).").With("date", day)
            : new Error("RATE_NOT_KEPT", "rateAnnual", $"{code} reckons with the lending rate of the same period, which is not kept here. Give rateAnnual.").With("rule", code);
    }

    /// <summary>Null for a fund that is not there, or whose terms this reader may not see: the same answer.</summary>
    private static async Task<string?> CodeAsync(FactSnapshot snapshot, string? globalId, CancellationToken cancel) =>
        GlobalId.KeyOf(globalId, "SubFund") is not { } key ? null : (await snapshot.QueryAsync(
            $"select code from sub_fund f where id = '{key:D}' and exists (select from sub_fund_term t where t.sub_fund_id = f.id)",
            row => row.GetString(0), cancel)).FirstOrDefault();
}
