namespace VenturePortfolio.Server;

/// <summary>Which startups are to be read: some by name, or those an incubator ever admitted.</summary>
public sealed record StartupScope
{
    private StartupScope(IReadOnlyCollection<Guid> startups, IReadOnlyCollection<Guid> incubators) => (Startups, Incubators) = (startups, incubators);

    public IReadOnlyCollection<Guid> Startups { get; }

    public IReadOnlyCollection<Guid> Incubators { get; }

    public static StartupScope Of(IReadOnlyCollection<Guid> startups, IReadOnlyCollection<Guid> incubators) => new(startups, incubators);

    /// <summary>A condition on the column that names a startup. Keys only, formatted here: COPY takes no parameters.</summary>
    internal string Sql(string column) =>
        $"({column} = any ('{{{List(Startups)}}}'::uuid[]) or {column} in (select a.startup_id from incubation a where a.incubator_id = any ('{{{List(Incubators)}}}'::uuid[])))";

    private static string List(IEnumerable<Guid> keys) => string.Join(',', keys.Select(key => key.ToString("D")));
}
