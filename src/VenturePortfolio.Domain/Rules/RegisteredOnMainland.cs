namespace VenturePortfolio;

/// <summary>
/// NF-13: the sub-fund is registered in mainland China, as a company or limited partnership, for venture investment. Registered elsewhere it does not keep the
/// rule, whatever is stated; legal form and business are stated from its licence. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
public static class RegisteredOnMainland
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts) => facts.Jurisdiction is { } place && place != "CN"
        ? new Verdict { Status = VerdictStatus.Breach, Reason = new("REGISTERED_ELSEWHERE", $"the fund is registered in {place}") }
        : facts.StatementsOf(rule.Code).FirstOrDefault() is { } newest ? StatedRules.Kept(rule, facts, newest)
        : facts.Jurisdiction is null ? Verdict.Unknown("JURISDICTION_MISSING", "where the fund is registered is not on record")
        : StatedRules.Unstated("its legal form and registered business", "its business licence");
}
