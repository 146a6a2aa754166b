using NodaTime;
using Xunit;

namespace VenturePortfolio.Domain.Tests;

public sealed class CashFlowPostingTests
{
    private static readonly LocalDate Today = new(2026, 6, 30);

    private static CashFlowTyped Call => new()
    {
        Kind = "CAPITAL_CALL", Amount = "100.00", Currency = "CNY", EffectiveOn = new LocalDate(2026, 3, 31), HasInvestor = true,
    };

    [Theory]
    [InlineData("NaN", "AMOUNT_MALFORMED")]
    [InlineData("Infinity", "AMOUNT_MALFORMED")]
    [InlineData("-Infinity", "AMOUNT_MALFORMED")]
    [InlineData("1e400", "AMOUNT_MALFORMED")]
    [InlineData("1e2", "AMOUNT_MALFORMED")]
    [InlineData("+1", "AMOUNT_MALFORMED")]
    [InlineData("1,000.00", "AMOUNT_MALFORMED")]
    [InlineData("١٢", "AMOUNT_MALFORMED")]
    [InlineData("", "AMOUNT_MALFORMED")]
    [InlineData("1.0000000000000000000000000000000000000000", "AMOUNT_SCALE")]
    [InlineData("1.001", "AMOUNT_SCALE")]
    [InlineData("10000000000000000000000000000", "AMOUNT_TOO_LARGE")]   // 10^28, beyond decimal's safe range
    [InlineData("10000000000000.01", "AMOUNT_TOO_LARGE")]                // 10^15 minor units and one
    [InlineData("0", "AMOUNT_NOT_POSITIVE")]
    [InlineData("0.00", "AMOUNT_NOT_POSITIVE")]
    [InlineData("-1.00", "AMOUNT_NOT_POSITIVE")]
    public void An_amount_that_is_no_positive_money_is_refused(string amount, string code)
    {
        var error = Assert.Single(CashFlowPosting.Check(Call with { Amount = amount }, Today).Errors);

        Assert.Equal((code, "amount"), (error.Code, error.Path));
    }

    [Fact]
    public void The_largest_amount_is_ten_to_the_fifteenth_minor_units() =>
        Assert.Equal(1_000_000_000_000_000, CashFlowPosting.Check(Call with { Amount = "10000000000000.00" }, Today).Value.Amount.Minor);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1969, 12, 31)]
    [InlineData(2027, 8, 5)]     // today + 401 days
    [InlineData(9999, 12, 31)]
    public void A_date_no_fact_can_have_is_refused(int year, int month, int day)
    {
        var error = Assert.Single(CashFlowPosting.Check(Call with { EffectiveOn = new LocalDate(year, month, day) }, Today).Errors);

        Assert.Equal(("DATE_OUT_OF_RANGE", "effectiveOn"), (error.Code, error.Path));
        Assert.Contains(("last", "2027-08-04"), error.Values);
    }

    [Theory]
    [InlineData(1970, 1, 1)]
    [InlineData(2027, 8, 4)]
    public void The_first_and_the_last_day_are_fine(int year, int month, int day) =>
        Assert.True(CashFlowPosting.Check(Call with { EffectiveOn = new LocalDate(year, month, day) }, Today).IsOk);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var errors = CashFlowPosting.Check(
            new CashFlowTyped { Kind = "DRAWDOWN", Amount = "x", Currency = "cny", EffectiveOn = new LocalDate(1, 1, 1), ExternalRef = "\0", Memo = "" },
            Today).Errors;

        Assert.Equal(
            "KIND_UNKNOWN kind, CURRENCY_UNKNOWN currency, DATE_OUT_OF_RANGE effectiveOn, INVALID_TEXT externalRef, REQUIRED memo",
            string.Join(", ", errors.Select(error => $"{error.Code} {error.Path}")));
    }

    [Theory]
    [InlineData("CAPITAL_CALL", false, false, "REQUIRED investorId")]
    [InlineData("CAPITAL_CALL", true, true, "NOT_EXPECTED investmentId")]
    [InlineData("INVESTMENT", false, false, "REQUIRED investmentId")]
    [InlineData("PROCEEDS", true, true, "NOT_EXPECTED investorId")]
    [InlineData("MANAGEMENT_FEE", true, false, "NOT_EXPECTED investorId")]
    [InlineData("FUND_EXPENSE", false, true, "NOT_EXPECTED investmentId")]
    public void The_kind_says_who_is_named(string kind, bool hasInvestor, bool hasInvestment, string expected)
    {
        var error = Assert.Single(
            CashFlowPosting.Check(Call with { Kind = kind, HasInvestor = hasInvestor, HasInvestment = hasInvestment }, Today).Errors);

        Assert.Equal(expected, $"{error.Code} {error.Path}");
    }

    [Theory]
    [InlineData("DISTRIBUTION", true, false, "NOT_EXPECTED outsideCommitment")]
    [InlineData("CAPITAL_CALL", false, true, "NOT_EXPECTED recallable")]
    public void Only_calls_lie_outside_the_commitment_and_only_distributions_are_recallable(
        string kind, bool outside, bool recallable, string expected)
    {
        var error = Assert.Single(
            CashFlowPosting.Check(Call with { Kind = kind, OutsideCommitment = outside, Recallable = recallable }, Today).Errors);

        Assert.Equal(expected, $"{error.Code} {error.Path}");
    }

    [Fact]
    public void A_commitment_already_overdrawn_bears_no_call()
    {
        var posting = CashFlowPosting.Check(Call, Today).Value;

        Assert.Equal("CALL_EXCEEDS_UNFUNDED", posting.CheckUnfunded(new Money(-1, Currency.Cny))!.Code);
        Assert.Null(posting.CheckUnfunded(new Money(10_000, Currency.Cny)));
    }
}
