using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// An invented programme of eight years, every row marked as invented: who and what there is stands in seeds/demo, what
/// happened to them follows from it, the same in every database. T-LEV-1 is the leverage vector of the domain notes 3.4.
/// </summary>
public static class SeedDemo
{
    private const string Folder = "demo";

    /// <summary>Needs the reference lists and, for its figures, the public seed's rates.</summary>
    public static async Task<SeedOutcome> RunAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        var cards = new SeedCards(Folder, invented: true, cancel);
        var rates = await RatesAsync(cancel);
        var startups = await StartupsAsync(cancel);
        var funds = await FundsAsync(cancel);
        var incubators = startups.Select(startup => startup.Incubator).Distinct(StringComparer.Ordinal).ToList();
        return await SeedLoad.RunAsync(job,
        [
            await cards.OrganisationsAsync(),
            .. await PeopleAsync(cancel),
            await cards.ProgrammesAsync(),
            .. await cards.SubFundsAsync(),
            .. await cards.InvestorsAsync(),
            ChangedClass(),
            .. await cards.CommitmentsAsync(),
            await cards.IncubatorsAsync(),
            .. DemoLives.Of(startups, funds, incubators, rates),
            .. await DemoSayings.ReadAsync(job, cancel),
        ], cancel);
    }

    /// <summary>A family holding that came into public hands: its class has two dates.</summary>
    private static BulkTable ChangedClass()
    {
        var table = new BulkTable("investor_class_assignment", "id", "id", "investor_id", "class_code", "effective_on", "recorded_at");
        table.Add(SeedId.Of("investor_class_assignment", "DEMO-I-11 changed"), SeedId.Of("investor", "DEMO-I-11"), "HK_PUBLIC",
            new LocalDate(2024, 7, 1), SeedLoad.Noon(new LocalDate(2024, 9, 10)));
        return table;
    }

    private static async Task<BulkTable[]> PeopleAsync(CancellationToken cancel)
    {
        var people = new BulkTable("person", "id", "id", "display_name", "issuer", "subject", "language");
        var memberships = new BulkTable("membership", "id", "id", "person_id", "organisation_id", "role");
        var file = await SeedFile.ReadAsync($"{Folder}/people.csv", ["subject", "display_name", "language", "organisation", "role"], cancel);
        file.ForEach((row, values) =>
        {
            var subject = values.Text(row, "subject");
            var id = SeedId.Of("person", subject);
            people.Add(id, values.Text(row, "display_name"), DemoIssuer.Name, subject, values.Text(row, "language"));
            memberships.Add(SeedId.Of("membership", subject), id, SeedId.Of("organisation", values.Text(row, "organisation")), values.Text(row, "role"));
        });
        return [people, memberships];
    }

    private static async Task<FxTable> RatesAsync(CancellationToken cancel)
    {
        var quotes = new List<FxQuote>();
        var file = await SeedFile.ReadAsync("public/fx_rates.csv", ["currency", "effective_on", "per_usd", "source"], cancel);
        file.ForEach((row, values) => quotes.Add(new(values.CurrencyOf(row, "currency"), values.Date(row, "effective_on"), Instant.MinValue,
            (long)(values.Number(row, "per_usd") * 100_000_000), FxSeries.MonthlyAverage, values.Text(row, "source"))));
        return FxTable.KnownAt(quotes, Instant.MaxValue);
    }

    private static async Task<List<DemoStartup>> StartupsAsync(CancellationToken cancel)
    {
        var startups = new List<DemoStartup>();
        var file = await SeedFile.ReadAsync($"{Folder}/startups.csv", DemoStartup.Columns, cancel);
        file.ForEach((row, values) => startups.Add(new(row, values)));
        return startups;
    }

    private static async Task<List<DemoFund>> FundsAsync(CancellationToken cancel)
    {
        var funds = new List<DemoFund>();
        var shapes = await SeedFile.ReadAsync($"{Folder}/fund_shapes.csv", DemoFund.Columns, cancel);
        shapes.ForEach((row, values) => funds.Add(new(row, values)));
        var pledges = await SeedFile.ReadAsync($"{Folder}/commitments.csv", ["sub_fund", "investor", "kind", "amount", "currency", "effective_on", "reverses"], cancel);
        pledges.ForEach((row, values) =>
        {
            var currency = values.CurrencyOf(row, "currency");
            var lowers = (values.Text(row, "kind") is "REDUCTION" or "WITHDRAWAL") != (values.TextOrNone(row, "reverses") is not null);
            var amount = values.Amount(row, "amount", currency);
            funds.Find(fund => fund.Code == values.Text(row, "sub_fund"))?.Pledge(new(
                SeedId.Of("investor", values.Text(row, "investor")), lowers ? -amount : amount, currency, values.Date(row, "effective_on")));
        });
        return funds;
    }
}
