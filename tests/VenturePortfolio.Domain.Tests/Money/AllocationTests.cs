using CsCheck;
using Xunit;

namespace VenturePortfolio.Domain.Tests;

public class AllocationTests
{
    [Fact]
    public void Left_over_cents_go_to_the_largest_remainders()
    {
        // 100.00 over 1:1:1 and 10.00 over 1:2:4 (1.428.., 2.857.., 5.714..), by hand.
        Assert.Equal([3334, 3333, 3333], Minor(10_000, 1, 1, 1));
        Assert.Equal([143, 286, 571], Minor(1_000, 1, 2, 4));
        Assert.Equal([-143, -286, -571], Minor(-1_000, 1, 2, 4));
    }

    [Fact]
    public void Nobody_without_weight_gets_anything() => Assert.Equal([0, 5, 0], Minor(5, 0, 7, 0));

    [Fact]
    public void Nothing_to_allocate_by_is_a_mistake()
    {
        Assert.Throws<ArgumentException>(() => Minor(5, 0, 0));
        Assert.Throws<ArgumentException>(() => Minor(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Minor(5, 2, -1));
    }

    [Fact]
    public void Parts_add_up_and_each_is_within_a_minor_unit_of_its_share() =>
        Gen.Select(Gen.Long, Gen.Long[0, long.MaxValue].Array[1, 30])
            .Where((_, weights) => weights.Any(weight => weight > 0))
            .Sample((total, weights) =>
            {
                var parts = Minor(total, weights);

                Assert.Equal((Int128)total, parts.Aggregate((Int128)0, (sum, part) => sum + part));
                var weightTotal = weights.Aggregate((Int128)0, (sum, weight) => sum + weight);
                for (var i = 0; i < parts.Length; i++)
                {
                    // |part - total x weight / sum| < 1, without dividing.
                    var off = System.Numerics.BigInteger.Abs(((System.Numerics.BigInteger)parts[i] * weightTotal)
                        - ((System.Numerics.BigInteger)total * weights[i]));
                    Assert.True(off < weightTotal);
                }
            });

    private static long[] Minor(long total, params long[] weights) =>
        [.. Allocation.ByLargestRemainder(new Money(total, Currency.Cny), weights).Select(part => part.Minor)];
}
