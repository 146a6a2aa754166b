namespace VenturePortfolio;

/// <summary>What one investor pledges to one fund.</summary>
/// <param name="First">The investor's first standing commitment.</param>
/// <param name="Minor">Of all of them together, in minor units of the report currency.</param>
internal sealed record Pledge(Commitment First, long Minor)
{
    internal InvestorId Investor => First.Investor;
}
