using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// A report of milestones straight from what a published run stored of incubators, the years of their admissions, and all startups together: no stay and no milestone
/// is read, and the answer is the one that reckoning gives.
/// </summary>
internal static class PublishedIncubation
{
    private static readonly IReadOnlyList<Metric> OfGroups =
        [.. MetricCatalog.All.Where(metric => metric.Subject is MetricSubject.Incubator or MetricSubject.StartupOrIncubator)];

    /// <summary>Nothing is asked for that stands beside stored values; single startups are reckoned, little as they are.</summary>
    public static bool Answers(IncubationQuery query) => query is { Startup: null, CompareTo: null, Explains: false, AsksForRates: false };

    /// <summary>The groups in the order of a report; null where one of the figures asked for was not stored, or of another revision than today's.</summary>
    /// <param name="snapshot">As the reader: row security decides.</param>
    /// <param name="run">Published.</param>
    /// <param name="own">Whom the reader may be told of.</param>
    /// <param name="query">One that this <see cref="Answers"/>.</param>
    /// <param name="targets">That are known.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<IReadOnlyList<IncubationGroup>?> GroupsAsync(
        FactSnapshot snapshot, PublishedRun run, IncubationSubjects own, IncubationQuery query, IReadOnlyList<TargetCard> targets, CancellationToken cancel)
    {
        var metrics = query.Definitions is { } keys ? OfGroups.Where(metric => keys.Contains(metric.Key, StringComparer.Ordinal)).ToList() : OfGroups;
        var asked = string.Join(',', metrics.Select(metric => $"'{metric.Key}'"));
        var one = query.Incubator is null ? null : $" and incubator_id = '{own.Only:D}'";
        // No other subject of this table has these definitions.
        var rows = (await snapshot.QueryAsync(
            $"""
            select incubator_id, cohort_year, startups, metric_key, fx_basis, currency, value, numerator, denominator, status, absent_why, flags, revision
            from metric_value
            where run_id = '{run.Id:D}' and metric_key in ({asked}){one}
            """,
            row => (Group: (row.IsDBNull(0) ? (Guid?)null : row.GetGuid(0), row.IsDBNull(1) ? (int?)null : row.GetInt16(1)), Row: Read(row)),
            cancel)).ToLookup(row => row.Group, row => row.Row);
        var groups = new List<IncubationGroup>();
        foreach (var of in own.Among(rows.Select(group => group.Key)))
        {
            if (Group(of, rows[(of.Incubator, of.Cohort)]) is not { } group)
            {
                return null;
            }

            groups.Add(group);
        }

        return groups.Count == 0 ? null : groups;

        IncubationGroup? Group(IncubationSubject of, IEnumerable<Stored> stored)
        {
            var known = stored.Where(row => row.Figure is not null && row.Startups is not null).ToDictionary(row => row.Figure!.Metric.Key, StringComparer.Ordinal);
            return known.Count < metrics.Count ? null : new(
                of.Key, of.Title, of.Incubator, of.Startup, of.Cohort, known.Values.First().Startups!.Value,
                [.. metrics.Select(metric => new IncubationFigure(known[metric.Key].Figure!, null, null, null, TargetCard.Of(targets, of.TargetSubject, metric.Key, query.AsOf)))]);
        }
    }

    private static Stored Read(NpgsqlDataReader row)
    {
        var metric = MetricCatalog.Of(row.GetString(3));
        var (status, note) = (row.GetString(9), Text(10));
        var measure = new Measure
        {
            Value = row.IsDBNull(6) ? null : row.GetDecimal(6),
            Numerator = Whole(7),
            Denominator = Whole(8),
            Currency = Text(5) is { } code ? Currency.Of(code) : null,
            FxBasis = metric.Unit == MetricUnit.Count ? metric.DefaultFxBasis : FxBasisText.Parse(row.GetString(4)),
            Absent = row.IsDBNull(6) ? new Absent(status, note ?? "") : null,
            Outcome = row.IsDBNull(6) ? null : new MeasureOutcome(status, note),
            Flags = Text(11)?.Split(' ') ?? [],
        };
        return new(row.IsDBNull(2) ? null : row.GetInt32(2), row.GetInt32(12) == metric.Revision ? new Figure(metric, measure, 0, []) : null);

        string? Text(int at) => row.IsDBNull(at) ? null : row.GetString(at);

        Int128? Whole(int at) => row.IsDBNull(at) ? null : row.GetWhole(at);
    }

    /// <param name="Startups">Ever admitted; null: published before this was stored.</param>
    /// <param name="Figure">Null: of another revision of its definition.</param>
    private readonly record struct Stored(int? Startups, Figure? Figure);
}
