namespace VenturePortfolio.Server;

/// <summary>Decimals of a currency's minor unit. Source: ISO 4217, list one; two unless said.</summary>
internal static class CurrencyDigits
{
    public static int Of(ReadOnlySpan<char> code) => code switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "UYI" or "VND" or "VUV"
            or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        "CLF" or "UYW" => 4,
        _ => 2,
    };
}
