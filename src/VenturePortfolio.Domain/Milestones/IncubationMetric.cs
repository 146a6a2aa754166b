namespace VenturePortfolio;

/// <summary>What the metrics of startups and incubators share: no startup gives no figure, and ratios of counts are exact.</summary>
internal static class IncubationMetric
{
    internal const string Rule300 = "《科技企業孵化器管理辦法》國科發區〔2018〕300號";

    internal static Metric Of(
        string key,
        MetricTitle title,
        MetricSubject subject,
        MetricUnit unit,
        string source,
        Func<StartupPool, PortfolioHistory, Measure> compute,
        bool isVerified = true,
        FxBasis basis = FxBasis.None) => new()
        {
            Key = key,
            Title = title,
            Subject = subject,
            Unit = unit,
            Revision = 1,
            DefaultFxBasis = basis,
            Source = source,
            IsVerified = isVerified,
            Compute = history => history.Startups is { Members.Count: > 0 } pool
                ? Finished(compute(pool, history), basis, history)
                : new Measure { Absent = new(AbsentCode.NoStartup, "no startup was ever admitted"), FxBasis = basis },
        };

    /// <summary>An exact quotient of whole numbers.</summary>
    /// <param name="whenNone">Why there is no figure when the denominator is zero.</param>
    internal static Measure Ratio(Int128 numerator, Int128 denominator, Absent whenNone) => denominator == 0
        ? new Measure { Numerator = numerator, Denominator = denominator, Absent = whenNone }
        : HalfEven.Divide(numerator, denominator, 10) is { } value
            ? new Measure { Numerator = numerator, Denominator = denominator, Value = value }
            : new Measure { Numerator = numerator, Denominator = denominator, Absent = new(AbsentCode.OutOfRange, "the quotient is too large") };

    /// <summary>
    /// The share of members that pass, among those that can be judged. Says how many could not and why the first of them.
    /// </summary>
    /// <param name="judge">True, false, or why it cannot be said.</param>
    internal static Measure Share(StartupPool pool, Func<PoolMember, OrAbsent<bool>> judge)
    {
        var judged = pool.Members.Select(judge).ToList();
        var known = judged.Where(of => of.IsPresent).ToList();
        if (known.Count == 0)
        {
            return new Measure { Absent = judged[0].Absent };
        }

        var passed = known.Count(of => of.Value);
        var detail = $"{passed} of {known.Count} startups ever admitted";
        return Ratio(passed, known.Count, judged[0].Absent ?? new(AbsentCode.NoStartup, "no startup")) with
        {
            Evidence = new EvidenceLater(() => pool.Members.Zip(judged).Where(of => of.Second.IsPresent)
                .Select(of => EvidenceRow.Of(of.First.Stays[0]).Counting(of.Second.Value ? 1 : 0, 1))),
            Outcome = known.Count == judged.Count
                ? new(MeasureOutcome.Ok, detail)
                : new(MeasureOutcome.Partial, $"{detail}; not judged: {judged.Count - known.Count} ({judged.Find(of => !of.IsPresent)!.Absent!.Why})"),
        };
    }

    internal static string Iso(NodaTime.LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);

    private static Measure Finished(Measure measure, FxBasis basis, PortfolioHistory history)
    {
        IReadOnlyList<EvidenceRow> evidence = history.KeepsTrail ? [.. measure.Evidence] : [];
        IReadOnlyList<TrailRow> trail = !history.KeepsTrail ? []
            : [.. evidence.Select(row => row.Trail), .. measure.Asked == 0 ? [] : new[] { TrailRow.OfDefinition(history.AsOf, measure.Asked) }];
        return measure with
        {
            FxBasis = basis,
            Evidence = evidence,
            Trail = trail,
            Parts = MeasurePart.Of(trail),
            Rates = [.. measure.Rates.Distinct().OrderBy(rate => rate.Currency.Code, StringComparer.Ordinal).ThenBy(rate => rate.EffectiveOn)],
            Flags = [.. measure.Flags.Concat(measure.Rates.Any(rate => rate.Series == FxSeries.MonthlyAverage) ? [MeasureFlag.FxMonthlyAverage] : [])
                .Order(StringComparer.Ordinal)],
        };
    }
}
