namespace VenturePortfolio;

/// <summary>
/// All roots of a discounted series, or the proof that it has none: one sign change gives one root in a bracket known
/// beforehand; with more, intervals are halved until on each f has no zero, or is monotone with certain signs at its
/// ends. What stays uncertain is one cluster per touched or nearly touched zero, and is resolved at its turning point.
/// </summary>
internal sealed class XirrRoots
{
    /// <summary>
    /// Exponentials spent on one series. Usual ones need 20 to 400 evaluations of each flow; beyond this the answer is
    /// "not converged", never a guess.
    /// </summary>
    private const int WorkMax = 20_000_000;

    private const int EvaluationsMin = 2_000;

    private const int EvaluationsMax = 50_000;

    /// <summary>On an interval so narrow, f changes by less than its own rounding when f' may vanish on it.</summary>
    private const double WidthMin = 1e-9;

    private readonly List<double> _logRates = [];

    /// <summary>ln(1 + r) of each root, rising.</summary>
    internal IReadOnlyList<double> LogRates => _logRates;

    /// <summary>The roots that touch zero without crossing, as far as the arithmetic can tell.</summary>
    internal HashSet<double> Tangents { get; } = [];

    internal bool GaveUp { get; private set; }

    internal static XirrRoots Of(DiscountedSeries series)
    {
        var found = new XirrRoots();
        if (series.SignChanges == 1)
        {
            found.AddOnly(series);
            return found;
        }

        if (series.Gain == 0)
        {
            found._logRates.Add(0);
            if (series.At(0).CertainSlope == 0)
            {
                found.Tangents.Add(0);
            }
        }

        found.AddAll(series.Reversed(), -1);
        found.AddAll(series, 1);
        found._logRates.Sort();
        return found;
    }

    /// <summary>
    /// |g'| lies between the gap at the sign change and the span, so the root between |g(0)|/span and |g(0)|/gap, on
    /// the side that the sign of the gain tells.
    /// </summary>
    private void AddOnly(DiscountedSeries series)
    {
        if (series.Gain == 0)
        {
            _logRates.Add(0);
            return;
        }

        var isAboveZero = Int128.Sign(series.Gain) != series.SignAtInfinity;
        var side = isAboveZero ? series : series.Reversed();
        var atZero = side.At(0);
        var size = Math.Abs(Math.Log(atZero.P0 / atZero.N0));
        // Widened, because for two flows both bounds are the root itself.
        var low = size / side.Span * (1 - 1e-12);
        var high = size / side.GapAtSignChange * (1 + 1e-12);
        Add(RootSearch.Crossing(side, low, high, -side.SignAtInfinity, atZero.StepToRoot), isAboveZero ? 1 : -1);
    }

    /// <summary>The roots above 0 of one side.</summary>
    private void AddAll(DiscountedSeries side, int direction)
    {
        var evaluationsLeft = Math.Clamp(WorkMax / side.Count, EvaluationsMin, EvaluationsMax);
        var open = new Stack<(PresentValue Low, PresentValue High)>([(side.At(0), side.At(side.RootBound))]);
        (PresentValue Low, PresentValue High)? cluster = null;
        while (open.TryPop(out var interval))
        {
            var (low, high) = interval;
            var excluded = low.ExcludesZeroUpTo(high);
            var monotone = !excluded && low.ExcludesTurnUpTo(high);
            if (excluded || (monotone && low.CertainSign != 0 && high.CertainSign != 0))
            {
                Resolve(side, cluster, direction);
                cluster = null;
                if (monotone)
                {
                    AddCrossing(side, low, high, direction);
                }
            }
            else if (monotone || high.X - low.X <= WidthMin * Math.Max(1, low.X))
            {
                cluster = (cluster?.Low ?? low, high);
            }
            else if (evaluationsLeft-- == 0)
            {
                GaveUp = true;
                return;
            }
            else
            {
                var middle = side.At((low.X + high.X) / 2);
                open.Push((middle, high));
                open.Push((low, middle));
            }
        }

        Resolve(side, cluster, direction);
    }

    /// <summary>A monotone piece has a root exactly when its ends have opposite signs.</summary>
    private void AddCrossing(DiscountedSeries side, PresentValue low, PresentValue high, int direction)
    {
        if (low.CertainSign * high.CertainSign < 0)
        {
            Add(RootSearch.Crossing(side, low.X, high.X, low.CertainSign, (low.X + high.X) / 2), direction);
        }
    }

    /// <summary>
    /// Neighbouring uncertain intervals end where signs are certain, or at a root in exactly 0, which is known already.
    /// </summary>
    private void Resolve(DiscountedSeries side, (PresentValue Low, PresentValue High)? cluster, int direction)
    {
        if (cluster is not var (low, high))
        {
            return;
        }

        if (low.CertainSign * high.CertainSign < 0)
        {
            AddCrossing(side, low, high, direction);
            return;
        }

        var slopes = (Low: low.CertainSlope, High: high.CertainSlope);
        if (slopes.Low * slopes.High >= 0)
        {
            // No turn inside: nothing beside what the ends tell.
            return;
        }

        var turn = RootSearch.Turn(side, low.X, high.X, slopes.Low);
        if (turn.CertainSign == 0 && low.CertainSign != 0)
        {
            Add(turn.X, direction);
            Tangents.Add(direction * turn.X);
        }
        else
        {
            AddCrossing(side, low, turn, direction);
            AddCrossing(side, turn, high, direction);
        }
    }

    private void Add(double? logRate, int direction)
    {
        if (logRate is { } found)
        {
            _logRates.Add(direction * found);
        }
        else
        {
            GaveUp = true;
        }
    }
}
