namespace VenturePortfolio.Server;

/// <summary>
/// The restatement of a figure over supported transactions. They and their jobs are only ever added, under no mapping, and stay in their own currency unless another
/// is asked for: what moves between two instants was recorded late, or a rate was, or the definition was revised.
/// </summary>
internal static class RestatedSupport
{
    internal static bool Covers(Metric metric) => metric.Subject == MetricSubject.SupportProgramme;

    /// <param name="published">What was told at the first instant under another revision; null where nothing was.</param>
    /// <param name="before">The group as known then; null where there was none yet.</param>
    internal static RestatementReport Of(
        RestatementQuery query, decimal? published, (PortfolioFacts Facts, ReportGroup? Group) before, (PortfolioFacts Facts, ReportGroup Group) after,
        IReadOnlyList<RestatementRow> rows, IReadOnlyList<RestatementRow> rates)
    {
        var metric = MetricCatalog.Of(query.Definition);
        var subject = after.Group.Subject;
        var last = Figured(after.Facts, subject);
        var earlier = before.Group?.Subject ?? new FigureSubject([], null, subject.ReportCurrency);
        var first = Figured(before.Facts, earlier);
        var converted = Figured(before.Facts with { Fx = after.Facts.Fx }, earlier).Of.Measure;
        var (told, now) = (first.Of.Measure, last.Of.Measure);
        List<RestatementStep> steps = [];
        if (told.Value is { } start && now.Value is { } end)
        {
            var read = published ?? start;
            told = told with { Value = read };
            // Without a value in between, its effect is handed on.
            var rated = converted.Value ?? start;
            steps = [new(RestatementCause.Definition, start - read), new(RestatementCause.Fx, rated - start), new(RestatementCause.LatePosting, end - rated)];
        }

        List<RestatementRow> shown =
        [
            .. Restatement.IsOther(converted, now) ? rows : [],
            .. Restatement.IsOther(Figured(after.Facts with { Fx = before.Facts.Fx }, subject).Of.Measure, now) ? rates : [],
        ];
        return new(query, metric, now.Currency ?? subject.ReportCurrency, new(told, now, steps.FindAll(step => step.Effect != 0), shown))
        {
            First = first, Last = last,
        };

        RestatedFigure Figured(PortfolioFacts facts, FigureSubject of) =>
            new(Figure.Of(metric, of, facts, query.Figure.Basis, (_, _) => { }), of.CountFor(metric));
    }

    /// <summary>What began to count between the two instants: the transactions, or of figures of jobs what was counted of them.</summary>
    internal static Task<List<RestatementRow>> RowsAsync(
        FactSnapshot snapshot, RestatementQuery query, IReadOnlyCollection<ProgrammeId> programmes, CancellationToken cancel)
    {
        var (first, last) = (KnownAt.Truncate(query.KnownAt1), KnownAt.Truncate(query.KnownAt2));
        var isOfJobs = MetricCatalog.Of(query.Definition).Unit == MetricUnit.Count;
        string Seen(NodaTime.Instant at) => FactSnapshot.Seen(query.AsOf, at, "t") + (isOfJobs ? $" and {FactSnapshot.Seen(query.AsOf, at, "o")}" : "");
        var source = isOfJobs ? "OutcomeFact" : nameof(TrailSource.SupportTransaction);
        return snapshot.QueryAsync(
            $"""
            select {(isOfJobs ? "o.id, o.effective_on, o.recorded_at" : "t.id, t.effective_on, t.recorded_at")}
            from support_transaction t
            {(isOfJobs ? "join outcome_fact o on o.support_transaction_id = t.id and o.measure in ('JOBS_CREATED', 'JOBS_RETAINED') and o.value <> 0" : "")}
            where t.programme_id = any($1) and {Seen(last)} and not ({Seen(first)})
            """,
            row => new RestatementRow(
                RestatementCause.LatePosting, source, row.GetGuid(0), row.GetFieldValue<NodaTime.LocalDate>(1), row.GetFieldValue<NodaTime.Instant>(2)),
            cancel,
            programmes.Select(programme => programme.Value).ToArray());
    }
}
