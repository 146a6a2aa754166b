using Xunit;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Worked by hand: a pledge of 100, and what each event leaves of it.</summary>
public sealed class UnfundedTests
{
    private static readonly InvestorId Investor = new(Guid.CreateVersion7());

    [Fact]
    public void Nothing_pledged_is_not_zero_pledged() =>
        Assert.Null(Unfunded.LowestFrom([], [], World.On(2024, 1, 1)));

    [Fact]
    public void A_call_may_use_the_least_of_its_own_and_every_later_day()
    {
        Commitment[] commitments = [Pledge(100, 2024), Pledge(50, 2026)];
        CashFlow[] flows = [Flow(CashFlowKind.CapitalCall, 70, -70, 2025, seq: 1)];

        Assert.Equal(new Money(0, Currency.Cny), Unfunded.LowestFrom(commitments, flows, World.On(2023, 1, 1)));
        Assert.Equal(new Money(30, Currency.Cny), Unfunded.LowestFrom(commitments, flows, World.On(2024, 6, 1)));
        Assert.Equal(new Money(30, Currency.Cny), Unfunded.LowestFrom(commitments, flows, World.On(2025, 6, 1)));
        Assert.Equal(new Money(80, Currency.Cny), Unfunded.LowestFrom(commitments, flows, World.On(2026, 1, 1)));
        Assert.Equal(new Money(80, Currency.Cny), Unfunded.LowestFrom(commitments, flows, World.On(2030, 1, 1)));
    }

    [Fact]
    public void Events_of_one_day_are_netted()
    {
        CashFlow[] flows =
        [
            Flow(CashFlowKind.CapitalCall, 100, -100, 2025, seq: 1),
            Flow(CashFlowKind.Distribution, 40, 40, 2025, seq: 2),
        ];

        Assert.Equal(new Money(40, Currency.Cny), Unfunded.LowestFrom([Pledge(100, 2024)], flows, World.On(2025, 1, 1)));
    }

    [Fact]
    public void A_reversal_gives_back_what_its_entry_took()
    {
        CashFlow[] flows =
        [
            Flow(CashFlowKind.CapitalCall, 100, -100, 2025, seq: 1),
            Flow(CashFlowKind.CapitalCall, 100, -100, 2025, seq: 2) with { ReversesSeq = 1 },
        ];

        Assert.Equal(new Money(100, Currency.Cny), Unfunded.LowestFrom([Pledge(100, 2024)], flows, World.On(2025, 1, 1)));
    }

    private static Commitment Pledge(long minor, int year) => new()
    {
        Id = new CommitmentId(Guid.CreateVersion7()),
        Investor = Investor,
        Kind = CommitmentKind.Initial,
        Amount = new Money(minor, Currency.Cny),
        EffectiveOn = World.On(year, 1, 1),
        RecordedAt = World.Noon(World.On(year, 1, 1)),
    };

    private static CashFlow Flow(CashFlowKind kind, long minor, long effect, int year, long seq) => new()
    {
        Id = new CashFlowId(Guid.CreateVersion7()),
        Seq = seq,
        Kind = kind,
        Amount = new Money(minor, Currency.Cny),
        UnfundedEffectMinor = effect,
        EffectiveOn = World.On(year, 1, 1),
        RecordedAt = World.Noon(World.On(year, 1, 1)),
        Investor = Investor,
    };
}
