namespace VenturePortfolio;

/// <summary>Finds the one point of a bracket. Null when the bounded search did not end.</summary>
internal static class RootSearch
{
    /// <summary>Bisection alone needs about 60 halvings, Halley two or three steps.</summary>
    private const int StepsMax = 300;

    /// <summary>Where f crosses zero, given its sign at the low end; the high end has the other.</summary>
    internal static double? Crossing(DiscountedSeries side, double low, double high, int signAtLow, double start)
    {
        var x = start > low && start < high ? start : (low + high) / 2;
        var stepBefore = high - low;
        for (var i = 0; i < StepsMax; i++)
        {
            var value = side.At(x);
            if (value.Sign == 0)
            {
                return x;
            }

            (low, high) = value.Sign == signAtLow ? (x, high) : (low, x);
            var next = x + value.StepToRoot;
            var size = Math.Abs(next - x);
            var precision = Math.Max(1, x);
            var isStep = next >= low && next <= high && size <= 0.5 * stepBefore;
            if (isStep && size <= 1e-11 * precision)
            {
                return next;
            }

            if (!isStep)
            {
                // The step leaves the bracket, is not a number, or does not shrink fast enough.
                next = (low + high) / 2;
                size = next - low;
            }

            if (high - low <= 4e-16 * precision)
            {
                return next;
            }

            (x, stepBefore) = (next, size);
        }

        return null;
    }

    /// <summary>Where f turns, given the signs of its slope at the ends, which differ.</summary>
    internal static PresentValue Turn(DiscountedSeries side, double low, double high, int slopeAtLow)
    {
        var middle = side.At((low + high) / 2);
        for (var i = 0; i < StepsMax && high - low > 4e-16 * Math.Max(1, high) && middle.N1 != middle.P1; i++)
        {
            (low, high) = Math.Sign(middle.N1 - middle.P1) == slopeAtLow ? (middle.X, high) : (low, middle.X);
            middle = side.At((low + high) / 2);
        }

        return middle;
    }
}
