namespace VenturePortfolio.Server;

/// <summary>Exchange rates in two times.</summary>
internal static class FxRateNode
{
    public static readonly EnumDeclaration Series = new("FxSeries", "How a rate was taken.", "DAILY", "MONTHLY_AVERAGE");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("FxRate", "fx_rate", "Units of a currency for one US dollar.")
        .Root("fxRate", "fxRates")
        .Rows(20_000)
        .Dated()
        .ToOne("currency", "Currency", "currency")
        .Enum("series", Series, order: true)
        .Date("effectiveOn", order: true, describe: "Monthly averages: the first day of their month.")
        .Decimal("perUsd", order: true)
        .Text("source")
        .Instant("recordedAt", order: true);
}
