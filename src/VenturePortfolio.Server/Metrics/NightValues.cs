namespace VenturePortfolio.Server;

/// <summary>One row to publish. Exactly one of the two subjects is set.</summary>
public sealed record NightValue(ProgrammeId? Programme, SubFundId? SubFund, Figure Figure);

/// <summary>Every metric of the catalogue for every subject it applies to. Pure.</summary>
public static class NightValues
{
    /// <summary>
    /// Sub-funds in their own currency; programmes, each the pool of its funds and support transactions including those
    /// of its parts, in the programme's. A programme of which nothing is known yet is no subject.
    /// </summary>
    public static IReadOnlyList<NightValue> Of(PortfolioFacts facts, Action<string, Metric, Exception> failed)
    {
        var values = new List<NightValue>();
        foreach (var fund in facts.Funds)
        {
            var subject = new FigureSubject([fund], null, fund.Currency);
            values.AddRange(Figures(fund.Code, subject).Select(figure => new NightValue(null, fund.Id, figure)));
        }

        foreach (var programme in facts.Programmes)
        {
            var subject = OfProgramme(facts, programme);
            values.AddRange(Figures(programme.Code, subject).Select(figure => new NightValue(programme.Id, null, figure)));
        }

        return values;

        IEnumerable<Figure> Figures(string code, FigureSubject subject) => Figure.MetricsOf(subject).Select(metric =>
            Figure.Of(metric, subject, facts, basis: null, (of, error) => failed(code, of, error)));
    }

    /// <summary>The pool of a programme and its parts.</summary>
    public static FigureSubject OfProgramme(PortfolioFacts facts, ProgrammeCard programme)
    {
        var within = facts.Within(programme.Id);
        return new FigureSubject(
            [.. facts.Funds.Where(fund => within.Contains(fund.Programme))],
            SupportSum.Of(facts.Support.Where(card => within.Contains(card.Programme)))?.Totals,
            programme.Currency);
    }
}

/// <summary>Sums of supported transactions of several programmes.</summary>
public static class SupportSum
{
    /// <summary>
    /// Null where there are none, and where they are in several currencies: transactions of a programme carry no dates of
    /// their own, so no rate would be the right one.
    /// </summary>
    public static SupportCard? Of(IEnumerable<SupportCard> cards)
    {
        var all = cards.ToList();
        return all.DistinctBy(card => card.Totals.Currency).Count() == 1
            ? all.Aggregate((sum, card) => new SupportCard(sum.Programme, sum.Count + card.Count, Add(sum.Totals, card.Totals)))
            : null;
    }

    private static SupportTotals Add(SupportTotals left, SupportTotals right) => new()
    {
        Currency = left.Currency,
        PublicFundsMinor = left.PublicFundsMinor + right.PublicFundsMinor,
        LoanOrInvestmentMinor = left.LoanOrInvestmentMinor + right.LoanOrInvestmentMinor,
        ConcurrentPrivateMinor = left.ConcurrentPrivateMinor + right.ConcurrentPrivateMinor,
        SubsequentPrivateMinor = left.SubsequentPrivateMinor + right.SubsequentPrivateMinor,
        JobsCreatedE4 = left.JobsCreatedE4 + right.JobsCreatedE4,
        JobsRetainedE4 = left.JobsRetainedE4 + right.JobsRetainedE4,
    };
}
