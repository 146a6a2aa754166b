namespace VenturePortfolio;

/// <summary>
/// Who has which part of a fund's subscription line: each event is split by all commitments standing on the as-of date, to the minor unit. Commitments are what the line is
/// lent against, and who came in at a later close is treated as there from the first, so that a line paid back in full leaves nobody a debt.
/// </summary>
/// <param name="Events">Empty where there is no line, or <see cref="Missing"/>.</param>
/// <param name="Missing">FX_MISSING, NO_COMMITMENT; null where there is no line.</param>
internal sealed record LineParts(FxTable Fx, IReadOnlyList<(SubscriptionLineEvent Of, IReadOnlyDictionary<InvestorId, Money> Parts)> Events, Absent? Missing)
{
    /// <param name="fx">For commitments in another currency than the line; each at its own day.</param>
    internal static LineParts Of(IReadOnlyList<SubscriptionLineEvent> line, IReadOnlyList<Commitment> commitments, FxTable fx)
    {
        var events = new List<(SubscriptionLineEvent, IReadOnlyDictionary<InvestorId, Money>)>();
        var shares = new Dictionary<Currency, OrAbsent<List<(InvestorId Of, long Minor)>>>();
        foreach (var row in line)
        {
            var currency = row.Amount.Currency;
            var share = shares.TryGetValue(currency, out var known) ? known : shares[currency] = Pledged(commitments, currency, fx);
            if (share.Absent is { } missing)
            {
                return new(fx, [], missing);
            }

            events.Add((row, share.Value.Zip(Allocation.ByLargestRemainder(row.Amount, [.. share.Value.Select(part => part.Minor)]))
                .ToDictionary(part => part.First.Of, part => part.Second)));
        }

        return new(fx, events, null);
    }

    /// <summary>By investor, in the order of their ids.</summary>
    private static OrAbsent<List<(InvestorId Of, long Minor)>> Pledged(IReadOnlyList<Commitment> commitments, Currency currency, FxTable fx)
    {
        var sums = new SortedDictionary<Guid, long>();
        foreach (var row in commitments)
        {
            var converted = fx.Convert(row.Amount, currency, row.EffectiveOn);
            if (converted.Absent is { } missing)
            {
                return missing;
            }

            sums[row.Investor.Value] = checked(sums.GetValueOrDefault(row.Investor.Value) + (row.Effect * converted.Value.Money.Minor));
        }

        return sums.Values.Any(sum => sum < 0) || sums.Values.All(sum => sum == 0)
            ? new Absent(AbsentCode.NoCommitment, "nobody has a standing commitment by which the subscription line could be split")
            : sums.Select(sum => (new InvestorId(sum.Key), sum.Value)).ToList();
    }
}
