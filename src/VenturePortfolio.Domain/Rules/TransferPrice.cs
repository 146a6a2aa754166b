namespace VenturePortfolio;

/// <summary>
/// NF-26 and NF-27: the guidance fund's share is not transferred below what <see cref="BuyOutLadder"/> reckons from what the guidance fund had paid in by the day of
/// the transfer; the price as stated, the rate as on record for that day, and as stated only where none is: whoever states a price does not choose the rate it is
/// measured by. The first of the standing statements that is below decides. Each is taken for a transfer of the whole share; progress is
/// the price of what is reckoned. Source: domain notes 1.2 and 1.4.
/// </summary>
internal static class TransferPrice
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts, RuleStatement newest)
    {
        if (!facts.Fund.IsLedgerKept)
        {
            return Verdict.Unknown(Disclosure.LedgerNotKept) with { Evidence = [newest.Evidence] };
        }

        var verdicts = facts.StatementsOf(rule.Code).Select(transfer => Of(rule, facts, transfer)).ToList();
        return verdicts.Find(verdict => verdict.Status == VerdictStatus.Breach)
            ?? verdicts.Find(verdict => verdict.Status == VerdictStatus.Unknown)
            ?? verdicts[0];
    }

    private static Verdict Of(RuleDefinition rule, RuleFacts facts, RuleStatement transfer)
    {
        if (facts.Fund.Terms?.RegisteredOn is not { } registered)
        {
            return transfer.Says(VerdictStatus.Unknown, "the day of registration is not on record");
        }

        var paid = facts.Fund.Flows(CashFlowKind.CapitalCall)
            .Where(flow => flow.EffectiveOn <= transfer.EffectiveOn && facts.Fund.ClassOf(flow.Investor).IsGuidance).ToList();
        var minor = paid.Aggregate(Int128.Zero, (sum, flow) => sum + ((Int128)flow.Effect * flow.Amount.Minor));
        if (transfer.Amount is not { } price || minor <= 0 || minor > long.MaxValue || paid.Exists(flow => flow.Amount.Currency != price.Currency))
        {
            return transfer.Says(VerdictStatus.Unknown, "what the guidance fund paid is not known in the currency of the price");
        }

        var ladder = BuyOutLadder.Of(rule);
        var published = ladder.BearsInterest(registered, transfer.EffectiveOn) ? facts.LendingRates.Of(rule, transfer.EffectiveOn) : null;
        var reckoned = ladder.PriceOf(new Money((long)minor, price.Currency), registered, transfer.EffectiveOn, published?.RateAnnual ?? transfer.RateAnnual);
        if (!reckoned.IsPresent)
        {
            return transfer.Says(VerdictStatus.Unknown, reckoned.Absent!.Why == "NO_RATE_IN_FORCE"
                ? "the benchmark lending rate of that day is not on record" : "the ladder gives no price for that day");
        }

        var due = reckoned.Value;
        var verdict = price.Minor < due.Minor ? transfer.Says(VerdictStatus.Breach, "the price is below what the ladder reckons") : transfer.Says(VerdictStatus.Pass, "the rule is kept");
        return verdict with
        {
            Evidence = published is null ? verdict.Evidence : [.. verdict.Evidence, published.Evidence],
            Progress = new Fraction(price.Minor, due.Minor), Headroom = Fraction.Whole((Int128)price.Minor - due.Minor), Currency = price.Currency,
        };
    }
}
