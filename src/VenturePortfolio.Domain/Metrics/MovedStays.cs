namespace VenturePortfolio;

/// <summary>
/// New events of one startup's stays, told apart by why. Taken back and entered again with another day: corrected. Entered again for another incubator, or as another
/// end (graduated and not left): the startup turned out to belong elsewhere, which is a reclassification. Each event taken back has one in its place, the first told first.
/// </summary>
internal static class MovedStays
{
    /// <param name="after">All, those of <paramref name="before"/> too.</param>
    internal static IEnumerable<(Guid Id, RestatementCause Cause)> Of(IReadOnlyList<IncubationEvent> before, IReadOnlyList<IncubationEvent> after)
    {
        var known = before.Select(row => row.Id).ToHashSet();
        var gone = after.Select(row => row.ReversesId).OfType<Guid>().ToHashSet();
        List<IncubationEvent> added = [.. after.Where(row => !known.Contains(row.Id)).OrderBy(row => row.RecordedAt).ThenBy(row => row.Id)];
        List<IncubationEvent> entries = [.. added.Where(row => row.ReversesId is null && !gone.Contains(row.Id))];
        // What takes something back, and what was entered and taken back itself: it belongs to whatever was thought over.
        var causes = added.Except(entries).DistinctBy(row => row.Id).ToDictionary(row => row.Id, _ => RestatementCause.Correction);
        List<IncubationEvent> reversals = [.. added.Where(row => row.ReversesId is { } entry && known.Contains(entry))];
        Paired((old, entry) => old.Incubator == entry.Incubator && old.Kind == entry.Kind, RestatementCause.Correction);
        Paired((old, entry) => old.EffectiveOn == entry.EffectiveOn, RestatementCause.Reclassification);
        Paired((old, entry) => old.Kind == entry.Kind, RestatementCause.Reclassification);
        return entries.Select(entry => (entry.Id, RestatementCause.LatePosting)).Concat(causes.Select(row => (row.Key, row.Value)));

        // A reversal repeats what it takes back.
        void Paired(Func<IncubationEvent, IncubationEvent, bool> isInPlace, RestatementCause cause)
        {
            foreach (var reversal in reversals.ToList())
            {
                if (entries.Find(entry => isInPlace(reversal, entry)) is { } entry)
                {
                    (causes[reversal.Id], causes[entry.Id]) = (cause, cause);
                    reversals.Remove(reversal);
                    entries.Remove(entry);
                }
            }
        }
    }
}
