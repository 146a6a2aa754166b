namespace VenturePortfolio;

/// <summary>
/// NF-28: at most share_max of the guidance fund's gain may reward the manager, and only of a fund whose average yearly return reached the benchmark rate of the day
/// of contribution; amounts as stated. Progress is the reward of the gain, absent without a gain. Source: 國科發財〔2014〕229號 (general knowledge).
/// </summary>
internal static class ManagerReward
{
    internal static Verdict Judge(RuleDefinition rule, RuleFacts facts, RuleStatement newest)
    {
        if (newest is not { Amount: { } reward, Gain: { } gain })
        {
            return newest.Says(VerdictStatus.Unknown, "the amounts are missing");
        }

        var headroom = (rule.Number("share_max") * gain.Minor) - Fraction.Whole(reward.Minor);
        var verdict = headroom.Numerator < 0 ? newest.Says(VerdictStatus.Breach, "the reward is above the share of the gain")
            : reward.Minor > 0 && newest.IsKept != true ? newest.Says(VerdictStatus.Breach, "a reward was paid though the return did not reach the rate")
            : newest.Says(VerdictStatus.Pass, "the rule is kept");
        return verdict with
        {
            Progress = gain.Minor > 0 ? new Fraction(reward.Minor, gain.Minor) : null, Headroom = headroom, Currency = reward.Currency,
        };
    }
}
