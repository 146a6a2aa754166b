using NodaTime;

namespace VenturePortfolio;

/// <summary>Flows summed by day as they come, exactly: rates of return of millions of flows need no more than their days.</summary>
internal sealed class DatedFlows
{
    private readonly Dictionary<LocalDate, Int128> _days = [];

    /// <summary>Days on which there was a flow, though they may have summed to zero.</summary>
    internal int Count => _days.Count;

    internal void Add(XirrFlow flow) => _days[flow.On] = _days.GetValueOrDefault(flow.On) + flow.Minor;

    internal XirrFlow[] ToArray() => [.. _days.Select(day => new XirrFlow(day.Key, day.Value))];
}
