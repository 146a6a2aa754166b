namespace VenturePortfolio;

/// <summary>
/// NF-13: the sub-fund is registered in mainland China, as a company or limited partnership, for venture investment. Registered elsewhere it does not keep the
/// rule; registered there, legal form and business are not on record. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
public static class RegisteredOnMainland
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts) => facts.Jurisdiction switch
    {
        null => Verdict.Unknown("JURISDICTION_MISSING", "where the fund is registered is not on record"),
        "CN" => Verdict.Unknown("FACT_NOT_RECORDED", "registered in mainland China; its legal form and registered business are not on record"),
        var elsewhere => new Verdict { Status = VerdictStatus.Breach, Reason = new("REGISTERED_ELSEWHERE", $"the fund is registered in {elsewhere}") },
    };
}
