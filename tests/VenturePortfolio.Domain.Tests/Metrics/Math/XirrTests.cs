using Xunit;

namespace VenturePortfolio.Domain.Tests;

public class XirrTests
{
    public static TheoryData<string> Conventional =>
        [.. Oracle.Rows("xirr_one_sign_change.csv").Select(row => row["id"])];

    public static TheoryData<string> Unconventional =>
        [.. Oracle.Rows("xirr_unconventional.csv").Select(row => row["id"])];

    [Theory, MemberData(nameof(Conventional))]
    public void Rate_equals_the_published_root_when_signs_change_once(string id)
    {
        var row = Oracle.Row("xirr_one_sign_change.csv", id);

        var result = Xirr.Solve(Oracle.Flows(row["flows"]), terminal: null);

        Assert.Equal(XirrStatus.Ok, result.Status);
        Assert.InRange(result.Rate!.Value - Oracle.Number(row["rate"]), -1e-8m, 1e-8m);
    }

    [Theory, MemberData(nameof(Unconventional))]
    public void Unconventional_flows_are_answered_honestly(string id)
    {
        var row = Oracle.Row("xirr_unconventional.csv", id);
        var tolerance = Oracle.Number(row["tolerance"]);
        var roots = row["roots"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Oracle.Number).ToArray();

        var result = Xirr.Solve(Oracle.Flows(row["flows"]), terminal: null);

        Assert.Equal(Enum.Parse<XirrStatus>(row["status"]), result.Status);
        Assert.Equal(roots.Length, result.Roots.Count);
        Assert.All(roots.Zip(result.Roots), pair => Assert.InRange(pair.Second - pair.First, -tolerance, tolerance));
        if (row["rate"].Length == 0)
        {
            Assert.Null(result.Rate);
        }
        else
        {
            Assert.InRange(result.Rate!.Value - Oracle.Number(row["rate"]), -tolerance, tolerance);
        }
    }

    [Fact]
    public void Stated_value_of_zero_without_any_receipt_is_a_total_loss()
    {
        // RayDeCampo/nodejs-xirr test/test.js @28185b97 expects -1.
        var result = Xirr.Solve([new(World.On(2010, 1, 1), -1000)], new TerminalValue(World.On(2011, 1, 1), 0));

        Assert.Equal((XirrStatus.TotalLoss, -1m), (result.Status, result.Rate));
    }

    [Fact]
    public void Payments_without_a_stated_value_are_no_total_loss()
    {
        var result = Xirr.Solve([new(World.On(2010, 1, 1), -1000), new(World.On(2010, 2, 1), -1)], terminal: null);

        Assert.Equal((XirrStatus.NoSignChange, null), (result.Status, result.Rate));
    }

    [Fact]
    public void Nothing_at_all_is_empty() => Assert.Equal(XirrStatus.Empty, Xirr.Solve([], null).Status);
}
