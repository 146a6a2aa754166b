using NodaTime.Text;
using Xunit;

namespace VenturePortfolio.Domain.Tests;

/// <summary>The sample files of Anexen/pyxirr (Unlicense), read where they lie.</summary>
public class XirrSharedDataTests
{
    public static TheoryData<string> Files =>
    [
        "unordered.csv", "single_redemption.csv", "random_100.csv", "30-0.csv", "30-3.csv", "30-4.csv", "30-9.csv",
        "30-11.csv", "30-13.csv", "30-21.csv", "30-29.csv", "30-31.csv", "30-41.csv", "minus_0_13.csv",
        "minus_0_99.csv", "zeros.csv", "1938.csv",
    ];

    [Theory, MemberData(nameof(Files))]
    public void Expected_rate_is_among_the_roots(string file)
    {
        var expected = Expected(file);
        var result = Solve(file);

        if (expected is null)
        {
            Assert.Contains(result.Status, new[] { XirrStatus.NoRoot, XirrStatus.OutOfRange });
            return;
        }

        Assert.Contains(result.Roots, root => Math.Abs(root - expected.Value) <= 1e-8m);
        if (result.SignChanges == 1)
        {
            Assert.Equal(XirrStatus.Ok, result.Status);
        }
    }

    [Fact]
    public void Of_two_roots_the_one_nearest_zero_with_the_sign_of_the_gain_is_chosen()
    {
        var result = Solve("30-13.csv");

        Assert.Equal(XirrStatus.Multiple, result.Status);
        Assert.Equal([-0.659057m, -0.029107m], result.Roots.Select(root => decimal.Round(root, 6)));
        Assert.Equal(-0.029107m, decimal.Round(result.Rate!.Value, 6));
    }

    [Fact]
    public void Every_file_with_an_expected_rate_is_tested() => Assert.Equal(
        Files.Select(row => row.Data).Order(StringComparer.Ordinal),
        File.ReadLines(Path.Combine(SharedData.Folder("xirr"), "expected_xirr.csv"))
            .Select(line => line.Split(',')[0]).Order(StringComparer.Ordinal));

    private static decimal? Expected(string file) =>
        File.ReadLines(Path.Combine(SharedData.Folder("xirr"), "expected_xirr.csv"))
            .Select(line => line.Split(','))
            .Where(cells => string.Equals(cells[0], file, StringComparison.Ordinal))
            .Select(cells => cells[1] is "NaN" ? (decimal?)null : Oracle.Number(cells[1]))
            .Single();

    private static XirrResult Solve(string file) => Xirr.Solve(
        Oracle.Scaled(File.ReadLines(Path.Combine(SharedData.Folder("xirr"), file))
            .Where(line => line.Length > 0)
            .Select(line => line.Split(','))
            .Select(cells => (LocalDatePattern.Iso.Parse(cells[0]).Value, Oracle.Number(cells[1])))),
        terminal: null);
}
