using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>One figure of a group as everybody may know it.</summary>
/// <param name="Contributors">Sub-funds in it; null where it is withheld or absent.</param>
/// <param name="WithheldWhy">Null where it is told.</param>
public sealed record PeerFigure(string By, string Key, Figure Of, int? Contributors, string? WithheldWhy);

/// <summary>Picks from a night's figures those of the whole portfolio's groups, and withholds what tells of single funds.</summary>
public sealed class PeerFigures
{
    private const string Incubator = "INCUBATOR";

    private static readonly string[] Groups = ["TOTAL", "VINTAGE", "SECTOR", Incubator];

    private readonly PortfolioFacts facts;
    private readonly List<FundCard> funds;
    private readonly Dictionary<SubFundId, int> place;
    private readonly List<string> sectors;
    private readonly List<IReadOnlyList<int>> sectorsOf;
    private readonly PeerIncubators incubators;
    private readonly List<Seen> seen = [];
    private readonly Dictionary<(string By, string Key), IReadOnlySet<int>> members = [];
    private readonly Dictionary<string, string?> ownJudged = new(StringComparer.Ordinal);
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
        incubators = new(
            funds.ConvertAll(fund => fund.Manager?.Key ?? ""),
            funds.ConvertAll(fund => (IReadOnlyList<(string Sector, string? Incubator)>)[.. fund.History.Investments
                .Select(row => facts.Startups.GetValueOrDefault(row.Startup)).OfType<StartupCard>().Select(card => (card.Sector.Key, card.Incubator?.Key)).Distinct()]));
    }

    /// <summary>Passes a figure on, and keeps it where it is of such a group.</summary>
    public NightValue See(NightValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Figure.Metric.Subject == MetricSubject.SubFund && KeyOf(value.Subject) is { } group)
        {
            // Not the funds themselves: those of a sector or an incubator are cut to its deals, and would outlive the group.
            seen.Add(new(group.By, group.Key, value.Figure with { LeftOut = [] }, [.. value.Figure.LeftOut.Select(left => place[left.Fund.Id])]));
        }

        return value;
    }

    /// <summary>Every group and figure, told or withheld.</summary>
    public IEnumerable<PeerFigure> Rows()
    {
        foreach (var metric in seen.GroupBy(row => row.Of.Metric))
        {
            var figures = metric.Where(row => row.By != Incubator).ToList();
            var (withheld, signature) = Judge(figures);
            foreach (var (by, key, of, _) in figures)
            {
                var why = withheld.GetValueOrDefault((by, key)) ?? of.Measure.Absent?.Why;
                yield return new(by, key, of, why is null ? of.Covered : null, why);
            }

            var told = new Lazy<List<PeerIncubators.ToldGroup>>(() => figures.FindAll(row => row.Of.Measure.Value is not null && !withheld.ContainsKey((row.By, row.Key))).ConvertAll(ToldOf));
            foreach (var own in metric.Where(row => row.By == Incubator))
            {
                var why = own.Of.Measure.Absent?.Why ?? WhyOwnWithheld(own, signature, told);
                yield return new(own.By, own.Key, own.Of, why is null ? own.Of.Covered : null, why);
            }
        }
    }

    private string? WhyOwnWithheld(Seen row, string signature, Lazy<List<PeerIncubators.ToldGroup>> told)
    {
        var own = $"{row.Key}:{Digest(string.Join(',', row.Left.Order()))} {signature}";
        return ownJudged.TryGetValue(own, out var known) ? known : ownJudged[own] = incubators.WhyWithheld(row.Key, row.Left.ToHashSet(), told.Value);
    }

    private PeerIncubators.ToldGroup ToldOf(Seen row)
    {
        if (!members.TryGetValue((row.By, row.Key), out var all))
        {
            members[(row.By, row.Key)] = all = Members(row.By, row.Key).ToHashSet();
        }

        return new(row.By, row.Left.Length == 0 ? all : all.Except(row.Left).ToHashSet(), row.By == "SECTOR" ? row.Key : null);
    }

    /// <summary>Most figures leave out the same funds, and are judged once.</summary>
    private (IReadOnlyDictionary<(string By, string Key), string> Withheld, string Signature) Judge(List<Seen> figures)
    {
        var isOfDeals = figures.Count > 0 && figures[0].Of.Metric.IsOfDeals;
        var signature = Digest($"{isOfDeals} " + string.Join(' ', figures.Select(figure =>
            $"{figure.By}/{figure.Key}{(figure.Of.Measure.Value is null ? "-" : "")}:{string.Join(',', figure.Left)}")));
        if (judged.TryGetValue(signature, out var known))
        {
            return (known, signature);
        }

        // A figure that is absent tells nothing, and nothing can be reckoned with it.
        var groups = figures.Where(figure => figure.Of.Measure.Value is not null).Select(figure => new PeerGroup(figure.By, figure.Key, Cells(figure, isOfDeals))).ToList();
        judged[signature] = PeerSuppression.Withheld(groups, cell => funds[cell / (sectors.Count + 1)].Manager?.Key ?? "")
            .ToDictionary(group => (group.Key.By, group.Key.Key), group => group.Value);
        return (judged[signature], signature);
    }

    // What is left out of all groups of a large portfolio is a megabyte of text, and remembered for every incubator.
    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private IReadOnlySet<int> Cells(Seen figure, bool isOfDeals)
    {
        if (!whole.TryGetValue((figure.By, figure.Key, isOfDeals), out var all))
        {
            whole[(figure.By, figure.Key, isOfDeals)] = all = Members(figure.By, figure.Key).SelectMany(fund => !isOfDeals ? [Cell(fund, 0)]
                : sectorsOf[fund].Where(sector => figure.By != "SECTOR" || sectors[sector] == figure.Key).Select(sector => Cell(fund, sector + 1))).ToHashSet();
        }

        if (figure.Left.Length == 0)
        {
            return all;
        }

        var left = figure.Left.ToHashSet();
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
        subject.Group is { } group ? Groups.Contains(group.By, StringComparer.Ordinal) && (group.By != Incubator || group.Key != "UNKNOWN") ? (group.By, group.Key) : null
        : subject.Programme is { } programme ? ("PROGRAMME", facts.Programmes.First(card => card.Id == programme).Code)
        : null;

    /// <param name="Left">Places of the sub-funds the figure leaves out.</param>
    private sealed record Seen(string By, string Key, Figure Of, int[] Left);
}
