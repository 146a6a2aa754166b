using NodaTime;

namespace VenturePortfolio;

/// <summary>The startups a figure is about: one, those of an incubator, those it admitted in one year, or all.</summary>
public sealed class StartupPool
{
    private StartupPool(IReadOnlyList<PoolMember> members, bool isGroup, int? cohortYear = null) =>
        (Members, IsGroup, CohortYear) = (members, isGroup, cohortYear);

    public IReadOnlyList<PoolMember> Members { get; }

    /// <summary>False: it is one startup and not a group, of however many.</summary>
    public bool IsGroup { get; }

    /// <summary>The year of first admission that all members share; null for a pool of any year.</summary>
    public int? CohortYear { get; }

    /// <summary>One startup, admitted or not.</summary>
    public static StartupPool Of(StartupHistory startup) => new([new(startup, startup.Stays)], isGroup: false);

    /// <summary>Every startup ever admitted by the incubator, each once, with its stays there.</summary>
    public static StartupPool Of(IncubatorId incubator, IEnumerable<StartupHistory> startups) =>
        Admitted(startups.Select(startup => new PoolMember(startup, [.. startup.Stays.Where(stay => stay.Incubator == incubator)])));

    /// <summary>Every startup ever admitted anywhere.</summary>
    public static StartupPool Whole(IEnumerable<StartupHistory> startups) =>
        Admitted(startups.Select(startup => new PoolMember(startup, startup.Stays)));

    /// <summary>The members first admitted in each year, in order of year.</summary>
    public IEnumerable<StartupPool> Cohorts() => Members.GroupBy(member => member.AdmittedOn!.Value.Year)
        .OrderBy(year => year.Key).Select(year => new StartupPool([.. year], isGroup: true, year.Key));

    /// <summary>One of the members as the pool would be without the others.</summary>
    public StartupPool Alone(PoolMember member) => new([member], IsGroup, CohortYear);

    private static StartupPool Admitted(IEnumerable<PoolMember> members) =>
        new([.. members.Where(member => member.Stays.Count > 0)], isGroup: true);
}

/// <param name="Stays">Those within the pool, by day of admission; empty only for a startup alone that never had one.</param>
public sealed record PoolMember(StartupHistory Startup, IReadOnlyList<Stay> Stays)
{
    /// <summary>First admission within the pool; null for a startup alone that never had one.</summary>
    public LocalDate? AdmittedOn => Stays.Count > 0 ? Stays[0].AdmittedOn : null;
}
