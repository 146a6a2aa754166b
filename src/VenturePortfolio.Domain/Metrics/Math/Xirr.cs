namespace VenturePortfolio;

/// <summary>
/// Internal rate of return of dated flows: fraction per year, Actual/365 fixed, compounded, as Excel's XIRR.
/// </summary>
/// <remarks>
/// With one sign change the rate is unique. With more, all rates are isolated; inside -99 % to +1000 % the one with the
/// sign of the total gain nearest 0 in ln(1 + r) is taken, else the nearest to 0 in that band, else the nearest to 0.
/// That is a convention: no choice is "right", hence status <see cref="XirrStatus.Multiple"/> and every rate beside it.
/// Source: GIPS 2020 SI-IRR; Microsoft XIRR; Descartes' rule for exponential sums.
/// </remarks>
public static class Xirr
{
    private const double RateMin = -1 + 1e-9;

    /// <summary>The largest rate that keeps ten decimals in a <see cref="decimal"/>.</summary>
    private const double RateMax = 1e18;

    /// <summary>Order of the flows never matters; same-day flows are netted exactly; zeros are legal.</summary>
    /// <param name="flows">From the investor's side.</param>
    /// <param name="terminal">The stated value still held, or null when none is stated.</param>
    public static XirrResult Solve(IEnumerable<XirrFlow> flows, TerminalValue? terminal)
    {
        var netted = NettedDay.Of(flows, terminal);
        if (netted.Length == 0)
        {
            return new XirrResult { Status = XirrStatus.Empty };
        }

        var spanDays = netted[^1].Day - netted[0].Day;
        if (terminal is not null && terminal.Minor == 0 && NettedDay.Number(terminal.On) > netted[0].Day
            && Array.TrueForAll(netted, day => day.Minor < 0))
        {
            return new XirrResult { Status = XirrStatus.TotalLoss, Rate = -1m, Roots = [-1m], SpanDays = spanDays };
        }

        if (netted.Length == 1)
        {
            return new XirrResult { Status = XirrStatus.SameDay };
        }

        var series = DiscountedSeries.Of(netted);
        return series.SignChanges == 0
            ? new XirrResult { Status = XirrStatus.NoSignChange, SpanDays = spanDays }
            : Choose(series, spanDays, XirrRoots.Of(series), gain: Int128.Sign(series.Gain));
    }

    private static XirrResult Choose(DiscountedSeries series, int spanDays, XirrRoots found, int gain)
    {
        var result = new XirrResult
        {
            Status = XirrStatus.NotConverged, SignChanges = series.SignChanges, SpanDays = spanDays,
        };
        if (found.GaveUp)
        {
            return result;
        }

        var inRange = found.LogRates.Where(x => Math.Exp(x) - 1 is > RateMin and < RateMax).ToArray();
        if (inRange.Length == 0)
        {
            return result with { Status = found.LogRates.Count == 0 ? XirrStatus.NoRoot : XirrStatus.OutOfRange };
        }

        return result with
        {
            Status = inRange.Length > 1 ? XirrStatus.Multiple
                : found.Tangents.Contains(inRange[0]) ? XirrStatus.DoubleRoot : XirrStatus.Ok,
            Rate = Rounded(Preferred(inRange, gain)),
            Roots = [.. inRange.Select(Rounded)],
        };
    }

    private static double Preferred(double[] logRates, int gain)
    {
        if (logRates.Length == 1)
        {
            return logRates[0];
        }

        double low = Math.Log(0.01), high = Math.Log(11);
        var inBand = logRates.Where(x => x >= low && x <= high).ToArray();
        var likeGain = inBand.Where(x => Math.Sign(x) == gain).ToArray();
        var candidates = likeGain.Length > 0 ? likeGain : inBand.Length > 0 ? inBand : logRates;
        return candidates.MinBy(Math.Abs);
    }

    private static decimal Rounded(double logRate) => TenDecimals.Of(Expm1(logRate));

    /// <summary>e^x - 1 without cancellation near zero.</summary>
    private static double Expm1(double x)
    {
        var half = Math.Exp(x / 2);
        return 2 * Math.Sinh(x / 2) * half;
    }
}
