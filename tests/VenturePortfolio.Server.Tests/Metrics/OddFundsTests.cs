using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Sub-funds that figures cannot be made of, or only with effort, beside one that is as it should be.</summary>
public sealed class OddFundsTests(TestCluster cluster)
{
    private static readonly LocalDate AsOf = new(2024, 12, 31);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fund_without_a_rate_one_without_a_root_and_one_with_very_many_flows_leave_the_others_alone()
    {
        var flows = Trials.Of(5_000, 100_000);
        await using var logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        var nights = new Nights(logins);
        Assert.Equal(NightState.Published, (await nights.ByHandAsync(AsOf.PlusDays(-1))).State);
        var before = await OfAsync(nights, facts["T-LEV-1"], AsOf.PlusDays(-1));

        // Rates are missing; no rate makes these flows worth nothing (domain.md 4.4); a flow a day and more, each of one fen.
        await facts.FundAsync("NO-RATE", "T-LEV");
        await facts.FlowAsync("NO-RATE", await facts.CommitAsync("NO-RATE", "GUIDANCE", 100, new LocalDate(2018, 6, 30), "HKD"), "CAPITAL_CALL", 50, new LocalDate(2018, 7, 1), "HKD");
        await facts.FundAsync("NO-ROOT", "T-LEV");
        var investor = await facts.CommitAsync("NO-ROOT", "GUIDANCE", 300_000, new LocalDate(2020, 1, 1));
        await facts.FlowAsync("NO-ROOT", investor, "CAPITAL_CALL", 100_000, new LocalDate(2020, 1, 1));
        await facts.FlowAsync("NO-ROOT", investor, "DISTRIBUTION", 250_000, new LocalDate(2021, 1, 1));
        await facts.FlowAsync("NO-ROOT", investor, "CAPITAL_CALL", 170_000, new LocalDate(2022, 1, 1));
        await facts.NavAsync("NO-ROOT", 0, new LocalDate(2022, 1, 2));
        await facts.FundAsync("MANY", "T-LEV");
        var payer = await facts.CommitAsync("MANY", "GUIDANCE", 1_000_000, new LocalDate(2015, 1, 1));
        await facts.RunAsync(
            """
            insert into cash_flow (sub_fund_id, investor_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, recorded_at)
            select $1, $2, 'CAPITAL_CALL', 1, 'CNY', 0, date '2015-01-01' + g % 3000, $3 from generate_series(1, $4) g
            """,
            facts["MANY"], facts[payer], PlantedFacts.Long, flows);
        await facts.NavAsync("MANY", flows, new LocalDate(2024, 12, 1));

        Assert.Equal(NightState.Published, (await nights.ByHandAsync(AsOf)).State);

        Assert.Equal(
            ["MANY PIC " + (flows / 1_000_000m).ToString("0.##########", System.Globalization.CultureInfo.InvariantCulture), "NO-RATE PIC FX_MISSING", "NO-ROOT NET_IRR NO_ROOT", "NO-ROOT PIC 0.9"],
            await nights.ColumnAsync($"""
                select concat_ws(' ', f.code, v.metric_key, coalesce(trim_scale(v.value)::text, v.status))
                from metric_value v join sub_fund f on f.id = v.sub_fund_id
                where v.as_of = '2024-12-31' and f.code <> 'T-LEV-1' and (v.metric_key = 'PIC' or v.metric_key = 'NET_IRR' and f.code = 'NO-ROOT')
                order by 1
                """));
        Assert.Equal(before, await OfAsync(nights, facts["T-LEV-1"], AsOf));
    }

    /// <summary>Figures that a day more does not change.</summary>
    private static Task<List<string>> OfAsync(Nights nights, Guid fund, LocalDate asOf) => nights.ColumnAsync($"""
        select concat_ws(' ', metric_key, coalesce(value::text, status), numerator, denominator)
        from metric_value
        where sub_fund_id = '{fund}' and as_of = '{asOf:uuuu-MM-dd}' and unit = 'RATIO'
        order by 1
        """);
}
