namespace VenturePortfolio.Server;

/// <summary>The reference list of currencies.</summary>
internal static class CurrencyNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Currency", "currency", "An ISO 4217 currency.")
        .Key("code", ColumnType.Text)
        .Root("currency", "currencies")
        .Rows(170)
        .Card()
        .Text("code", order: true)
        .Int("minorDigits", order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant")
        .Text("nameZhHans")
        .Text("source")
        .ToMany("fxRates", "FxRate", "currency", rows: 5_000);
}
