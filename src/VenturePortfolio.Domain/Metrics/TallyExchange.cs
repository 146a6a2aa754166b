using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// The exchange of one metric's rows: into the report currency by the metric's basis, remembering the rates used, what a reader is to be told of
/// the figure, and the first thing that is missing.
/// </summary>
internal sealed class TallyExchange(PortfolioHistory history, FxBasis basis)
{
    // A table holds each quote once: the object stands for what it says.
    private readonly HashSet<FxQuote> _rates = new(ReferenceEqualityComparer.Instance);
    private readonly SortedSet<string> _flags = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<FxQuote> Rates => _rates;

    /// <summary>In the order of their text.</summary>
    internal IReadOnlyCollection<string> Flags => _flags;

    /// <summary>The first thing missing, in the order of funds and rows.</summary>
    internal Absent? Missing { get; private set; }

    internal void Flag(string flag) => _flags.Add(flag);

    /// <summary>The first thing that is missing counts.</summary>
    internal void Miss(Absent? absent) => Missing ??= absent;

    /// <summary>The rates and flags of sums that were made apart, and what they missed, after what was missed here.</summary>
    internal void Take(IEnumerable<FxQuote> rates, IEnumerable<string> flags, Absent? missing)
    {
        _rates.UnionWith(rates);
        _flags.UnionWith(flags);
        Miss(missing);
    }

    /// <summary>In minor units of the report currency; null, and the figure is missing, where a rate is.</summary>
    /// <param name="stateOn">For a state rather than a flow: the day whose rate counts.</param>
    internal Int128? InReportCurrency(in TallyRow row, LocalDate? stateOn)
    {
        if (row.Amount.Currency == history.ReportCurrency)
        {
            return row.Amount.Minor;
        }

        var day = stateOn ?? (basis == FxBasis.AsOf ? history.AsOf : row.EffectiveOn);
        if (stateOn is null && basis == FxBasis.CommitmentDate)
        {
            var committed = row.CommittedOn;
            if (committed.Absent is { } absent)
            {
                Miss(absent);
                return null;
            }

            day = committed.Value;
        }

        return Converted(row.Amount, history.ReportCurrency, day);
    }

    /// <summary>In minor units of another currency at the rates of a day, or of the one day of the constant basis; null, and the figure is missing, where a rate is.</summary>
    internal Int128? Converted(Money money, Currency to, LocalDate day)
    {
        var on = basis == FxBasis.Constant ? history.ConstantOn!.Value : day;
        var converted = history.Fx.Convert(money, to, on);
        if (converted.Absent is { } absent)
        {
            Miss(absent);
            return null;
        }

        foreach (var rate in converted.Value.Rates)
        {
            _rates.Add(rate);
            if (rate.Series == FxSeries.MonthlyAverage)
            {
                Flag(MeasureFlag.FxMonthlyAverage);
            }

            if (rate.IsEarlierThan(on))
            {
                Flag(MeasureFlag.FxEarlierRate);
            }
        }

        return converted.Value.Money.Minor;
    }
}
