namespace VenturePortfolio;

/// <summary>
/// Who has which part of a net asset value of a fund, by what each had paid in by then, to the minor unit. Those that were asked for, one after the other: few are.
/// </summary>
/// <param name="Nav">Id of the report of the value.</param>
/// <param name="Parts">Null where nobody had paid in, or a rate is missing: then nobody's part is known.</param>
/// <param name="Next">Asked for before; null at the end.</param>
internal sealed record NavParts(Guid Nav, FxTable Fx, Dictionary<InvestorId, Money>? Parts, NavParts? Next)
{
    /// <summary>Told apart by value and rates; null where it was not asked for yet.</summary>
    internal NavParts? Find(ReportedNav nav, FxTable fx)
    {
        for (var known = this; known is not null; known = known.Next)
        {
            if (known.Nav == nav.Id && ReferenceEquals(known.Fx, fx))
            {
                return known;
            }
        }

        return null;
    }

    /// <param name="fx">For what was paid in another currency than the value is told in; each flow at its own day.</param>
    internal static Dictionary<InvestorId, Money>? Split(FundHistory fund, ReportedNav nav, FxTable fx)
    {
        var investors = fund.Investors;
        var paid = investors.ToDictionary(investor => investor, _ => 0L);
        foreach (var flow in fund.Flows(CashFlowKind.CapitalCall).Where(flow => flow.EffectiveOn <= nav.AsOf))
        {
            var converted = fx.Convert(flow.Amount, nav.Amount.Currency, flow.EffectiveOn);
            if (!converted.IsPresent || flow.Investor is not { } payer)
            {
                return null;
            }

            paid[payer] = checked(paid[payer] + (flow.Effect * converted.Value.Money.Minor));
        }

        List<long> weights = [.. investors.Select(investor => paid[investor])];
        return weights.Exists(amount => amount < 0) || !weights.Exists(amount => amount > 0)
            ? null
            : investors.Zip(Allocation.ByLargestRemainder(nav.Amount, weights)).ToDictionary(part => part.First, part => part.Second);
    }
}
