namespace VenturePortfolio;

/// <summary>
/// The two ratios of the Innovation and Technology Venture Fund 創科創投基金: private money per unit of Government money in the financing
/// rounds a pool took part in and the Government's money is in, placed by the method HK. What the pool itself put in counts by who paid into its sub-funds: a fund the
/// Government pays for alone is Government money in the deal. What others put in, as the rounds' participations tell it by class, is credited
/// among all our sub-funds in the round as LV-8 does, so that parts sum to the whole. A round of which it is not told who took part, or on whose side they
/// stand, is left out with all money in it, ours too, and what is credited to our stakes in it of later ones; the figure is PARTIAL then and names it
/// (<see cref="RoundCoverage"/>). So it does of a round that an investment names and that is not on record.
/// Absent: MAPPING_MISSING, NO_ROUND, ROUND_UNDISCLOSED (no round is left), CLASS_UNDISCLOSED (of who paid into a fund), PAYERS_UNKNOWN, NO_PUBLIC_IN_ROUNDS,
/// FX_MISSING.
/// Source: ITC, ITVF: investment by co-investors 2 to the Government's 1 in the same deal; press figures of private investment
/// attracted, whose rounds are not stated: taken as the same and all later ones.
/// </summary>
public static class GovernmentRounds
{
    private const string Method = "HK";

    /// <summary>HK_ITVF_MATCH: co-investors' money per unit of Government money in the same rounds.</summary>
    public static Metric Match { get; } = Make(
        "HK_ITVF_MATCH",
        new("Co-investment per Government dollar, same round (ITVF)", "政府每元的共同投資（創科創投基金，同輪）", "政府每元的共同投资（创科创投基金，同轮）"),
        "ITC: co-investors' investment / Government investment in the same rounds",
        withLater: false);

    /// <summary>
    /// HK_ITVF_ATTRACTED: private money in the same and all later rounds per unit of Government money. A later round in which no sub-fund of ours
    /// took part is split among our earlier stakes, as LV-10 does; a listing's money does not count.
    /// </summary>
    public static Metric Attracted { get; } = Make(
        "HK_ITVF_ATTRACTED",
        new("Private investment attracted per Government dollar (ITVF)", "政府每元吸引的私人投資（創科創投基金）", "政府每元吸引的私人投资（创科创投基金）"),
        "ITC press releases: private investment attracted / Government investment; same and all later rounds",
        withLater: true);

    private static Metric Make(string key, MetricTitle title, string source, bool withLater) => new()
    {
        Key = key,
        Title = title,
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = withLater ? 7 : 6,
        DefaultFxBasis = FxBasis.TransactionDate,
        Mapping = Method,
        Source = source,
        // The ratio is the ITC's; which of our classes stand on which side of it, and which rounds it counts, is our reading.
        IsVerified = false,
        Compute = history => Compute(history, withLater),
    };

    private static Measure Compute(PortfolioHistory history, bool withLater)
    {
        var tally = history.Tally(FxBasis.TransactionDate);
        if (history.MappingOf(Method) is not { } mapping)
        {
            return tally.Finish(new Measure { Absent = Disclosure.NoMapping(Method) });
        }

        var taken = RoundsTaken.Of(history, tally, mapping);
        // What any sub-fund of ours took part in is told as the same round's, of whoever did. What stakes in rounds left out attracted is left out with them.
        var later = withLater
            ? LaterRounds.Shares(history, tally).Where(share => share.Ours.Count == 0).Select(share => share.Of(round => taken.Counts(share.Fund, round))).Where(share => share.At.Count > 0)
                .GroupBy(share => share.Round.Id).Select(round => (Shares: round.ToList(), Why: RoundsTaken.WhyLeftOut(round.First().Round, mapping))).ToList()
            : [];
        var coverage = CoverageOf(history, taken, later.ConvertAll(round => (round.Shares[0].Round, round.Why)));
        if (Hidden(taken, mapping) is { } hidden)
        {
            return tally.Finish(new Measure { Absent = hidden, Mapping = mapping.Identity, Rounds = coverage });
        }

        // Asked for once more rather than kept: of a large pool they are millions.
        foreach (var round in ByRound(RoundCredits.Shares(history, tally).Where(share => taken.Counts(share.Own[0].Fund, share.Round.Id)), history.KeepsTrail))
        {
            foreach (var row in round[0].Round.Parts.Select(part => TallyRow.Of(round[0].Round, part)))
            {
                var minor = tally.InReportCurrency(row) ?? 0;
                Count(row, round.Sum(share => share.Split(minor).Sum()));
            }

            foreach (var own in round.SelectMany(share => share.Own))
            {
                OwnMoney(own, tally);
            }
        }

        foreach (var shares in later.Where(round => round.Why is null).Select(round => round.Shares))
        {
            foreach (var row in shares[0].Round.Parts.Select(part => TallyRow.Of(shares[0].Round, part)))
            {
                var minor = tally.InReportCurrency(row) ?? 0;
                Count(row, shares.Aggregate((Int128)0, (sum, share) => sum + share.Split(minor)));
            }
        }

        var ratio = tally.Ratio(new Absent(AbsentCode.NoPublicInRounds, "nobody on the Government's side took part in the rounds"));
        return ratio with { Mapping = mapping.Identity, Rounds = coverage, Outcome = ratio.Value is null ? null : coverage.Outcome };

        void Count(TallyRow row, Int128 minor)
        {
            var side = mapping.Sides[row.Class!];
            tally.Count(row, side == ContributorSide.Private ? minor : 0, side == ContributorSide.Public ? minor : 0);
        }

        void OwnMoney(RoundCredit own, Tally tally)
        {
            var payers = RoundsTaken.Payers(own.Fund, tally);
            if (payers.Count == 0)
            {
                tally.Miss(Disclosure.PayersUnknown);
                return;
            }

            var parts = Allocation.ByLargestRemainder(new Money(own.AmountMinor, history.ReportCurrency), [.. payers.Select(payer => payer.Minor)]);
            foreach (var (payer, part) in payers.Zip(parts))
            {
                Count(TallyRow.Of(own.Investment, "INVESTMENT") with { Class = payer.Of.Key }, part.Minor);
            }
        }
    }

    /// <summary>A trail shows each row once; sums need not know which funds were in a round together.</summary>
    private static IEnumerable<IReadOnlyList<RoundShare>> ByRound(IEnumerable<RoundShare> shares, bool keepsTrail) => keepsTrail
        ? shares.GroupBy(share => share.Round.Id).Select(round => (IReadOnlyList<RoundShare>)[.. round])
        : shares.Select(share => (IReadOnlyList<RoundShare>)[share]);

    private static RoundCoverage CoverageOf(PortfolioHistory history, RoundsTaken taken, IReadOnlyList<(FinancingRound Round, string? Why)> later) => new(
        taken.Counted + later.Count(round => round.Why is null),
        [.. taken.LeftOut.Concat(later.Where(round => round.Why is not null).Select(round => (round.Round, Why: round.Why!)))
            .OrderBy(round => round.Round.EffectiveOn).ThenBy(round => round.Round.Id.Value).Select(round => new RoundLeftOut(round.Round.Id, round.Why)).Concat(RoundCoverage.Unrecorded(history))]);

    /// <summary>Null where a round is left, and it is told of all who paid into the funds in it on whose side they stand.</summary>
    private static Absent? Hidden(RoundsTaken taken, ClassMapping mapping) => taken.IsNone ? DealCoInvestment.NoRound
        : taken.IsAllUnknown ? new(AbsentCode.RoundUndisclosed, "in some rounds it is not told who took part")
        : Disclosure.SidesOfPaidIn(taken.Funds, mapping);
}
