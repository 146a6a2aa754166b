using System.Globalization;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>One group of a report: what its figures are computed of, and under whose key its published ones stand.</summary>
/// <param name="Subject">The pool, its supported transactions, its currency.</param>
/// <param name="Support">Null where there are none.</param>
/// <param name="Stored">The programme or sub-fund under which the night stores the same figures; null for other pools.</param>
public sealed record ReportGroup(string Key, string Title, FigureSubject Subject, SupportCard? Support, Guid? Stored)
{
    /// <summary>The part of each fund that is in the group, at these rates; null where it is the whole of it.</summary>
    public Func<FundHistory, FxTable, FundHistory>? Part { get; init; }

    /// <summary>Where groups are startups: which; of other groups of deals the first of them.</summary>
    internal Guid? Startup { get; init; }
}

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
    public static IEnumerable<ReportGroup> Of(PortfolioFacts facts, LeverageQuery query, ProgrammeCard? scope) =>
        All(facts, query, scope).Where(group => query.IsAsked(group.Key));

    private static IEnumerable<ReportGroup> All(PortfolioFacts facts, LeverageQuery query, ProgrammeCard? scope)
    {
        var asked = query.Currency is { } code ? Currency.Of(code) : (Currency?)null;
        return query.GroupBy switch
        {
            LeverageGroupBy.Programme => facts.Programmes
                .Select(card => OfProgramme(facts, card, asked, query.Language))
                .Where(group => group.Subject.Funds.Count > 0 || group.Support is not null),
            LeverageGroupBy.SubFund => facts.Funds.OrderBy(fund => fund.Code, StringComparer.Ordinal).Select(fund => new ReportGroup(
                fund.Code, fund.Name.In(query.Language), new FigureSubject([fund], null, asked ?? fund.Currency), null, fund.Id.Value)),
            LeverageGroupBy.Vintage => Pools(facts.Funds, fund => Plain(fund.Vintage.ToString(CultureInfo.InvariantCulture)), query.Language, asked),
            LeverageGroupBy.Manager => Pools(facts.Funds, fund => fund.Manager ?? Unknown, query.Language, asked),
            LeverageGroupBy.Jurisdiction => Pools(facts.Funds, fund => Plain(fund.Jurisdiction), query.Language, asked),
            LeverageGroupBy.Sector => Deals(facts, card => card.Sector, query, asked),
            LeverageGroupBy.Incubator => Deals(facts, card => card.Incubator ?? Unknown, query, asked),
            LeverageGroupBy.Investor => facts.Funds.OrderBy(fund => fund.Code, StringComparer.Ordinal).SelectMany(fund => Investors(facts, fund, query, asked)),
            LeverageGroupBy.InvestorClass => Classes(facts, query.Language, asked),
            LeverageGroupBy.Deal => facts.Funds.OrderBy(fund => fund.Code, StringComparer.Ordinal).SelectMany(fund => SingleDeals(facts, fund, query.Language, asked)),
            LeverageGroupBy.Startup => Deals(facts, card => card.Startup, query, asked),
            _ when scope is not null => [OfProgramme(facts, scope, asked, query.Language) with { Key = query.GroupBy.Print() }],
            _ => [Total(facts, asked, query.Language)],
        };
    }

    /// <summary>Key of the group of what has none.</summary>
    private static NamedKey Unknown { get; } = Plain("UNKNOWN");

    private static NamedKey Plain(string text) => new(text, new CardName(text, null, null));

    private static IEnumerable<ReportGroup> Pools(
        IEnumerable<FundCard> funds, Func<FundCard, NamedKey> by, string language, Currency? asked) =>
        funds.GroupBy(fund => by(fund).Key, StringComparer.Ordinal).OrderBy(pool => pool.Key, StringComparer.Ordinal).Select(pool => new ReportGroup(
            pool.Key, by(pool.First()).Name.In(language), new FigureSubject([.. pool], null, asked ?? Common(pool)), null, null));

    /// <summary>By code; who is not known by name to this reader stands under the key of the row.</summary>
    private static IEnumerable<ReportGroup> Investors(PortfolioFacts facts, FundCard fund, LeverageQuery query, Currency? asked) =>
        fund.History.Investors
            .Select(investor => (Id: investor, Card: facts.Investors.GetValueOrDefault(investor) ?? Plain($"{investor}")))
            .Where(investor => query.IsAsked($"{fund.Code}/{investor.Card.Key}"))
            .OrderBy(investor => investor.Card.Key, StringComparer.Ordinal)
            .Select(investor => new ReportGroup(
                $"{fund.Code}/{investor.Card.Key}", investor.Card.Name.In(query.Language),
                new FigureSubject([fund with { History = fund.History.OfInvestor(investor.Id, facts.Fx) }], null, asked ?? fund.Currency), null, null)
            {
                Part = (history, fx) => history.OfInvestor(investor.Id, fx),
            });

    /// <summary>The classes of all investors, each over all sub-funds.</summary>
    private static IEnumerable<ReportGroup> Classes(PortfolioFacts facts, string language, Currency? asked) =>
        facts.Funds.SelectMany(fund => fund.History.Investors.Select(investor => fund.History.ClassOf(investor).Key))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(of => new ReportGroup(
                of, facts.Classes.GetValueOrDefault(of)?.Name.In(language) ?? of,
                new FigureSubject(facts.Funds, null, asked ?? Common(facts.Funds)) { InvestorClass = of }, null, null));

    /// <summary>By startup and day; of several of one day the later ones are numbered.</summary>
    private static IEnumerable<ReportGroup> SingleDeals(PortfolioFacts facts, FundCard fund, string language, Currency? asked) =>
        fund.History.Investments
            .Where(row => facts.Startups.ContainsKey(row.Startup))
            .GroupBy(row => $"{fund.Code}/{facts.Startups[row.Startup].Startup.Key}/{LocalDatePattern.Iso.Format(row.EffectiveOn)}", StringComparer.Ordinal)
            .OrderBy(deals => deals.Key, StringComparer.Ordinal)
            .SelectMany(deals => deals.OrderBy(row => row.Id.Value).Select((row, at) => new ReportGroup(
                at == 0 ? deals.Key : $"{deals.Key}/{at + 1}", facts.Startups[row.Startup].Startup.Name.In(language),
                new FigureSubject([fund with { History = fund.History.Holding(row.Id) }], null, asked ?? fund.Currency), null, null)));

    /// <summary>The funds that hold or held startups of a group, each with those deals only.</summary>
    private static IEnumerable<ReportGroup> Deals(
        PortfolioFacts facts, Func<StartupCard, NamedKey> by, LeverageQuery query, Currency? asked)
    {
        var holders = facts.Funds.SelectMany(fund => fund.History.Investments.Select(row => KeyOf(row.Startup)).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(key => (Key: key, Fund: fund))).ToLookup(held => held.Key, held => held.Fund, StringComparer.Ordinal);
        var pools = facts.Startups.Values.GroupBy(card => by(card).Key, StringComparer.Ordinal).Where(pool => query.IsAsked(pool.Key));
        return pools.OrderBy(pool => pool.Key, StringComparer.Ordinal).Select(pool =>
        {
            List<FundCard> funds = [.. holders[pool.Key].Select(fund => fund with { History = fund.History.Holding(IsIn) })];
            return new ReportGroup(
                pool.Key, by(pool.First()).Name.In(query.Language), new FigureSubject(funds, null, asked ?? Common(funds)), null, null)
            {
                Part = (history, _) => history.Holding(IsIn),
                Startup = pool.First().Id.Value,
            };

            bool IsIn(StartupId startup) => KeyOf(startup) == pool.Key;
        }).Where(group => group.Subject.Funds.Count > 0);

        string? KeyOf(StartupId startup) => facts.Startups.TryGetValue(startup, out var card) ? by(card).Key : null;
    }

    private static ReportGroup OfProgramme(PortfolioFacts facts, ProgrammeCard programme, Currency? asked, string language)
    {
        var subject = NightValues.OfProgramme(facts, programme);
        var within = facts.Within(programme.Id);
        return new ReportGroup(
            programme.Code,
            programme.Name.In(language),
            subject with { ReportCurrency = asked ?? programme.Currency, ConvertsSupport = asked is not null },
            SupportSum.Of(facts.Support.Where(card => within.Contains(card.Programme))),
            programme.Id.Value);
    }

    private static ReportGroup Total(PortfolioFacts facts, Currency? asked, string language)
    {
        var support = SupportSum.Of(facts.Support);
        return new ReportGroup(
            LeverageGroupBy.Total.Print(),
            Messages.Text("REPORT_TOTAL", language),
            new FigureSubject(facts.Funds, support?.Totals, asked ?? Common(facts.Funds)) { ConvertsSupport = asked is not null },
            support,
            null);
    }

    /// <summary>The funds' currency when they share one, else the guidance fund's own: renminbi.</summary>
    internal static Currency Common(IEnumerable<FundCard> funds) =>
        funds.Select(fund => fund.Currency).Distinct().ToList() is [var only] ? only : Currency.Cny;
}
