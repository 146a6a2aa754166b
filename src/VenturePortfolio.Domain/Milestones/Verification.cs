namespace VenturePortfolio;

/// <summary>How far a reported milestone has been checked, in rising order. Source: domain.md 5.1.</summary>
public enum Verification
{
    /// <summary>V0: the startup or its incubator says so.</summary>
    SelfReported = 0,

    /// <summary>V1: the incubator has checked a document.</summary>
    DocumentChecked = 1,

    /// <summary>V2: a public register or a third party confirms it.</summary>
    ThirdPartyConfirmed = 2,

    /// <summary>V3: independently audited.</summary>
    Audited = 3,
}

/// <summary>The stored and printed keys of <see cref="Verification"/>.</summary>
public static class VerificationText
{
    /// <summary>"V0" to "V3".</summary>
    public static string Print(this Verification level) => $"V{(int)level}";

    public static bool TryParse(string? text, out Verification level)
    {
        level = text switch
        {
            "V1" => Verification.DocumentChecked,
            "V2" => Verification.ThirdPartyConfirmed,
            "V3" => Verification.Audited,
            _ => Verification.SelfReported,
        };
        return text is "V0" or "V1" or "V2" or "V3";
    }
}
