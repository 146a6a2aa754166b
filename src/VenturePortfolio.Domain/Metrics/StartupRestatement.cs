using NodaTime;

namespace VenturePortfolio;

/// <summary>Two instants of knowing one day, and the rates that were known at each.</summary>
/// <param name="AsOf">The day of both.</param>
/// <param name="Last">Later than <paramref name="First"/>.</param>
public sealed record KnownTwice(LocalDate AsOf, Instant First, Instant Last, FxTable FirstRates, FxTable LastRates);

/// <summary>
/// What made a figure of milestones of one day change between two instants of knowing: rates first, then stays that turned out to be in another incubator or to
/// have ended otherwise, then corrections, then what was late. As a <see cref="Restatement"/> of funds the steps add up to the difference exactly.
/// </summary>
/// <param name="First">The startups as known at the earlier instant; none where nobody was admitted yet.</param>
/// <param name="Last">As known at the later one: startups may have come and gone.</param>
public sealed record StartupRestatement(StartupPool First, StartupPool Last, Restatement Told)
{
    /// <param name="startups">All rows recorded up to the later instant, of whoever may be in the pool at either.</param>
    /// <param name="pool">Who of them the figure is about.</param>
    /// <param name="measure">The figure, by these rates.</param>
    public static StartupRestatement Of(
        IReadOnlyList<StartupFacts> startups, KnownTwice known, Func<IEnumerable<StartupHistory>, StartupPool> pool, Func<StartupPool, FxTable, Measure> measure)
    {
        List<RestatedStartup> changes = [.. startups.Select(startup => new RestatedStartup(startup, known.AsOf, known.First))];
        var members = new HashSet<StartupId>();
        var (first, last) = (Pool(of => of.Before), Pool(of => of.Facts));
        var (start, end) = (measure(first, known.FirstRates), measure(last, known.LastRates));
        var converted = measure(first, known.LastRates);
        var steps = Restatement.StepsOf(
            start,
            (RestatementCause.Fx, converted),
            (RestatementCause.Reclassification, measure(Pool(of => of.UpTo(RestatementCause.Reclassification)), known.LastRates)),
            (RestatementCause.Correction, measure(Pool(of => of.UpTo(RestatementCause.Correction)), known.LastRates)),
            (RestatementCause.LatePosting, end));

        List<RestatementRow> rows = [.. changes.Where(of => members.Contains(of.Facts.Startup)).SelectMany(of => of.Rows)];
        // Corrections and late reports may cancel each other out, and two may each be enough: each is left out by itself, and told by itself.
        var moving = rows.Select(row => (row.Source, row.Cause)).Distinct().Where(of =>
            Restatement.IsOther(measure(Pool(change => change.Without(of.Source, of.Cause)), known.LastRates), end)
            || Restatement.IsOther(measure(Pool(change => change.WithOnly(of.Source, of.Cause)), known.LastRates), converted)).ToHashSet();
        var shown = rows.FindAll(row => moving.Contains((row.Source, row.Cause)));
        // What only several kinds together brought about.
        shown.AddRange(rows.Where(row => steps.Any(step => step.Cause == row.Cause) && !moving.Any(of => of.Cause == row.Cause)));
        var kinds = shown.Select(row => row.Source).Concat(Restatement.IsOther(measure(last, known.FirstRates), end) ? [Restatement.FxRows] : []).ToHashSet(StringComparer.Ordinal);
        return new(first, last, new Restatement(start, end, steps, shown) { Moving = kinds });

        StartupPool Pool(Func<RestatedStartup, StartupFacts> facts)
        {
            var of = pool(changes.Select(change => StartupHistory.Cut(facts(change), known.AsOf, known.Last)));
            members.UnionWith(of.Members.Select(member => member.Startup.Startup));
            return of;
        }
    }
}
