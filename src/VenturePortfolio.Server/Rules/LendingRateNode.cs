namespace VenturePortfolio.Server;

/// <summary>The benchmark lending rate by day (貸款基準利率).</summary>
internal static class LendingRateNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("LendingRate", "lending_rate", "The benchmark lending rate of one year of the People's Bank of China, from a day on. NF-26 reckons with it.")
        .Root("lendingRate", "lendingRates")
        .Rows(50)
        .Dated()
        .Date("effectiveOn", order: true, describe: "First day it is in force; it stays so until the next. Of several for one day the newest told counts.")
        .Decimal("rateAnnual", order: true, describe: "Fraction per year, 0.0435 for 4.35 %.")
        .Text("source", describe: "Where it was published.")
        .ToOne("recordedBy", "Person", "recorded_by", describe: "Null: loaded by a job, or hidden.")
        .Instant("recordedAt", order: true);
}
