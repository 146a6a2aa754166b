using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>One group of a report: what its figures are computed of, and under whose key its published ones stand.</summary>
/// <param name="Subject">The pool, its supported transactions, its currency.</param>
/// <param name="Support">Null where there are none.</param>
/// <param name="Stored">The programme or sub-fund under which the night stores the same figures; null for other pools.</param>
public sealed record ReportGroup(string Key, string Title, FigureSubject Subject, SupportCard? Support, Guid? Stored);

/// <summary>How facts fall into groups. Pure.</summary>
public static class LeverageGroups
{
    /// <summary>The facts of one programme and its parts.</summary>
    public static PortfolioFacts Within(PortfolioFacts facts, ProgrammeCard programme)
    {
        var within = facts.Within(programme.Id);
        return facts with
        {
            Programmes = [.. facts.Programmes.Where(card => within.Contains(card.Id))],
            Funds = [.. facts.Funds.Where(fund => within.Contains(fund.Programme))],
            Support = [.. facts.Support.Where(card => within.Contains(card.Programme))],
        };
    }

    /// <param name="facts">Already within the scope.</param>
    /// <param name="query">Grouping, currency, language.</param>
    /// <param name="scope">The programme asked for; null for everything.</param>
    public static IEnumerable<ReportGroup> Of(PortfolioFacts facts, LeverageQuery query, ProgrammeCard? scope)
    {
        var asked = query.Currency is { } code ? Currency.Of(code) : (Currency?)null;
        return query.GroupBy switch
        {
            LeverageGroupBy.Programme => facts.Programmes
                .Select(card => OfProgramme(facts, card, asked, query.Language))
                .Where(group => group.Subject.Funds.Count > 0 || group.Support is not null),
            LeverageGroupBy.SubFund => facts.Funds.OrderBy(fund => fund.Code, StringComparer.Ordinal).Select(fund => new ReportGroup(
                fund.Code, fund.Name.In(query.Language), new FigureSubject([fund], null, asked ?? fund.Currency), null, fund.Id.Value)),
            LeverageGroupBy.Vintage => facts.Funds.GroupBy(fund => fund.Vintage).OrderBy(year => year.Key).Select(year => new ReportGroup(
                year.Key.ToString(CultureInfo.InvariantCulture),
                year.Key.ToString(CultureInfo.InvariantCulture),
                new FigureSubject([.. year], null, asked ?? Common(year)),
                null,
                null)),
            _ when scope is not null => [OfProgramme(facts, scope, asked, query.Language) with { Key = query.GroupBy.Print() }],
            _ => [Total(facts, asked, query.Language)],
        };
    }

    private static ReportGroup OfProgramme(PortfolioFacts facts, ProgrammeCard programme, Currency? asked, string language)
    {
        var subject = NightValues.OfProgramme(facts, programme);
        var within = facts.Within(programme.Id);
        return new ReportGroup(
            programme.Code,
            programme.Name.In(language),
            subject with { ReportCurrency = asked ?? programme.Currency },
            SupportSum.Of(facts.Support.Where(card => within.Contains(card.Programme))),
            programme.Id.Value);
    }

    private static ReportGroup Total(PortfolioFacts facts, Currency? asked, string language)
    {
        var support = SupportSum.Of(facts.Support);
        return new ReportGroup(
            LeverageGroupBy.Total.Print(),
            Messages.Text("REPORT_TOTAL", language),
            new FigureSubject(facts.Funds, support?.Totals, asked ?? Common(facts.Funds)),
            support,
            null);
    }

    /// <summary>The funds' currency when they share one, else the guidance fund's own: renminbi.</summary>
    private static Currency Common(IEnumerable<FundCard> funds) =>
        funds.Select(fund => fund.Currency).Distinct().ToList() is [var only] ? only : Currency.Cny;
}
