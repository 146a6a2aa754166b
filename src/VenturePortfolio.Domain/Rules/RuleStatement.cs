using NodaTime;

namespace VenturePortfolio;

/// <summary>What a statement says beside the paper it is read from.</summary>
public enum StatementContent
{
    /// <summary>Whether the rule is kept.</summary>
    Kept,

    /// <summary>Whether a bank holds the assets, and which.</summary>
    Custodian,

    /// <summary>How many senior staff of enough experience, and how many successful cases.</summary>
    Staff,

    /// <summary>The reward, the guidance fund's gain, and whether the fund's return reached the rate that a reward asks for.</summary>
    Reward,

    /// <summary>The price of a transfer; the benchmark rate of its day where none is on record.</summary>
    Transfer,
}

/// <summary>
/// What a paper says of one rule and one sub-fund from a day on, for rules whose facts no ledger carries. Of several the newest counts; of one day that of policy
/// staff before the manager's own. One that a later row replaces was wrong and does not count.
/// </summary>
public sealed record RuleStatement
{
    public required Guid Id { get; init; }

    public required string RuleCode { get; init; }

    /// <summary>The day the paper speaks of; of a transfer, its day.</summary>
    public required LocalDate EffectiveOn { get; init; }

    public required Instant RecordedAt { get; init; }

    /// <summary>True: policy staff read the paper; false: the fund's own manager says so.</summary>
    public required bool IsOfPolicyStaff { get; init; }

    /// <summary>Title of the paper.</summary>
    public required string Paper { get; init; }

    /// <summary>Null where numbers say it.</summary>
    public bool? IsKept { get; init; }

    public int? StaffCount { get; init; }

    public int? CaseCount { get; init; }

    /// <summary>The reward or the price; null of other contents.</summary>
    public Money? Amount { get; init; }

    /// <summary>In the currency of <see cref="Amount"/>; null unless a reward is stated.</summary>
    public Money? Gain { get; init; }

    /// <summary>Fraction per year; null unless a transfer and its rate are stated.</summary>
    public decimal? RateAnnual { get; init; }

    internal VerdictEvidence Evidence => new("rule_statement", Id, EffectiveOn, RecordedAt, Amount);

    /// <summary>A verdict that rests on this, and says whose word it is.</summary>
    /// <param name="what">What was found, in words.</param>
    internal Verdict Says(VerdictStatus status, string what) => new()
    {
        Status = status,
        Reason = new(
            IsOfPolicyStaff ? "STATED_BY_POLICY_STAFF" : "STATED_BY_MANAGER",
            $"{what}, as stated by {(IsOfPolicyStaff ? "the policy staff" : "the fund's own manager")} from the paper: {Paper}"),
        Evidence = [Evidence],
    };
}
