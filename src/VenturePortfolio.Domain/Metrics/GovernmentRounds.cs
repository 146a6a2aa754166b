namespace VenturePortfolio;

/// <summary>
/// The two ratios of the Innovation and Technology Venture Fund 創科創投基金: private money per unit of Government money in the financing
/// rounds a pool took part in, placed by the method HK. What the pool itself put in counts by who paid into its sub-funds: a fund the
/// Government pays for alone is Government money in the deal. What others put in, as the rounds' participations tell it by class, is credited
/// among all our sub-funds in the round as LV-8 does, so that parts sum to the whole.
/// Absent: MAPPING_MISSING, NO_ROUND, ROUND_UNDISCLOSED, CLASS_UNDISCLOSED, NO_PAID_IN, NO_PUBLIC_IN_ROUNDS, FX_MISSING.
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
        isVerified: true,
        withLater: false);

    /// <summary>
    /// HK_ITVF_ATTRACTED: private money in the same and all later rounds per unit of Government money. A later round in which no sub-fund of ours
    /// took part is split among our earlier stakes, as LV-10 does; a listing's money does not count.
    /// </summary>
    public static Metric Attracted { get; } = Make(
        "HK_ITVF_ATTRACTED",
        new("Private investment attracted per Government dollar (ITVF)", "政府每元吸引的私人投資（創科創投基金）", "政府每元吸引的私人投资（创科创投基金）"),
        "ITC press releases: private investment attracted / Government investment; same and all later rounds",
        isVerified: false,
        withLater: true);

    private static Metric Make(string key, MetricTitle title, string source, bool isVerified, bool withLater) => new()
    {
        Key = key,
        Title = title,
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = withLater ? 3 : 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Mapping = Method,
        Source = source,
        IsVerified = isVerified,
        Compute = history => Compute(history, withLater),
    };

    private static Measure Compute(PortfolioHistory history, bool withLater)
    {
        var tally = history.Tally(FxBasis.TransactionDate);
        if (history.MappingOf(Method) is not { } mapping)
        {
            return tally.Finish(new Measure { Absent = Disclosure.NoMapping(Method) });
        }

        var taken = RoundsTaken.Of(history, tally);
        // What any sub-fund of ours took part in is told as the same round's, of whoever did.
        IReadOnlyList<List<LaterShare>> later = withLater
            ? [.. LaterRounds.Shares(history, tally).Where(share => share.Ours.Count == 0).GroupBy(share => share.Round.Id).Select(round => round.ToList())]
            : [];
        if (Hidden(taken, [.. later.Select(round => round[0].Round)], mapping) is { } hidden)
        {
            return tally.Finish(new Measure { Absent = hidden, Mapping = mapping.Identity });
        }

        // Asked for once more rather than kept: of a large pool they are millions.
        foreach (var round in ByRound(RoundCredits.Shares(history, tally), history.KeepsTrail))
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

        foreach (var shares in later)
        {
            foreach (var row in shares[0].Round.Parts.Select(part => TallyRow.Of(shares[0].Round, part)))
            {
                var minor = tally.InReportCurrency(row) ?? 0;
                Count(row, shares.Aggregate((Int128)0, (sum, share) => sum + share.Split(minor)));
            }
        }

        return tally.Ratio(new Absent(AbsentCode.NoPublicInRounds, "nobody on the Government's side took part in the rounds")) with { Mapping = mapping.Identity };

        void Count(TallyRow row, Int128 minor)
        {
            var side = mapping.Sides[row.Class!];
            tally.Count(row, side == ContributorSide.Private ? minor : 0, side == ContributorSide.Public ? minor : 0);
        }

        void OwnMoney(RoundCredit own, Tally tally)
        {
            var payers = Payers(own.Fund, tally);
            if (payers.Count == 0)
            {
                tally.Miss(Disclosure.NoPaidIn);
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

    /// <summary>Null where it is told of all money on whose side it stands.</summary>
    private static Absent? Hidden(RoundsTaken taken, IReadOnlyList<FinancingRound> later, ClassMapping mapping)
    {
        if (taken.Rounds.Count == 0)
        {
            return DealCoInvestment.NoRound;
        }

        return taken.IsUndisclosed || later.Any(round => round.Parts.Count == 0) || taken.Rounds.Concat(later).Any(IsUnplaced)
            ? new(AbsentCode.RoundUndisclosed, "in some rounds it is not told who took part")
            : Disclosure.SidesOfPaidIn(taken.Funds, mapping);

        bool IsUnplaced(FinancingRound round) => round.Parts.Any(part => mapping.SideOf(part.Class) is null);
    }

    /// <summary>Who paid into a fund, by class, in the order of their keys.</summary>
    private static List<(InvestorClass Of, long Minor)> Payers(FundHistory fund, Tally tally) =>
        [.. tally.PaidIn(fund).Where(payer => payer.Minor > 0).Select(payer => (payer.Of, (long)payer.Minor))];
}
