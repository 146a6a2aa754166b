using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server;

/// <summary><c>buyOutPrice</c> in GraphQL.</summary>
public static class BuyOutPriceField
{
    private static readonly ResultType<BuyOutPrice> Price =
        new ResultType<BuyOutPrice>("BuyOutPrice", "What the guidance fund's share of a sub-fund costs whoever buys it out (受讓價格).")
            .Text("rule", of => of.Rule.Code, describe: "NF-27 where the fund chose it, else NF-26.")
            .Int("revision", of => of.Rule.Revision)
            .Boolean("verified", of => of.Rule.IsVerified, describe: "False: the rule's text was not seen word for word.")
            .Money("paid", of => new MoneyAmount(of.Paid.Minor, of.Paid.Currency.Code), nullable: true, describe: "What the guidance fund paid in by then.")
            .Date("registeredOn", of => of.RegisteredOn, describe: "Years of the ladder count from here: joinedOn where it was given.")
            .Date("transferOn", of => of.TransferOn)
            .Decimal("rateAnnual", of => of.RateAnnual, describe: "Of a transfer yet to come: the rate in force now, unless another is announced or given.")
            .Node("rateOnRecord", "LendingRate", of => of.OnRecord?.Id, describe: "Where the rate is from. Null: it was given.")
            .Instant("knownAt", of => of.KnownAt)
            .Money("price", of => of.Price.IsPresent ? new MoneyAmount(of.Price.Value.Minor, of.Price.Value.Currency.Code) : null, nullable: true, describe: "Null: the rule gives none, see status.")
            .Text("status", of => of.Price.Absent?.Why ?? "OK", describe: "OK, EQUAL_TERMS after the ladder's last year, BEFORE_REGISTRATION.")
            .Said("absentWhy", of => of.Price.Absent?.Detail, nullable: true, describe: "In the reader's language.");

    public static FunctionField Declare() => new(
        "buyOutPrice",
        "What the guidance fund's share of a sub-fund would cost on a day (NF-26, NF-27). Policy staff: every fund; fund managers: own ones.",
        Price,
        [
            InputField.Id("subFundId", required: true),
            InputField.Date("transferOn", required: true),
            InputField.Date("joinedOn", describe: "Where the guidance fund joined by capital increase: the day that change was registered, from which its years run. Default: the fund's registration."),
            InputField.Decimal("rateAnnual", describe: "The benchmark lending rate to reckon with: 0.0435 for 4.35 %. Default, of NF-26: the one on record for that day (lendingRates)."),
            InputField.Instant("knownAt", describe: "Default: now, as far as records are closed."),
        ],
        RunAsync)
    {
        Cost = 500,
        PinnedBy = "knownAt",
    };

    private static async Task<object?> RunAsync(FunctionCall call, CancellationToken cancel)
    {
        var arguments = call.Arguments;
        var query = new BuyOutQuery(
            arguments.Text("subFundId"), arguments.Date("transferOn")!.Value, arguments.Decimal("rateAnnual"), arguments.Instant("knownAt"))
        {
            JoinedOn = arguments.Date("joinedOn"),
        };
        var price = await call.Services.GetRequiredService<PullBuyOutPrice>().RunAsync(call.Actor, query, call.RequestId, cancel);
        return price.IsOk ? price.Value : throw new FieldException(price.Errors[0].Code, UserErrors.Of(price.Errors[0], call.Language).Message);
    }
}
