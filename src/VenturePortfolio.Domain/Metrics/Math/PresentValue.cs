namespace VenturePortfolio;

/// <summary>
/// Zeroth to second moments in time of discounted receipts (P) and payments (N) at one log rate. Each falls as the log
/// rate rises.
/// </summary>
/// <param name="Noise">Bound on the rounding of P0 - N0.</param>
/// <param name="CertainSign">Sign of f, or 0 where rounding hides it; exact at log rate 0.</param>
internal sealed record PresentValue(
    double X, double P0, double P1, double P2, double N0, double N1, double N2, double Noise, int CertainSign)
{
    internal int Sign => Math.Sign(P0 - N0);

    /// <summary>Sign of f' = N1 - P1, or 0 where rounding may hide it.</summary>
    internal int CertainSlope => Math.Abs(N1 - P1) <= 1e-14 * (N1 + P1) ? 0 : Math.Sign(N1 - P1);

    /// <summary>
    /// To the root of g = ln(P/N), which is linear for two flows and nearly so for real funds: Halley's step, or
    /// Newton's where the second derivative misleads. Not finite where a side vanished: the caller then bisects.
    /// </summary>
    internal double StepToRoot
    {
        get
        {
            double ep = P1 / P0, en = N1 / N0;
            var slope = en - ep;
            var curvature = ((P2 / P0) - (ep * ep)) - ((N2 / N0) - (en * en));
            var newton = Math.Log(P0 / N0) / slope;
            var damping = 1 - (0.5 * newton * curvature / slope);
            return -(damping > 0.2 ? newton / damping : newton);
        }
    }

    /// <summary>Whether f has no zero from here to a later point, by the monotony of P and N.</summary>
    internal bool ExcludesZeroUpTo(PresentValue later)
    {
        var noise = Noise + later.Noise;
        return later.P0 - N0 > noise || later.N0 - P0 > noise;
    }

    /// <summary>Whether f' has no zero from here to a later point, by the monotony of the first moments.</summary>
    internal bool ExcludesTurnUpTo(PresentValue later)
    {
        // f' = N1 - P1; its rounding is that of f times the years, which the moments themselves measure.
        var noise = 1e-14 * (P1 + N1);
        return later.N1 - P1 > noise || later.P1 - N1 > noise;
    }
}
