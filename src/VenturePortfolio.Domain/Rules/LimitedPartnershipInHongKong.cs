namespace VenturePortfolio;

/// <summary>
/// ITVF-07: a fund of the Enhanced Scheme is a limited partnership fund under Cap. 637 of the Laws of Hong Kong 《有限合夥基金條例》, which is registered there. A
/// fund registered elsewhere is none, whatever is stated; that it is one is stated from its certificate. Source: domain notes 6.2 (itf.gov.hk).
/// </summary>
public static class LimitedPartnershipInHongKong
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts) => facts.Jurisdiction is { } place && place != "HK"
        ? new Verdict { Status = VerdictStatus.Breach, Reason = new("REGISTERED_ELSEWHERE", $"the fund is registered in {place}") }
        : facts.StatementsOf(rule.Code).FirstOrDefault() is { } newest ? StatedRules.Kept(rule, facts, newest)
        : facts.Jurisdiction is null ? Verdict.Unknown("JURISDICTION_MISSING", "where the fund is registered is not on record")
        : StatedRules.Unstated("its registration as a limited partnership fund", "its certificate of registration under Cap. 637");
}
