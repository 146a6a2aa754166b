using Xunit;
using static VenturePortfolio.Domain.Tests.RuleWorld;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Of a real fund without a ledger NF-17 said PASS and NF-07 that nothing was invested; both only because nothing is entered here.</summary>
public sealed class LedgerNotKeptRuleTests
{
    [Theory]
    [InlineData("NF-03")]
    [InlineData("NF-04")]
    [InlineData("NF-05")]
    [InlineData("NF-07")]
    [InlineData("NF-17")]
    [InlineData("NF-18")]
    [InlineData("NF-21-2")]
    [InlineData("NF-31")]
    [InlineData("ITVF-04")]
    public void What_rests_on_the_ledger_is_unknown(string code)
    {
        var verdict = Judge(Rule(code), Pledged(20, 80), On(2024, 1, 1), Terms() with { LedgerKept = false });
        Assert.Equal((VerdictStatus.Unknown, "LEDGER_NOT_KEPT"), (verdict.Status, verdict.Reason?.Why));
    }

    // 20 of 100 lies between 10 % and 30 %: commitments are known.
    [Fact]
    public void What_rests_on_commitments_is_judged() =>
        Assert.Equal(VerdictStatus.Pass, Judge(Band, Pledged(20, 80), On(2024, 1, 1), Terms() with { LedgerKept = false }).Status);
}
