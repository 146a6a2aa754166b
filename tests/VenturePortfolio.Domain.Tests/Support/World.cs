using System.Globalization;
using NodaTime;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// Arranges histories with the field's words. Everything is recorded on its own day unless said otherwise.
/// </summary>
internal static class World
{
    internal static readonly InvestorClass Guidance = new("GUIDANCE_FUND", true, false, false, true);
    internal static readonly InvestorClass LocalGovernment = new("LOCAL_GOVERNMENT_FUND", false, false, false, true);
    internal static readonly InvestorClass MainlandPrivate = new("MAINLAND_PRIVATE", false, false, true, true);
    internal static readonly InvestorClass HongKongPrivate = new("HK_PRIVATE", false, true, true, true);
    internal static readonly InvestorClass HongKongPublic = new("HK_PUBLIC", false, true, false, true);
    internal static readonly InvestorClass GeneralPartner = new("GENERAL_PARTNER", false, false, true, true);
    internal static readonly InvestorClass StateOwned = new("STATE_OWNED_ENTERPRISE", false, false, null, true);
    internal static readonly InvestorClass Undisclosed = new("UNDISCLOSED", false, false, null, false);

    internal static readonly Instant Ever = Instant.FromUtc(2100, 1, 1, 0, 0);

    internal static FundBuilder Fund(Currency currency) => new(currency);

    internal static LocalDate On(int year, int month, int day) => new(year, month, day);

    /// <summary>The instant by which a fact of that day is recorded when nothing else is said.</summary>
    internal static Instant Noon(LocalDate date) => date.At(new LocalTime(12, 0)).InUtc().ToInstant();

    internal static Money Money(decimal amount, Currency currency) =>
        new((long)(amount * (decimal)Math.Pow(10, currency.MinorDigits)), currency);

    internal static FxQuote Monthly(Currency currency, LocalDate on, decimal perUsd) =>
        new(currency, on, Noon(on), (long)(perUsd * 100_000_000), FxSeries.MonthlyAverage,
            "US Federal Reserve H.10/G.5");

    internal static FxQuote Daily(Currency currency, LocalDate on, decimal perUsd, Instant? recordedAt = null) =>
        new(currency, on, recordedAt ?? Noon(on), (long)(perUsd * 100_000_000), FxSeries.Daily, "test");

    internal static FinancingRound Round(
        StartupId startup, decimal total, LocalDate on, Currency? currency = null, params (InvestorClass Of, decimal Amount)[] parts) => new()
    {
        Id = new(Guid.NewGuid()), Startup = startup, Total = Money(total, currency ?? Currency.Cny), EffectiveOn = on, RecordedAt = Noon(on),
        Parts = [.. parts.Select(part => new RoundPart(Guid.NewGuid(), part.Of, Money(part.Amount, currency ?? Currency.Cny), Noon(on)))],
    };

    internal static StartupId Startup() => new(Guid.NewGuid());

    internal static PortfolioHistory Pool(
        LocalDate asOf, FxTable fx, FxBasis? basis, Currency currency, params IEnumerable<FundBuilder> funds) => new()
    {
        AsOf = asOf,
        Funds = [.. funds.Select(fund => FundHistory.Cut(fund.Facts, asOf, Ever))],
        ReportCurrency = currency,
        Fx = fx,
        FxBasisOverride = basis,
        Mappings = Mappings,
    };

    /// <summary>The readings of domain.md 3.2: the very file that the program seeds.</summary>
    internal static IReadOnlyList<ClassMapping> Mappings { get; } =
    [
        .. Oracle.Rows("class_mappings.csv").GroupBy(row => (Method: row["method"], Version: row["version"])).Select(rows => new ClassMapping(
            rows.Key.Method,
            int.Parse(rows.Key.Version, CultureInfo.InvariantCulture),
            rows.ToDictionary(row => row["class_code"], row => Enum.Parse<ContributorSide>(row["side"], ignoreCase: true), StringComparer.Ordinal))),
    ];
}
