namespace VenturePortfolio.Server;

/// <summary>Something that must hold of a night's figures does not: nothing is published.</summary>
public sealed class InvariantBrokenException : Exception
{
    public InvariantBrokenException()
        : this("an invariant is broken")
    {
    }

    /// <param name="message">Names what is broken, where, and both values.</param>
    public InvariantBrokenException(string message)
        : base(message)
    {
    }

    public InvariantBrokenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <param name="Checked">How many times it was asked; all held.</param>
public sealed record Invariant(string Name, int Checked);

/// <summary>What must hold of the facts of a night before it is published, beside the sums by SQL and the groups (<see cref="NightTotals"/>).</summary>
public static class NightInvariants
{
    /// <exception cref="InvariantBrokenException">Names the first that does not hold.</exception>
    /// <param name="facts">Of the night.</param>
    /// <param name="credits">What officials are credited with; replaced only by the test that proves a wrong one stops publication.</param>
    public static IReadOnlyList<Invariant> Check(
        PortfolioFacts facts, Func<PortfolioHistory, OrAbsent<IReadOnlyList<AttributedCredit>>>? credits = null) =>
        [Attributions(facts, credits ?? AttributedMobilisation.Credits), Rounds(facts)];

    /// <summary>
    /// What all officials of a fund are credited with sums to its private commitments, which another definition adds up; and the guidance fund's
    /// credits are the attributed figure.
    /// </summary>
    private static Invariant Attributions(PortfolioFacts facts, Func<PortfolioHistory, OrAbsent<IReadOnlyList<AttributedCredit>>> credits)
    {
        var asked = 0;
        foreach (var fund in facts.Funds)
        {
            var alone = new FigureSubject([fund], null, fund.Currency);
            var (told, mobilised, attributed) = (
                credits(Figure.HistoryOf(AttributedMobilisation.Metric, alone, alone.Funds, facts, null, keepsTrail: false)), Measured(PrivateMobilisation.Oecd, alone, facts), Measured(AttributedMobilisation.Metric, alone, facts));
            if (told.Absent is not null || told.Value.Count == 0 || mobilised.Numerator is not { } privates)
            {
                continue;
            }

            asked++;
            MustBe($"ATTRIBUTION: private commitments of {fund.Code}", privates, Sum(told.Value));
            MustBe($"ATTRIBUTION: {AttributedMobilisation.Metric.Key} of {fund.Code}", attributed.Numerator ?? 0, Sum(told.Value.Where(credit => credit.IsGuidance)));
        }

        return new("ATTRIBUTION", asked);

        static Int128 Sum(IEnumerable<AttributedCredit> of) => of.Aggregate(Int128.Zero, (sum, credit) => sum + credit.Attributed.Minor);
    }

    /// <summary>
    /// What our sub-funds are credited with of the rounds they took part in sums to the totals of these rounds, exchanged round by round. Startups of
    /// which that cannot be asked are left aside: a rate is missing, or a part of a round is that of a fund whose terms are not known yet.
    /// </summary>
    private static Invariant Rounds(PortfolioFacts facts)
    {
        var currency = LeverageGroups.Common(facts.Funds);
        // Of its size from the beginning: of millions, a set that grows leaves as much behind as it is.
        var ours = new HashSet<InvestmentId>(facts.Funds.Sum(fund => fund.History.Investments.Count));
        ours.UnionWith(facts.Funds.SelectMany(fund => fund.History.Investments).Select(row => row.Id));
        var (rounds, aside) = (new Dictionary<FinancingRoundId, FinancingRound>(), new HashSet<StartupId>());
        foreach (var (history, row) in facts.Funds.SelectMany(fund => fund.History.Investments.Select(row => (fund.History, row))))
        {
            if ((history.RoundOf(row) is { } round && rounds.TryAdd(round.Id, round) && history.MoreStakesIn(round.Id).Any(stake => !ours.Contains(stake.Id)))
                || !IsExchanged(row.Amount, row.EffectiveOn))
            {
                aside.Add(row.Startup);
            }
        }

        aside.UnionWith(rounds.Values.Where(round => !IsExchanged(round.Total, round.EffectiveOn)).Select(round => round.Startup));
        // A fund whose ledger is not kept holds nothing here, and would make the whole unknown.
        var funds = facts.Funds.Where(fund => fund.History.IsLedgerKept)
            .Select(fund => aside.Count == 0 ? fund : fund with { History = fund.History.Holding(startup => !aside.Contains(startup)) }).ToList();
        var asked = rounds.Values.Where(round => !aside.Contains(round.Startup)).ToList();
        MustBe(
            "ROUND_CREDITS: totals of the rounds taken part in",
            asked.Aggregate(Int128.Zero, (sum, round) => sum + facts.Fx.Convert(round.Total, currency, round.EffectiveOn).Value.Money.Minor),
            Measured(DealCoInvestment.Metric, new FigureSubject(funds, null, currency), facts).Numerator ?? 0);
        return new("ROUND_CREDITS", asked.Count);

        bool IsExchanged(Money money, NodaTime.LocalDate on) => facts.Fx.Convert(money, currency, on).IsPresent;
    }

    private static Measure Measured(Metric metric, FigureSubject subject, PortfolioFacts facts) =>
        Figure.Measured(metric, subject, subject.Funds, facts, null, keepsTrail: false);

    internal static void MustBe(string what, Int128 whole, Int128 parts)
    {
        if (whole != parts)
        {
            throw new InvariantBrokenException($"{what}: {whole} minor units as a whole, {parts} in parts; nothing is published.");
        }
    }
}
