namespace VenturePortfolio.Server;

/// <summary>One figure of a group as everybody may know it.</summary>
/// <param name="Contributors">Sub-funds in it; null where it is withheld or absent.</param>
/// <param name="WithheldWhy">Null where it is told.</param>
public sealed record PeerFigure(string By, string Key, Figure Of, int? Contributors, string? WithheldWhy);

/// <summary>Picks from a night's figures those of the whole portfolio's groups, and withholds what tells of single funds.</summary>
public sealed class PeerFigures
{
    private static readonly string[] Groups = ["TOTAL", "VINTAGE", "SECTOR"];

    private readonly PortfolioFacts facts;
    private readonly List<FundCard> funds;
    private readonly Dictionary<SubFundId, int> place;
    private readonly List<string> sectors;
    private readonly List<IReadOnlyList<int>> sectorsOf;
    private readonly List<(string By, string Key, Figure Of)> seen = [];
    private readonly Dictionary<(string By, string Key, bool IsOfDeals), IReadOnlySet<int>> whole = [];
    private readonly Dictionary<string, IReadOnlyDictionary<(string By, string Key), string>> judged = new(StringComparer.Ordinal);

    /// <param name="facts">With startups and their sectors.</param>
    public PeerFigures(PortfolioFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        this.facts = facts;
        funds = [.. facts.Funds];
        place = funds.Index().ToDictionary(fund => fund.Item.Id, fund => fund.Index);
        sectors = [.. facts.Startups.Values.Select(card => card.Sector.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        sectorsOf = funds.ConvertAll(fund => (IReadOnlyList<int>)[.. fund.History.Investments
            .Select(row => facts.Startups.TryGetValue(row.Startup, out var card) ? sectors.IndexOf(card.Sector.Key) : -1).Where(sector => sector >= 0).Distinct()]);
    }

    /// <summary>Passes a figure on, and keeps it where it is of such a group.</summary>
    public NightValue See(NightValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Figure.Metric.Subject == MetricSubject.SubFund && KeyOf(value.Subject) is { } group)
        {
            seen.Add((group.By, group.Key, value.Figure));
        }

        return value;
    }

    /// <summary>Every group and figure, told or withheld.</summary>
    public IEnumerable<PeerFigure> Rows()
    {
        foreach (var metric in seen.GroupBy(row => row.Of.Metric))
        {
            var figures = metric.ToList();
            var withheld = Judge(figures);
            foreach (var (by, key, of) in figures)
            {
                var why = withheld.GetValueOrDefault((by, key)) ?? of.Measure.Absent?.Why;
                yield return new(by, key, of, why is null ? of.Covered : null, why);
            }
        }
    }

    /// <summary>Most figures leave out the same funds, and are judged once.</summary>
    private IReadOnlyDictionary<(string By, string Key), string> Judge(List<(string By, string Key, Figure Of)> figures)
    {
        var isOfDeals = figures[0].Of.Metric.IsOfDeals;
        var signature = $"{isOfDeals} " + string.Join(' ', figures.Select(figure =>
            $"{figure.By}/{figure.Key}{(figure.Of.Measure.Value is null ? "-" : "")}:{string.Join(',', figure.Of.LeftOut.Select(left => place[left.Fund.Id]))}"));
        if (judged.TryGetValue(signature, out var known))
        {
            return known;
        }

        // A figure that is absent tells nothing, and nothing can be reckoned with it.
        var groups = figures.Where(figure => figure.Of.Measure.Value is not null).Select(figure => new PeerGroup(figure.By, figure.Key, Cells(figure, isOfDeals))).ToList();
        return judged[signature] = PeerSuppression.Withheld(groups, cell => funds[cell / (sectors.Count + 1)].Manager?.Key ?? "")
            .ToDictionary(group => (group.Key.By, group.Key.Key), group => group.Value);
    }

    private IReadOnlySet<int> Cells((string By, string Key, Figure Of) figure, bool isOfDeals)
    {
        if (!whole.TryGetValue((figure.By, figure.Key, isOfDeals), out var all))
        {
            whole[(figure.By, figure.Key, isOfDeals)] = all = Members(figure.By, figure.Key).SelectMany(fund => !isOfDeals ? [Cell(fund, 0)]
                : sectorsOf[fund].Where(sector => figure.By != "SECTOR" || sectors[sector] == figure.Key).Select(sector => Cell(fund, sector + 1))).ToHashSet();
        }

        if (figure.Of.LeftOut.Count == 0)
        {
            return all;
        }

        var left = figure.Of.LeftOut.Select(out_ => place[out_.Fund.Id]).ToHashSet();
        return all.Where(cell => !left.Contains(cell / (sectors.Count + 1))).ToHashSet();
    }

    private IEnumerable<int> Members(string by, string key)
    {
        var programme = by == "PROGRAMME" ? facts.Within(facts.Programmes.First(card => card.Code == key).Id) : null;
        return Enumerable.Range(0, funds.Count).Where(fund => by switch
        {
            "PROGRAMME" => programme!.Contains(funds[fund].Programme),
            "VINTAGE" => funds[fund].Vintage.ToString(System.Globalization.CultureInfo.InvariantCulture) == key,
            "SECTOR" => sectorsOf[fund].Any(sector => sectors[sector] == key),
            _ => true,
        });
    }

    private int Cell(int fund, int sector) => (fund * (sectors.Count + 1)) + sector;

    private (string By, string Key)? KeyOf(NightSubject subject) =>
        subject.Group is { } group ? Groups.Contains(group.By, StringComparer.Ordinal) ? (group.By, group.Key) : null
        : subject.Programme is { } programme ? ("PROGRAMME", facts.Programmes.First(card => card.Id == programme).Code)
        : null;
}
