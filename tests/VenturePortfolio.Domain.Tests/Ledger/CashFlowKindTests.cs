using Xunit;

namespace VenturePortfolio.Domain.Tests;

public class CashFlowKindTests
{
    [Theory]
    [InlineData("CAPITAL_CALL", -100, true)]
    [InlineData("CAPITAL_CALL", 0, true)]
    [InlineData("CAPITAL_CALL", 1, false)]
    [InlineData("CAPITAL_CALL", -101, false)]
    [InlineData("DISTRIBUTION", 100, true)]
    [InlineData("DISTRIBUTION", 0, true)]
    [InlineData("DISTRIBUTION", -1, false)]
    [InlineData("DISTRIBUTION", 101, false)]
    [InlineData("INVESTMENT", 0, true)]
    [InlineData("INVESTMENT", -1, false)]
    [InlineData("MANAGEMENT_FEE", 1, false)]
    public void A_kind_permits_only_its_own_effect_on_unfunded(string kind, long effect, bool permitted) =>
        Assert.Equal(permitted, CashFlowKind.Of(kind).PermitsUnfundedEffect(new Money(100, Currency.Cny), effect));

    [Theory]
    [InlineData("CAPITAL_CALL", FlowSide.Investor, -1)]
    [InlineData("DISTRIBUTION", FlowSide.Investor, 1)]
    [InlineData("INVESTMENT", FlowSide.Company, -1)]
    [InlineData("PROCEEDS", FlowSide.Company, 1)]
    [InlineData("MANAGEMENT_FEE", FlowSide.FundCost, -1)]
    [InlineData("FUND_EXPENSE", FlowSide.FundCost, -1)]
    public void Side_and_sign_follow_from_the_kind(string kind, FlowSide side, int sign) =>
        Assert.Equal((side, sign), (CashFlowKind.Of(kind).Side, CashFlowKind.Of(kind).Sign));

    [Fact]
    public void Unknown_keys_are_no_kind()
    {
        Assert.False(CashFlowKind.TryOf("capital_call", out _));
        Assert.False(CashFlowKind.TryOf(null, out _));
        Assert.Equal(6, CashFlowKind.All.Count);
    }
}
