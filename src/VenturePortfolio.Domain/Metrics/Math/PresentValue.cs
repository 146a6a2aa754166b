namespace VenturePortfolio;

/// <summary>
/// Zeroth to second moments in time of discounted receipts (P) and payments (N) at one log rate. Each falls as the log
/// rate rises.
/// </summary>
/// <param name="Noise">Bound on the rounding of P0 - N0.</param>
/// <param name="CertainSign">Sign of f, or 0 where rounding hides it; exact at log rate 0.</param>
internal readonly record struct PresentValue(
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

    /// <summary>
    /// Whether f has no zero from here to a later point: by the monotony of P and N, or because f leaves the chord
    /// between the two points by at most |f''| width^2 / 8 and the chord stays further from zero.
    /// </summary>
    internal bool ExcludesZeroUpTo(in PresentValue later)
    {
        var noise = Noise + later.Noise;
        if (later.P0 - N0 > noise || later.N0 - P0 > noise)
        {
            return true;
        }

        var width = later.X - X;
        return CertainSign * later.CertainSign > 0
            && Math.Min(Math.Abs(P0 - N0), Math.Abs(later.P0 - later.N0))
                > (CurvatureUpTo(later) * width * width / 8) + noise;
    }

    /// <summary>
    /// Whether f' has no zero from here to a later point: as for f, or because it cannot change enough.
    /// </summary>
    internal bool ExcludesTurnUpTo(in PresentValue later)
    {
        // f' = N1 - P1; its rounding is that of f times the years, which the moments themselves measure.
        var noise = 1e-14 * (P1 + N1);
        return later.N1 - P1 > noise || later.P1 - N1 > noise
            || Math.Abs(N1 - P1) > (CurvatureUpTo(later) * (later.X - X)) + noise;
    }

    /// <summary>Bound on |f''| = |P2 - N2| from here to a later point.</summary>
    private double CurvatureUpTo(in PresentValue later) => Math.Max(P2 - later.N2, N2 - later.P2);
}
