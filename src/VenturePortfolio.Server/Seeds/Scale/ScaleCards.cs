using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>Who is who in the invented world: few rows, loaded at once.</summary>
internal sealed class ScaleCards(ScaleFacts facts, IReadOnlyList<string> investorClasses)
{
    private readonly ScaleSize size = facts.Size;

    /// <summary>In the order of their references.</summary>
    public IReadOnlyList<BulkTable> Tables() =>
    [
        Organisations(), People(), Memberships(), Programme(), SubFunds(), Terms(), Investors(), Classes(), Standings(), Commitments(), Incubators(),
    ];

    // Numbers of the organisations: the policy body, then the managers, then the incubators.
    private static int Manager(int manager) => 1 + manager;

    private int Incubator(int incubator) => 1 + size.Managers + incubator;

    private BulkTable Organisations()
    {
        var table = new BulkTable("organisation", "id", "id", "kind", "name_en", "jurisdiction", "invented", "source");
        Add(0, "POLICY_BODY", "Invented policy body");
        for (var i = 0; i < size.Managers; i++)
            Add(Manager(i), "FUND_MANAGER", $"Invented manager {i + 1}");
        for (var i = 0; i < size.Incubators; i++)
            Add(Incubator(i), "INCUBATOR", $"Invented incubator {i + 1}");
        return table;

        void Add(int row, string kind, string name) =>
            table.Add(ScaleFacts.Card("organisation", row), kind, name, row % 3 == 0 ? "HK" : "CN", true, ScaleFacts.Source);
    }

    /// <summary>One person in each organisation, named for it: scale-policy, scale-manager-1, scale-incubator-1 …</summary>
    private BulkTable People()
    {
        var table = new BulkTable("person", "id", "id", "display_name", "issuer", "subject", "language");
        Add(0, ScaleWorld.PolicyStaff);
        for (var i = 0; i < size.Managers; i++)
            Add(Manager(i), ScaleWorld.FundManager(i + 1));
        for (var i = 0; i < size.Incubators; i++)
            Add(Incubator(i), ScaleWorld.IncubatorStaff(i + 1));
        return table;

        void Add(int row, string subject) => table.Add(ScaleFacts.Card("person", row), $"Invented {subject}", DemoIssuer.Name, subject, "en");
    }

    private BulkTable Memberships()
    {
        var table = new BulkTable("membership", "id", "id", "person_id", "organisation_id", "role");
        for (var row = 0; row < 1 + size.Managers + size.Incubators; row++)
        {
            var role = row == 0 ? "POLICY" : row <= size.Managers ? "FUND_MANAGER" : "INCUBATOR";
            table.Add(ScaleFacts.Card("membership", row), ScaleFacts.Card("person", row), ScaleFacts.Card("organisation", row), role);
        }

        return table;
    }

    private static BulkTable Programme()
    {
        var table = new BulkTable("programme", "id", "id", "code", "name_en", "currency", "invented", "source");
        table.Add(ScaleFacts.Card("programme", 0), "SCALE", "Invented programme for load tests", "CNY", true, ScaleFacts.Source);
        return table;
    }

    private BulkTable SubFunds()
    {
        var table = new BulkTable("sub_fund", "id", "id", "programme_id", "manager_id", "code", "name_en", "name_zh_hant", "vintage", "status",
            "jurisdiction", "announced_size_minor", "announced_size_currency", "invented", "source");
        for (var fund = 0; fund < size.SubFunds; fund++)
        {
            table.Add(ScaleFacts.Card("sub_fund", fund), ScaleFacts.Card("programme", 0), ScaleFacts.Card("organisation", Manager(fund % size.Managers)),
                Code("SCALE-F", fund), $"Invented sub-fund {fund + 1}", $"虛構子基金 {fund + 1}", (short)ScaleFacts.FundStart(fund).Year,
                fund % 4 == 0 ? "HARVESTING" : "INVESTING", fund % 3 == 0 ? "HK" : "CN", ScaleFacts.FundSize(fund), ScaleFacts.Currency("fund-currency", fund),
                true, ScaleFacts.Source);
        }

        return table;
    }

    private BulkTable Terms()
    {
        var table = new BulkTable("sub_fund_term", "id", "id", "sub_fund_id", "currency", "approved_on", "registered_on",
            "investment_period_ends_on", "ends_on", "effective_on", "recorded_at");
        for (var fund = 0; fund < size.SubFunds; fund++)
        {
            var start = ScaleFacts.FundStart(fund);
            table.Add(ScaleFacts.Card("sub_fund_term", fund), ScaleFacts.Card("sub_fund", fund), ScaleFacts.Currency("fund-currency", fund),
                start, start, start.PlusYears(5), start.PlusYears(10), start, SeedLoad.Noon(start));
        }

        return table;
    }

    private BulkTable Investors()
    {
        var table = new BulkTable("investor", "id", "id", "code", "name_en", "jurisdiction", "invented", "source");
        for (var i = 0; i < size.Investors; i++)
            table.Add(ScaleFacts.Card("investor", i), Code("SCALE-I", i), $"Invented investor {i + 1}", i % 3 == 0 ? "HK" : "CN", true, ScaleFacts.Source);
        return table;
    }

    private BulkTable Classes()
    {
        var table = new BulkTable("investor_class_assignment", "id", "id", "investor_id", "class_code", "effective_on", "recorded_at");
        var from = new NodaTime.LocalDate(2015, 1, 1);
        for (var i = 0; i < size.Investors; i++)
        {
            table.Add(ScaleFacts.Card("investor_class_assignment", i), ScaleFacts.Card("investor", i), investorClasses[i % investorClasses.Count],
                from, SeedLoad.Noon(from));
        }

        return table;
    }

    private BulkTable Standings()
    {
        var table = new BulkTable("sub_fund_investor", "sub_fund_id, investor_id", "sub_fund_id", "investor_id");
        ForEachStanding((fund, investor, _) => table.Add(ScaleFacts.Card("sub_fund", fund), ScaleFacts.Card("investor", investor)));
        return table;
    }

    private BulkTable Commitments()
    {
        var table = new BulkTable("commitment", "id", "id", "sub_fund_id", "investor_id", "kind", "amount_minor", "currency", "effective_on",
            "external_ref", "recorded_at");
        ForEachStanding((fund, investor, place) =>
        {
            var row = (fund * ScaleFacts.InvestorsPerFund) + place;
            var start = ScaleFacts.FundStart(fund);
            table.Add(ScaleFacts.Card("commitment", row), ScaleFacts.Card("sub_fund", fund), ScaleFacts.Card("investor", investor), "INITIAL",
                ScaleFacts.FundSize(fund) / ScaleFacts.InvestorsPerFund, ScaleFacts.Currency("fund-currency", fund), start,
                $"C-{place + 1}", ScaleFacts.Recorded("commitment", row, start));
        });
        return table;
    }

    private BulkTable Incubators()
    {
        var table = new BulkTable("incubator", "id", "id", "organisation_id", "code", "name_en", "jurisdiction", "recognised_on", "invented", "source");
        for (var i = 0; i < size.Incubators; i++)
        {
            table.Add(ScaleFacts.Card("incubator", i), ScaleFacts.Card("organisation", Incubator(i)), Code("SCALE-N", i), $"Invented incubator {i + 1}",
                "CN", new NodaTime.LocalDate(2014, 6, 1), true, ScaleFacts.Source);
        }

        return table;
    }

    private void ForEachStanding(Action<int, int, int> act)
    {
        for (var fund = 0; fund < size.SubFunds; fund++)
        {
            for (var place = 0; place < ScaleFacts.InvestorsPerFund; place++)
                act(fund, facts.InvestorOf(fund, place), place);
        }
    }

    internal static string Code(string prefix, int row) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{row + 1:D7}");
}
