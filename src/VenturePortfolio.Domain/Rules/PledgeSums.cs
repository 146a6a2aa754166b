namespace VenturePortfolio;

/// <summary>
/// What contributors pledge to one fund: S, G and every C of the rules, each commitment at the rate of its own day. S is
/// commitments, because the text says 子基金總額 only (domain notes 1.3).
/// </summary>
internal sealed class PledgeSums
{
    private readonly IReadOnlyList<(Pledge Pledge, InvestorClass Of)> _pledges;

    private PledgeSums(IReadOnlyList<(Pledge, InvestorClass)> pledges, Currency currency, Absent? missing, IReadOnlyList<VerdictEvidence> evidence) =>
        (_pledges, Currency, Missing, Evidence) = (pledges, currency, missing, evidence);

    internal Currency Currency { get; }

    /// <summary>A missing rate, or nobody who pledges; the sums then mean nothing.</summary>
    internal Absent? Missing { get; }

    /// <summary>Every standing commitment.</summary>
    internal IReadOnlyList<VerdictEvidence> Evidence { get; }

    /// <summary>S.</summary>
    internal Int128 Total => Sum(_ => true);

    /// <summary>G.</summary>
    internal Int128 Guidance => Sum(of => of.IsGuidance);

    /// <summary>Of contributors that are not disclosed.</summary>
    internal Int128 Undisclosed => Sum(of => !of.IsDisclosed);

    /// <summary>The largest single contributor of these, zero where there is none.</summary>
    internal Int128 Largest(Func<InvestorClass, bool> which) =>
        _pledges.Where(row => which(row.Of)).Select(row => (Int128)row.Pledge.Minor).DefaultIfEmpty().Max();

    internal Int128 Sum(Func<InvestorClass, bool> which) =>
        _pledges.Where(row => which(row.Of)).Aggregate(Int128.Zero, (sum, row) => sum + row.Pledge.Minor);

    /// <summary>Of these investors, whatever their class.</summary>
    internal Int128 OfInvestors(IReadOnlySet<InvestorId> which) =>
        _pledges.Where(row => which.Contains(row.Pledge.Investor)).Aggregate(Int128.Zero, (sum, row) => sum + row.Pledge.Minor);

    internal Int128 OfClass(string key) => Sum(of => string.Equals(of.Key, key, StringComparison.Ordinal));

    internal static PledgeSums Of(FundHistory fund, FxTable fx, Currency currency)
    {
        var tally = RuleFacts.TallyOf(fund, fx, currency, FxBasis.CommitmentDate);
        var pledges = tally.Pledges(fund).Where(pledge => pledge.Minor != 0).ToList();
        return new(
            [.. pledges.Select(pledge => (pledge, fund.ClassOf(pledge.Investor)))],
            currency,
            tally.Missing ?? (pledges.Count == 0 ? Disclosure.NoCommitment : null),
            [.. fund.Commitments.Select(row => new VerdictEvidence("commitment", row.Id.Value, row.EffectiveOn, row.RecordedAt, row.Amount))]);
    }
}
