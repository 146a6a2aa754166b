using System.Collections.Frozen;

namespace VenturePortfolio;

/// <summary>What stands above and below the line of each definition, in words.</summary>
/// <param name="Numerator">Null for rates of return.</param>
/// <param name="Denominator">Null for amounts and rates of return.</param>
public sealed record MetricTerms(string? Numerator, string? Denominator)
{
    private static readonly FrozenDictionary<string, MetricTerms> ByKey = new Dictionary<string, MetricTerms>(StringComparer.Ordinal)
    {
        ["LV-1"] = new("commitments of everybody", "commitments of guidance funds"),
        ["LV-2"] = new("commitments of everybody but guidance funds", "commitments of guidance funds"),
        ["LV-3"] = new("commitments of Hong Kong capital", "commitments of guidance funds"),
        ["LV-3-SHARE"] = new("commitments of Hong Kong capital", "commitments of everybody"),
        ["GUIDANCE-SHARE"] = new("commitments of guidance funds", "commitments of everybody"),
        ["LV-4-OECD"] = new("commitments on the private side", "commitments on the public side"),
        ["LV-4-MDB"] = new("commitments on the private side", "commitments on the public side"),
        ["LV-4-CN"] = new("commitments on the private side", "commitments on the public side"),
        ["LV-5"] = new("private commitments credited to guidance money", null),
        ["LV-6"] = new("paid in by everybody", "paid in by guidance funds"),
        ["LV-6-PARITY"] = new("guidance paid in x all commitments - all paid in x guidance commitments", "guidance commitments x all commitments"),
        ["LV-7"] = new("cost paid to portfolio companies", "paid in by guidance funds"),
        ["LV-7-DEALS"] = new("cost paid to portfolio companies", "guidance money in the cost"),
        ["CN_CONVERSION_DEALS"] = new("cost in enterprises that convert publicly funded achievements", "guidance money in the cost"),
        ["LV-8"] = new("totals of the rounds taken part in", "amounts invested in these rounds"),
        ["LV-9"] = new("totals of the rounds taken part in", "guidance money in the amounts invested"),
        ["LV-10"] = new("money of others than our sub-funds in later rounds within W months of our first entry, split among our earlier stakes", "guidance money in the amounts invested"),
        ["LV-11"] = new("twice the cost in enterprises that convert", "the larger of six times guidance money and all commitments"),
        ["CN_AMPLIFY"] = new("commitments of everybody", "commitments of guidance funds"),
        ["CN_CONVERSION_MULTIPLE"] = new("cost in enterprises that convert publicly funded achievements", "commitments of guidance funds"),
        ["EU_ESIF_LEVERAGE"] = new("commitments of everybody", "commitments of guidance funds"),
        ["EU_FR_LEVERAGE"] = new("cost paid to portfolio companies", "paid in by guidance funds"),
        ["OECD_MPF_CIV"] = new("private commitments credited to guidance money", null),
        ["MDB_PIM"] = new("private commitments credited to guidance money", null),
        ["MDB_PDM"] = new("private money with evidence of a direct role", null),
        ["EU_MULTIPLIER"] = new("investment of final recipients", "the Union's contribution"),
        ["HK_ITVF_MATCH"] = new("private money in the rounds the Government's money is in", "Government money in these rounds"),
        ["HK_ITVF_ATTRACTED"] = new("private money in the rounds the Government's money is in and all later ones", "Government money in these rounds"),
        ["US_SSBCI_LOAN_OR_INVESTMENT"] = new("loans or investments", "original public funds"),
        ["US_SSBCI_PLUS_CONCURRENT"] = new("loans or investments and concurrent private money", "original public funds"),
        ["US_SSBCI_NEW_FINANCING"] = new("loans or investments, concurrent and subsequent private money", "original public funds"),
        ["JOBS"] = new("jobs created and retained, in ten-thousandths", "ten thousand"),
        ["PIC"] = new("paid in", "commitments"),
        ["DPI"] = new("distributions", "paid in"),
        ["RVPI"] = new("residual value", "paid in"),
        ["TVPI"] = new("distributions and residual value", "paid in"),
        ["PAID_IN"] = new("paid in", null),
        ["DISTRIBUTED"] = new("distributions", null),
        ["RESIDUAL_VALUE"] = new("residual value", null),
        ["MOIC"] = new("proceeds and value of the holdings", "paid to companies"),
        ["GROSS_DPI"] = new("proceeds from companies", "paid to companies"),
        ["GROSS_RVPI"] = new("value of the holdings", "paid to companies"),
        ["NET_IRR"] = new(null, null),
        ["NET_IRR_1Y"] = new(null, null),
        ["NET_IRR_3Y"] = new(null, null),
        ["NET_IRR_5Y"] = new(null, null),
        ["GROSS_IRR"] = new(null, null),
        ["GROSS_IRR_1Y"] = new(null, null),
        ["GROSS_IRR_3Y"] = new(null, null),
        ["GROSS_IRR_5Y"] = new(null, null),
        ["NET_IRR_PERIOD"] = new(null, null),
        ["NET_RETURN_PERIOD"] = new("residual value and distributions less opening value and paid in", "opening value and paid in less distributions, by the part of the period they were there"),
        ["GROSS_IRR_PERIOD"] = new(null, null),
        ["GROSS_RETURN_PERIOD"] = new("closing value and proceeds less opening value and paid to companies", "opening value and paid to companies less proceeds, by the part of the period they were there"),
        ["TVPI_EX_LINE"] = new("distributions, residual value and what is still borrowed", "paid in, with draws in the place of calls that pay the line back"),
        ["NET_IRR_EX_LINE"] = new(null, null),
        ["KS_PME"] = new("distributions grown by the index and residual value", "paid in grown by the index"),
        ["DIRECT_ALPHA"] = new(null, null),
        ["GROSS_KS_PME"] = new("proceeds from companies grown by the index and value of the holdings", "paid to companies grown by the index"),
        ["GROSS_DIRECT_ALPHA"] = new(null, null),
        ["GRAD-HNTE"] = new("1 once the certificate is reported", "1"),
        ["GRAD-FINANCING"] = new("rounds closed, in renminbi", "RMB 5 m"),
        ["GRAD-REVENUE"] = new("revenue of the best two consecutive years, in renminbi", "RMB 10 m"),
        ["GRAD-EXIT"] = new("1 once a merger, acquisition or listing is reported", "1"),
        ["GRADUATION"] = new("1 once any ground is met", "1"),
        ["GRAD-HNTE-SHARE"] = new("startups that meet the ground", "startups ever admitted that can be judged"),
        ["GRAD-FINANCING-SHARE"] = new("startups that meet the ground", "startups ever admitted that can be judged"),
        ["GRAD-REVENUE-SHARE"] = new("startups that meet the ground", "startups ever admitted that can be judged"),
        ["GRAD-EXIT-SHARE"] = new("startups that meet the ground", "startups ever admitted that can be judged"),
        ["GRADUATION-SHARE"] = new("startups that meet any ground", "startups ever admitted that can be judged"),
        ["GRADUATION-RATE"] = new("stays graduated in the year", "stays at its start and admissions in it"),
        ["ON-TIME"] = new("milestones reached by their due day", "milestones due"),
        ["SLIPPAGE-DAYS"] = new("days late, less days early", "milestones due"),
        ["SURVIVAL-1Y"] = new("startups alive on the anniversary", "startups admitted at least a year ago, known to be alive or closed by then"),
        ["SURVIVAL-3Y"] = new("startups alive on the anniversary", "startups admitted at least three years ago, known to be alive or closed by then"),
        ["SURVIVAL-5Y"] = new("startups alive on the anniversary", "startups admitted at least five years ago, known to be alive or closed by then"),
        ["FIRST-ROUND-DAYS"] = new("days from admission to the first round", "startups that had a round"),
        ["ENTRY-AGE"] = new("days from founding to first admission", "days to the limit"),
        ["STAY-LENGTH"] = new("days of the last stay", "days to the limit"),
        ["ENTRY-AGE-SHARE"] = new("startups within the limit at entry", "startups ever admitted whose founding day is known"),
        ["STAY-LENGTH-SHARE"] = new("startups whose last stay is within the limit", "startups ever admitted"),
        ["CONVERSIONS"] = new("achievements converted", "1"),
        ["CONVERSION-SHARE"] = new("startups with a conversion", "startups ever admitted"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Keys of the definitions it knows.</summary>
    public static IReadOnlyCollection<string> Keys => ByKey.Keys;

    public static MetricTerms Of(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return ByKey[metric.Key];
    }
}
