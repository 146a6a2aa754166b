using NodaTime;

namespace VenturePortfolio;

/// <summary>Adds up renminbi towards a threshold, and remembers on which day it was passed.</summary>
internal sealed class GroundSum(FxTable fx, long over)
{
    private readonly List<FxQuote> _rates = [];
    private Absent? _missing;

    internal Int128 Cumulated { get; private set; }

    internal LocalDate? MetOn { get; private set; }

    internal List<EvidenceRow> Evidence { get; } = [];

    /// <summary>Null, and the sum is not complete, where a rate is missing.</summary>
    internal long? Convert(Money money, LocalDate on)
    {
        var converted = fx.Convert(money, Currency.Cny, on);
        _missing ??= converted.Absent;
        if (!converted.IsPresent)
        {
            return null;
        }

        _rates.AddRange(converted.Value.Rates);
        return converted.Value.Money.Minor;
    }

    /// <summary>In order of date.</summary>
    internal void Add(FinancingRound round, long minor)
    {
        Cumulated += minor;
        MetOn ??= Cumulated > over ? round.EffectiveOn : null;
        Evidence.Add(new(EvidenceSource.FinancingRound, round.Id.Value, round.EffectiveOn, minor)
        {
            RecordedAt = round.RecordedAt, Original = round.Total, Numerator = minor,
        });
    }

    /// <summary>The revenue of one year, apart from the cumulated sum.</summary>
    internal GroundYear Year(IEnumerable<RevenueFact> rows)
    {
        var evidence = new List<EvidenceRow>();
        foreach (var row in rows)
        {
            if (Money(row) is { } money && Convert(money, row.EffectiveOn) is { } minor)
            {
                evidence.Add(new(EvidenceSource.Revenue, row.Id, row.EffectiveOn, minor) { RecordedAt = row.RecordedAt, Original = money, Numerator = minor });
            }
        }

        return new(evidence.Aggregate((Int128)0, (sum, row) => sum + row.AmountMinor!.Value), evidence);
    }

    /// <summary>What is known already may be enough, whatever else is missing.</summary>
    internal GraduationGround Ground(Int128 reached, LocalDate? metOn, IReadOnlyList<EvidenceRow> evidence) =>
        new(reached, over, metOn, evidence, _rates, metOn is null ? _missing : null);

    private Money? Money(RevenueFact row)
    {
        var minor = row.Value;
        for (var digit = 0; digit < row.Currency.MinorDigits; digit++)
        {
            minor *= 10;
        }

        if (decimal.Round(minor, MidpointRounding.ToEven) is var rounded && rounded <= long.MaxValue)
        {
            return new Money((long)rounded, row.Currency);
        }

        _missing ??= new(AbsentCode.OutOfRange, $"revenue of {IncubationMetric.Iso(row.EffectiveOn)}");
        return null;
    }
}

/// <summary>Revenue of one calendar year.</summary>
internal sealed record GroundYear(Int128 Minor, IReadOnlyList<EvidenceRow> Rows);
