namespace VenturePortfolio.Server;

/// <summary>How large an invented world is: the reference sizes every speed is stated at.</summary>
public sealed record ScaleSize(string Name, int SubFunds, int Startups, int Investments, int Valuations, int CashFlows, int Milestones)
{
    public static readonly ScaleSize S = new("S", 200, 20_000, 60_000, 500_000, 200_000, 200_000);

    public static readonly ScaleSize L = new("L", 2_000, 200_000, 600_000, 5_000_000, 2_000_000, 2_000_000);

    public static readonly ScaleSize XL = new("XL", 10_000, 500_000, 2_000_000, 20_000_000, 20_000_000, 5_000_000);

    /// <summary>For trying the loader itself: seconds, not minutes.</summary>
    public static readonly ScaleSize Tiny = new("tiny", 20, 200, 600, 5_000, 2_000, 2_000);

    private const int SubFundsPerManager = 22;
    private const int StartupsPerIncubator = 1_000;
    private const int SubFundsPerInvestor = 2;

    public int Managers => Math.Max(2, SubFunds / SubFundsPerManager);

    public int Incubators => Math.Max(3, Startups / StartupsPerIncubator);

    public int Investors => Math.Max(24, SubFunds / SubFundsPerInvestor);

    /// <summary>Two sub-funds take part in each round.</summary>
    public int Rounds => Investments / 2;

    /// <exception cref="PlainException">No such size.</exception>
    public static ScaleSize Named(string name) =>
        new[] { Tiny, S, L, XL }.FirstOrDefault(size => string.Equals(size.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new PlainException($"There is no size {name}: tiny, S, L or XL.");
}
