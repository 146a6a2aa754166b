using System.Collections.Frozen;

namespace VenturePortfolio;

/// <summary>
/// The active currencies and fund codes of ISO 4217 with their minor units. Precious metals, test codes and the SDR
/// have no minor unit and are left out. ANG, BGN and ZWL were withdrawn since 2024 and stay, so that older facts can be
/// read.
/// Source: ISO 4217:2015 list one and its amendments.
/// </summary>
internal static class CurrencyTable
{
    private const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private const string Two = """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
        CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
        IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
        MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS
        SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
        ZWL
        """;

    private const string Three = "BHD IQD JOD KWD LYD OMR TND";

    private const string Four = "CLF UYW";

    /// <summary>By a currency's place; the first is that of <c>default</c>.</summary>
    internal static readonly (string Code, int MinorDigits)[] Rows =
        [("XXX", 0), .. new[] { (None, 0), (Two, 2), (Three, 3), (Four, 4) }
            .SelectMany(row => row.Item1.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(code => (code, row.Item2)))];

    internal static readonly FrozenDictionary<string, Currency> ByCode =
        Enumerable.Range(1, Rows.Length - 1).ToFrozenDictionary(place => Rows[place].Code, place => new Currency((byte)place), StringComparer.Ordinal);
}
