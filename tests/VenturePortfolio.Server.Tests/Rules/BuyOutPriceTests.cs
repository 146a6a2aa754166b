using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>What the guidance fund's share costs, through GraphQL. Values of domain.md 1.4: 60 million paid, registered 2018-01-15, 4.35 %.</summary>
public sealed class BuyOutPriceTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly RunningServer server = new(cluster) { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Profile"] = "demo" } };

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        var job = server.Logins.Job;
        await using (var world = job.CreateCommand(SmallWorld.Sql))
        {
            await world.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await SeedReference.RunAsync(job, TestContext.Current.CancellationToken);
        await using var command = job.CreateCommand($"""
            insert into sub_fund_term (sub_fund_id, currency, approved_on, registered_on, effective_on) values ('{SmallWorld.FundA}', 'CNY', '2018-01-01', '2018-01-15', '2018-01-15');
            insert into sub_fund_term (sub_fund_id, currency, approved_on, effective_on) values ('{SmallWorld.FundB}', 'CNY', '2018-01-01', '2018-01-15');
            insert into investor_class_assignment (investor_id, class_code, effective_on) values ('{SmallWorld.Investor}', 'GUIDANCE', '2015-01-01');
            insert into cash_flow (sub_fund_id, investor_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on)
                values ('{SmallWorld.FundA}', '{SmallWorld.Investor}', 'CAPITAL_CALL', 6000000000, 'CNY', 0, '2018-02-01');
            """);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_ladder_the_fund_is_bound_by_says_the_price()
    {
        Assert.Equal("NF-26 60000000.00 60000000.00 OK", await PriceAsync(TestPerson.Policy, "2022-01-15"));
        Assert.Equal("NF-26 60000000.00 63797013.70 OK", await PriceAsync(TestPerson.Manager, "2023-06-30"));
        Assert.Equal("NF-26 60000000.00 - EQUAL_TERMS", await PriceAsync(TestPerson.Policy, "2024-06-30"));
        Assert.Equal("NOT_FOUND", await PriceAsync(TestPerson.OtherManager, "2023-06-30"));
        Assert.Equal("FORBIDDEN", await PriceAsync(TestPerson.Incubator, "2023-06-30"));
        Assert.Equal("RATE_OUT_OF_RANGE", await PriceAsync(TestPerson.Policy, "2023-06-30", "4.35"));
        Assert.Equal("DATE_OUT_OF_RANGE", await PriceAsync(TestPerson.Policy, "1969-12-31"));
        Assert.Equal("REGISTRATION_MISSING", await PriceAsync(TestPerson.Policy, "2023-06-30", fund: SmallWorld.FundB));

        await using var choose = server.Logins.Job.CreateCommand(
            $"insert into rule_choice (sub_fund_id, rule_code, is_chosen, effective_on) values ('{SmallWorld.FundA}', 'NF-27', true, '2018-01-15')");
        await choose.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        // 1,262 days from 2021-01-15: 9,024,164.38.
        Assert.Equal("NF-27 60000000.00 69024164.38 OK", await PriceAsync(TestPerson.Policy, "2024-06-30"));
    }

    /// <summary>The one-year rate of the People's Bank of China: 4.35 % from 2015-10-24 (Reuters of 2015-10-23, quoting the bank); domain.md 1.4 reckons with it on 2023-06-30.</summary>
    [Fact]
    public async Task A_rate_that_is_not_given_is_the_one_in_force_on_the_day_of_the_transfer()
    {
        Assert.Equal("NF-26 60000000.00 63797013.70 OK", await PriceAsync(TestPerson.Manager, "2023-06-30", rate: null));
        Assert.Equal("NF-26 60000000.00 60000000.00 OK", await PriceAsync(TestPerson.Policy, "2022-01-15", rate: null));
        Assert.Equal("NF-26 60000000.00 - EQUAL_TERMS", await PriceAsync(TestPerson.Policy, "2024-06-30", rate: null));
        Assert.Equal("0.0435 2015-10-24", await RateAsync("2023-06-30"));

        // A day of its own brings the next rate; told again for the same day, the newest counts: 60,000,000 x 3.65 % x 531 / 365 = 3,186,000.00.
        await RecordAsync("2023-06-30", "0.0400");
        await RecordAsync("2023-06-30", "0.0365");
        Assert.Equal("NF-26 60000000.00 63186000.00 OK", await PriceAsync(TestPerson.Policy, "2023-06-30", rate: null));
        Assert.Equal("0.0435 2015-10-24", await RateAsync("2023-06-29"));
        Assert.Equal("0.0365 2023-06-30", await RateAsync("2023-06-30"));
        Assert.Equal("NF-26 60000000.00 63797013.70 OK", await PriceAsync(TestPerson.Policy, "2023-06-30"));
    }

    [Fact]
    public async Task Where_no_rate_is_on_record_the_answer_says_what_to_do()
    {
        await using (var late = server.Logins.Job.CreateCommand(
            $"insert into sub_fund_term (sub_fund_id, currency, approved_on, registered_on, effective_on) values ('{SmallWorld.FundA}', 'CNY', '2011-01-01', '2011-01-15', '2011-01-15');"
            + $"insert into cash_flow (sub_fund_id, investor_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on) values ('{SmallWorld.FundA}', '{SmallWorld.Investor}', 'CAPITAL_CALL', 100, 'CNY', 0, '2011-02-01');"
            + $"insert into investor_class_assignment (investor_id, class_code, effective_on) values ('{SmallWorld.Investor}', 'GUIDANCE', '2011-01-01');"))
        {
            await late.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("NO_RATE_IN_FORCE", await PriceAsync(TestPerson.Policy, "2015-10-23", rate: null));
        Assert.Equal("NF-26 1.00 1.03 OK", await PriceAsync(TestPerson.Policy, "2015-10-24", rate: null));

        // NF-27 reckons with the rate of the same period (同期), not with that of one year.
        await using var choose = server.Logins.Job.CreateCommand(
            $"insert into rule_choice (sub_fund_id, rule_code, is_chosen, effective_on) values ('{SmallWorld.FundA}', 'NF-27', true, '2011-01-15')");
        await choose.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Equal("RATE_NOT_KEPT", await PriceAsync(TestPerson.Policy, "2023-06-30", rate: null));
    }

    /// <summary>domain.md 1.2, NF-26: for funds joined by capital increase, years run from the change of registration.</summary>
    [Fact]
    public async Task Years_of_a_guidance_fund_that_joined_later_run_from_its_registration()
    {
        Assert.Equal("2019-06-30 60000000.00", await JoinedAsync("2019-06-30", "2023-06-30")); // exactly four years
        Assert.Equal("2019-06-29 60007150.68", await JoinedAsync("2019-06-29", "2023-06-30")); // one day more: 60,000,000 x 4.35 % / 365
        Assert.Equal("DATE_OUT_OF_RANGE", await JoinedAsync("2199-01-01", "2023-06-30"));
    }

    private async Task<string> JoinedAsync(string joined, string on)
    {
        var answer = await server.QueryAsync(
            TestPerson.Policy,
            "query($f: ID!, $d: Date!, $j: Date) { buyOutPrice(subFundId: $f, transferOn: $d, joinedOn: $j) { registeredOn price { amount } } }",
            new { f = SmallWorld.Id("SubFund", SmallWorld.FundA), d = on, j = joined });
        return RunningServer.CodeOf(answer) ?? (answer.GetProperty("data").GetProperty("buyOutPrice") is var price
            ? $"{price.GetProperty("registeredOn")} {price.GetProperty("price").GetProperty("amount").GetString()}" : "");
    }

    private async Task RecordAsync(string on, string rate)
    {
        var answer = await server.QueryAsync(
            TestPerson.Policy,
            "mutation($i: RecordLendingRateInput!) { recordLendingRate(input: $i) { lendingRate { rateAnnual } userErrors { code path } } }",
            new { i = new { effectiveOn = on, rateAnnual = rate, source = "Invented notice", idempotencyKey = Guid.NewGuid().ToString() } });
        Assert.Equal(rate, decimal.Parse(
            answer.GetProperty("data").GetProperty("recordLendingRate").GetProperty("lendingRate").GetProperty("rateAnnual").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture).ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<string> RateAsync(string on)
    {
        var answer = await server.QueryAsync(
            TestPerson.Policy,
            "query($f: ID!, $d: Date!) { buyOutPrice(subFundId: $f, transferOn: $d) { rateAnnual rateOnRecord { effectiveOn } } }",
            new { f = SmallWorld.Id("SubFund", SmallWorld.FundA), d = on });
        var price = answer.GetProperty("data").GetProperty("buyOutPrice");
        return $"{price.GetProperty("rateAnnual").GetString()!.TrimEnd('0')} {price.GetProperty("rateOnRecord").GetProperty("effectiveOn")}";
    }

    private async Task<string> PriceAsync(TestPerson person, string on, string? rate = "0.0435", Guid? fund = null)
    {
        var answer = await server.QueryAsync(
            person,
            "query($f: ID!, $d: Date!, $r: Decimal) { buyOutPrice(subFundId: $f, transferOn: $d, rateAnnual: $r) { rule paid { amount } price { amount } status } }",
            new { f = SmallWorld.Id("SubFund", fund ?? SmallWorld.FundA), d = on, r = rate });
        if (RunningServer.CodeOf(answer) is { } code)
        {
            return code;
        }

        var price = answer.GetProperty("data").GetProperty("buyOutPrice");
        var amount = price.GetProperty("price");
        return $"{price.GetProperty("rule")} {price.GetProperty("paid").GetProperty("amount")} "
            + $"{(amount.ValueKind == System.Text.Json.JsonValueKind.Null ? "-" : amount.GetProperty("amount").GetString())} {price.GetProperty("status")}";
    }
}
