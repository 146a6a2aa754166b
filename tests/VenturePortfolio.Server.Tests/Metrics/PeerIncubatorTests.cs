using ToldGroup = VenturePortfolio.Server.PeerIncubators.ToldGroup;

namespace VenturePortfolio.Server.Tests;

/// <summary>What an incubator may be told of the funds behind its startups, by sets written out by hand: funds 0 to 6, each of the manager of its letter.</summary>
public sealed class PeerIncubatorTests
{
    private static readonly string[] Managers = ["A", "B", "C", "D", "E", "F", "C"];

    private static readonly HashSet<int> None = [];

    [Theory]
    [InlineData("0:BIO/I 1:BIO/I", "FEW_CONTRIBUTORS")] // Two managers.
    [InlineData("0:BIO/I 2:BIO/I 6:BIO/I", "FEW_CONTRIBUTORS")] // Three funds, two managers.
    [InlineData("0:BIO/I 1:BIO/I 2:BIO/I", null)] // The whole is the pool: nothing is left over.
    [InlineData("0:BIO/I 1:BIO/I 2:BIO/I 3:BIO/J", "COMPLEMENTARY")] // Everything less the pool is fund 3.
    [InlineData("0:BIO/I,BIO/J 1:BIO/I 2:BIO/I", "COMPLEMENTARY")] // Or what fund 0 has elsewhere.
    [InlineData("0:BIO/I 1:BIO/I 2:BIO/I 3:BIO/J 4:BIO/J 5:BIO/-", null)] // Of three others.
    public void A_pool_is_told_of_three_managers_where_everything_less_it_is_not_of_fewer(string deals, string? why) =>
        Assert.Equal(why, Judge(deals, None, of => [new("TOTAL", All(of), null)]));

    [Fact]
    public void A_sector_inside_the_pool_or_around_it_is_subtracted_too()
    {
        // All of sector BIO lies in the pool, which beside it holds one deal of fund 3.
        Assert.Equal("COMPLEMENTARY", Judge("0:BIO/I 1:BIO/I 2:BIO/I 3:ICT/I 4:ICT/J 5:ICT/J", None, of => [new("SECTOR", All(of), "BIO")]));
        // The pool lies in sector BIO, in which fund 3 alone has a deal elsewhere.
        Assert.Equal("COMPLEMENTARY", Judge("0:BIO/I 1:BIO/I 2:BIO/I 3:BIO/J", None, of => [new("SECTOR", All(of), "BIO")]));
        // Neither in the other: nothing can be subtracted.
        Assert.Null(Judge("0:BIO/I 1:BIO/I 2:ICT/I 3:BIO/J", None, of => [new("SECTOR", All(of), "BIO")]));
    }

    [Fact]
    public void Parts_of_one_kind_are_subtracted_together()
    {
        // Two sectors are wholly in the pool; less both, fund 3 is left.
        const string Deals = "0:BIO/I,ICT/I 1:BIO/I,ICT/I 2:BIO/I,ICT/I,ENE/I 3:ENE/I 4:BIO/I,ENE/I 5:ICT/I";
        Assert.Null(Judge(Deals, None, of => [new("SECTOR", All(of), "BIO")]));
        Assert.Equal("COMPLEMENTARY", Judge("0:BIO/I,ICT/I 1:BIO/I,ICT/I 2:BIO/I,ICT/I 3:BIO/I,ENE/I", None, of => [new("SECTOR", All(of), "BIO"), new("SECTOR", All(of), "ICT")]));
    }

    [Fact]
    public void A_fund_that_a_figure_leaves_out_is_no_contributor()
    {
        Assert.Equal("FEW_CONTRIBUTORS", Judge("0:BIO/I 1:BIO/I 2:BIO/I", [2], of => [new("TOTAL", All(of), null)]));
        // Left out of the pool and not of the whole: the difference is that fund.
        Assert.Equal("COMPLEMENTARY", Judge("0:BIO/I 1:BIO/I 2:BIO/I 3:BIO/I", [3], of => [new("TOTAL", All(of), null)]));
    }

    private static HashSet<int> All(int funds) => [.. Enumerable.Range(0, funds)];

    /// <param name="deals">Of each fund sector and incubator; "-": none is known.</param>
    private static string? Judge(string deals, HashSet<int> left, Func<int, IReadOnlyList<ToldGroup>> told)
    {
        var of = Managers.Select(_ => (IReadOnlyList<(string, string?)>)[]).ToList();
        foreach (var fund in deals.Split(' '))
        {
            of[fund[0] - '0'] = [.. fund[2..].Split(',').Select(deal => (deal[..3], deal[4..] == "-" ? null : deal[4..]))];
        }

        return new PeerIncubators(Managers, of).WhyWithheld("I", left, told(of.Count));
    }
}
