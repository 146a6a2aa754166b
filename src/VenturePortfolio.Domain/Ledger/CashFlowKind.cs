using System.Diagnostics.CodeAnalysis;

namespace VenturePortfolio;

/// <summary>Between whom money moves.</summary>
public enum FlowSide
{
    /// <summary>Between the sub-fund and its investors.</summary>
    Investor,

    /// <summary>Between the sub-fund and its portfolio companies.</summary>
    Company,

    /// <summary>From the sub-fund to those who run it.</summary>
    FundCost,
}

/// <summary>
/// What a flow may do to the unfunded commitment. Source: ILPA Capital Call and Distribution Template, 2025.
/// </summary>
public enum UnfundedRule
{
    /// <summary>No effect.</summary>
    None,

    /// <summary>Lowers it, or has no effect (a call outside the commitment).</summary>
    LowersOrNone,

    /// <summary>Raises it (a recallable distribution), or has no effect.</summary>
    RaisesOrNone,
}

/// <summary>
/// The closed set of kinds a ledger entry may have. Amounts are positive; the sign is a function of the kind.
/// </summary>
public sealed class CashFlowKind
{
    /// <summary>Money paid in by an investor 實繳, at its value date.</summary>
    public static readonly CashFlowKind CapitalCall =
        new("CAPITAL_CALL", FlowSide.Investor, -1, UnfundedRule.LowersOrNone);

    /// <summary>Money paid out to an investor 分配.</summary>
    public static readonly CashFlowKind Distribution =
        new("DISTRIBUTION", FlowSide.Investor, 1, UnfundedRule.RaisesOrNone);

    /// <summary>Cost paid to a portfolio company.</summary>
    public static readonly CashFlowKind Investment = new("INVESTMENT", FlowSide.Company, -1, UnfundedRule.None);

    /// <summary>Money received from a portfolio company or for its shares.</summary>
    public static readonly CashFlowKind Proceeds = new("PROCEEDS", FlowSide.Company, 1, UnfundedRule.None);

    public static readonly CashFlowKind ManagementFee = new("MANAGEMENT_FEE", FlowSide.FundCost, -1, UnfundedRule.None);

    public static readonly CashFlowKind FundExpense = new("FUND_EXPENSE", FlowSide.FundCost, -1, UnfundedRule.None);

    private int? _place;

    private CashFlowKind(string key, FlowSide side, int sign, UnfundedRule unfunded) =>
        (Key, Side, Sign, Unfunded) = (key, side, sign, unfunded);

    /// <summary>All kinds, in reporting order.</summary>
    public static IReadOnlyList<CashFlowKind> All { get; } =
        [CapitalCall, Distribution, Investment, Proceeds, ManagementFee, FundExpense];

    /// <summary>The stored and printed text, UPPER_SNAKE.</summary>
    public string Key { get; }

    /// <summary>In <see cref="All"/>, from 0.</summary>
    internal int Place => _place ??= All.Index().First(kind => ReferenceEquals(kind.Item, this)).Index;

    public FlowSide Side { get; }

    /// <summary>
    /// +1 received, -1 paid, from the side of whoever puts money at risk: the investor for investor-side kinds, the
    /// sub-fund for company-side kinds and costs.
    /// </summary>
    public int Sign { get; }

    public UnfundedRule Unfunded { get; }

    /// <summary>The kind of a key known to be good; an unknown one throws.</summary>
    public static CashFlowKind Of(string key) =>
        TryOf(key, out var kind) ? kind : throw new ArgumentException($"No cash flow kind '{key}'.", nameof(key));

    public static bool TryOf(string? key, [NotNullWhen(true)] out CashFlowKind? kind)
    {
        kind = All.FirstOrDefault(candidate => string.Equals(candidate.Key, key, StringComparison.Ordinal));
        return kind is not null;
    }

    /// <summary>
    /// Whether an entry of this kind may change the unfunded commitment by so much: the sign follows
    /// <see cref="Unfunded"/>, the size never exceeds the amount.
    /// </summary>
    public bool PermitsUnfundedEffect(Money amount, long effectMinor) => Unfunded switch
    {
        UnfundedRule.LowersOrNone => effectMinor <= 0 && effectMinor >= -amount.Minor,
        UnfundedRule.RaisesOrNone => effectMinor >= 0 && effectMinor <= amount.Minor,
        _ => effectMinor == 0,
    };

    public override string ToString() => Key;
}
