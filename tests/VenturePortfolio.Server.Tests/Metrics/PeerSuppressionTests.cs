namespace VenturePortfolio.Server.Tests;

/// <summary>Which groups may be told to readers who may not see the parts: worked out by hand on sets of funds. Fund 10 x m + n is manager m's.</summary>
public sealed class PeerSuppressionTests
{
    [Fact]
    public void A_group_of_fewer_than_three_managers_is_withheld_however_many_funds_they_have() => Assert.Equal(
        ["VINTAGE 2020 FEW_CONTRIBUTORS"],
        Withheld(Group("VINTAGE", "2020", 10, 11, 12, 20, 21), Group("VINTAGE", "2021", 10, 20, 30)));

    [Fact]
    public void A_whole_from_which_a_small_part_could_be_reckoned_is_withheld_with_it() => Assert.Equal(
        ["TOTAL TOTAL COMPLEMENTARY", "VINTAGE 2022 FEW_CONTRIBUTORS"],
        Withheld(
            Group("TOTAL", "TOTAL", 10, 20, 30, 11, 21, 31, 40), Group("VINTAGE", "2020", 10, 20, 30), Group("VINTAGE", "2021", 11, 21, 31), Group("VINTAGE", "2022", 40)));

    [Fact]
    public void A_whole_that_leaves_three_managers_over_is_told() => Assert.Equal(
        ["VINTAGE 2022 FEW_CONTRIBUTORS", "VINTAGE 2023 FEW_CONTRIBUTORS"],
        Withheld(
            Group("TOTAL", "TOTAL", 10, 20, 30, 40, 41, 50, 60), Group("VINTAGE", "2020", 10, 20, 30), Group("VINTAGE", "2022", 40, 41), Group("VINTAGE", "2023", 50, 60)));

    [Fact]
    public void Parts_of_other_kinds_and_nested_programmes_count_too() => Assert.Equal(
        ["PROGRAMME P COMPLEMENTARY"],
        // P less its part Q is one fund; the total less P is three managers', less Q four.
        Withheld(Group("TOTAL", "TOTAL", 10, 20, 30, 40, 50, 60, 70), Group("PROGRAMME", "P", 10, 20, 30, 40), Group("PROGRAMME", "Q", 10, 20, 30)));

    [Fact]
    public void Withholding_a_part_can_uncover_what_was_covered() => Assert.Equal(
        // P less the year leaves one manager: P goes. Then the total less its only told part leaves that one and no other: it goes too.
        ["PROGRAMME P COMPLEMENTARY", "TOTAL TOTAL COMPLEMENTARY"],
        Withheld(Group("TOTAL", "TOTAL", 10, 20, 30, 40), Group("PROGRAMME", "P", 10, 20, 30, 40), Group("VINTAGE", "2020", 10, 20, 30)));

    private static PeerGroup Group(string by, string key, params int[] funds) => new(by, key, funds.ToHashSet());

    private static IEnumerable<string> Withheld(params PeerGroup[] groups) => PeerSuppression.Withheld(groups, fund => $"{fund / 10}")
        .Select(group => $"{group.Key.By} {group.Key.Key} {group.Value}").Order(StringComparer.Ordinal);
}
