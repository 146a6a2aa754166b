using NodaTime;

namespace VenturePortfolio;

/// <summary>A startup's time in one incubator, from admission to graduation or leaving.</summary>
/// <param name="AdmissionRow">Of the admission.</param>
/// <param name="EndedOn">Null: still there.</param>
public sealed record Stay(
    IncubatorId Incubator, Guid AdmissionRow, LocalDate AdmittedOn, Instant RecordedAt, LocalDate? EndedOn, bool IsGraduated)
{
    /// <summary>
    /// Stays from events in order of date: an admission begins one, the next graduation or leaving from the same incubator
    /// ends it. A second admission into a stay that goes on, and an end without a stay, change nothing.
    /// </summary>
    internal static IReadOnlyList<Stay> Of(IEnumerable<IncubationEvent> standing)
    {
        var stays = new List<Stay>();
        foreach (var row in standing)
        {
            var open = stays.FindIndex(stay => stay.Incubator == row.Incubator && stay.EndedOn is null);
            if (row.Kind == IncubationKind.Admitted && open < 0)
            {
                stays.Add(new(row.Incubator, row.Id, row.EffectiveOn, row.RecordedAt, null, false));
            }
            else if (row.Kind != IncubationKind.Admitted && open >= 0)
            {
                stays[open] = stays[open] with { EndedOn = row.EffectiveOn, IsGraduated = row.Kind == IncubationKind.Graduated };
            }
        }

        return stays;
    }
}
