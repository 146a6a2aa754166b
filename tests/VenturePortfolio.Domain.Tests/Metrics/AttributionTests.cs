using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>What attribution says where a method leaves guidance money aside, and where something that is to be taken out is not on record.</summary>
public sealed class AttributionTests
{
    private static readonly LocalDate Close = On(2021, 12, 31);

    // domain.md 3.2, last column: guidance money is no side of Hong Kong Government usage. It used to be 0.00 there.
    [Fact]
    public void Nothing_is_attributed_to_guidance_money_that_the_method_leaves_aside()
    {
        var hongKong = Mappings.Single(mapping => mapping.Method == "HK");
        Assert.Equal("GUIDANCE_NOT_PUBLIC", Of("LV-5", Fund(), [hongKong with { Method = "OECD" }]).Absent?.Why);
        Assert.Equal(75m, Of("LV-5", Fund(), Mappings).Value); // 150 private x 200 of 400 official
    }

    // domain.md 3.1: PIM is what is left without PDM, and PDM needs evidence that nobody recorded.
    [Fact]
    public void Indirect_mobilisation_is_told_as_the_most_it_can_be()
    {
        Assert.Equal(["AT_MOST"], Of("MDB_PIM", Fund(), Mappings).Flags);
        Assert.Empty(Of("OECD_MPF_CIV", Fund(), Mappings).Flags);
    }

    private static FundBuilder Fund() => World.Fund(Currency.Cny)
        .Commits(Guidance, 200, Close).Commits(LocalGovernment, 100, Close).Commits(HongKongPublic, 100, Close).Commits(HongKongPrivate, 150, Close);

    private static Measure Of(string key, FundBuilder fund, IReadOnlyList<ClassMapping> mappings) => MetricCatalog.Of(key).Compute(new()
    {
        AsOf = On(2024, 12, 31),
        Funds = [FundHistory.Cut(fund.Facts, On(2024, 12, 31), Ever)],
        ReportCurrency = Currency.Cny,
        Fx = FxTable.KnownAt([], Ever),
        Mappings = mappings,
    });
}
