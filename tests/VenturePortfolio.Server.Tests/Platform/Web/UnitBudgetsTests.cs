namespace VenturePortfolio.Server.Tests;

/// <summary>A budget of 100 units of which 10 come back each second.</summary>
public sealed class UnitBudgetsTests
{
    private static readonly Guid Somebody = Guid.NewGuid();

    private readonly SteppedTime time = new();
    private readonly UnitBudgets budgets;

    public UnitBudgetsTests() => budgets = new UnitBudgets(perSecond: 10, atOnce: 100, time);

    [Fact]
    public void Who_waits_as_long_as_was_said_is_let_in_and_not_before()
    {
        Assert.Null(budgets.Spend(Somebody, 81));
        var wait = budgets.Spend(Somebody, 81);

        Assert.Equal(TimeSpan.FromSeconds(6.2), wait); // 81 less the 19 that are left, by 10
        time.Step(TimeSpan.FromSeconds(6.1));
        Assert.NotNull(budgets.Spend(Somebody, 81));
        time.Step(TimeSpan.FromSeconds(0.1));
        Assert.Null(budgets.Spend(Somebody, 81));
        Assert.Null(budgets.Spend(Guid.NewGuid(), 81));
    }

    [Fact]
    public void What_was_not_done_comes_back_and_nothing_beyond_a_full_budget()
    {
        Assert.Null(budgets.Spend(Somebody, 100));
        budgets.Settle(Somebody, paid: 100, done: 5);
        Assert.Null(budgets.Spend(Somebody, 95));
        time.Step(TimeSpan.FromHours(1));
        budgets.Settle(Somebody, paid: 95, done: 0);
        Assert.Null(budgets.Spend(Somebody, 100));
        Assert.NotNull(budgets.Spend(Somebody, 1));
    }

    [Fact]
    public void More_than_was_paid_is_owed_but_no_more_than_a_budget()
    {
        Assert.Null(budgets.Spend(Somebody, 50));
        budgets.Settle(Somebody, paid: 50, done: 130);
        Assert.Equal(TimeSpan.FromSeconds(3.1), budgets.Spend(Somebody, 0)); // 30 are owed, and one must be left
        budgets.Settle(Somebody, paid: 0, done: 1_000_000);
        Assert.Equal(TimeSpan.FromSeconds(20), budgets.Spend(Somebody, 100));
    }

    [Fact]
    public void More_than_a_full_budget_is_asked_for_as_all_of_it()
    {
        Assert.Null(budgets.Spend(Somebody, 1_000));
        Assert.Equal(TimeSpan.FromSeconds(10), budgets.Spend(Somebody, 1_000));
    }

    [Fact]
    public void Full_budgets_of_many_are_forgotten_and_those_that_owe_are_not()
    {
        Assert.Null(budgets.Spend(Somebody, 100));
        for (var person = 0; person < 20_001; person++)
        {
            budgets.Spend(Guid.NewGuid(), 0);
        }

        Assert.NotNull(budgets.Spend(Somebody, 1));
        Assert.InRange(budgets.Count, 1, 10_002);
    }
}
