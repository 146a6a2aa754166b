namespace VenturePortfolio.Server.Tests;

/// <summary>What nights published in the <see cref="RandomWorld"/>: runs and their figures.</summary>
internal static class RandomNightSql
{
    internal const string PublishedRuns =
        "(select row_number() over (order by id) as n, * from metric_run where published_at is not null) r on r.n = 1 + pick(run, 7)";

    // From the key to why there is none.
    private const string Figure =
        $"""
        'M-' || 1 + pick(key, 4), 1 + pick(rev, 2), r.business_date, r.known_at, (array['RATIO', 'RATE_PER_YEAR', 'COUNT', 'AMOUNT', 'DAYS'])[1 + pick(un, 5)],
            (array['commitment-date', 'transaction-date', 'as-of', 'none'])[1 + pick(fx, 4)], case when chance(c, 50) then {RandomWorldSql.Ccy} end,
            case when chance(v, 70) then pick(val, 9000) * 0.0001230 end, case when chance(num, 70) then pick(n, 9000) * 1000000000000000001::numeric end, case when chance(d, 70) then pick(den, 9000) end,
            case when chance(v, 70) then 'OK' else 'NO_CALLS' end, case when not chance(v, 70) then 'why ' || g end
        """;

    public static IReadOnlyList<string> Statements { get; } =
    [
        """
        insert into metric_run (id, kind, business_date, known_at, state, epoch, claimed_by, planned_at, started_at, published_at, failure)
        select key(metric_run, g;), 'BY_HAND', date '2025-01-01' + 7 * (g % 4), timestamptz '2025-03-01 00:00+00' + g * interval '1 hour',
            case when g < 8 then 'PUBLISHED' else 'FAILED' end, pick(ep, 4), 'node', time(pl), time(st), case when g < 8 then time(pu) end, case when g >= 8 then 'why ' || g end
        from generate_series(1, 9) g
        """,
        "insert into metric_run_event (run_id, at, message) select key(metric_run, 1 + g % 9;), time(at), case when g % 4 = 0 then 'requested by ' || key(person, 1 + g % 13;) else 'message ' || g end from generate_series(1, 60) g",
        """
        insert into peer_figure
        select key(peer_figure, g;), r.id, case when g % 5 = 0 then 'INCUBATOR' else (array['TOTAL', 'PROGRAMME', 'VINTAGE', 'SECTOR'])[1 + pick(by, 4)] end,
            case when g % 5 = 0 then 'INC' || 89 - g / 5 % 6 else 'G-' || g % 30 end, 'M-' || 1 + pick(key, 4), 1 + pick(rev, 2), r.business_date, r.known_at,
            (array['RATIO', 'RATE_PER_YEAR', 'COUNT', 'AMOUNT', 'DAYS'])[1 + pick(un, 5)], (array['commitment-date', 'transaction-date', 'as-of', 'none'])[1 + pick(fx, 4)],
            case when chance(c, 50) then (array['CNY', 'HKD', 'USD'])[1 + pick(ccy, 3)] end, case when chance(v, 70) then pick(val, 9000) * 0.0001230 end,
            case when chance(v, 70) then 3 + pick(con, 9) end, case when not chance(v, 70) then 'FEW_CONTRIBUTORS' end,
            case when chance(v, 70) and chance(fl, 50) then 'INVENTED_ONLY' end
        from generate_series(1, 200) g join (select row_number() over (order by id) as n, * from metric_run where published_at is not null) r on r.n = 1 + pick(run, 7)
        on conflict do nothing
        """,
        """
        insert into metric_run_report
        select id, '[{"name": "read", "seconds": 0.5}]', jsonb_build_object('figures', epoch), '{}', '[]', '[]' from metric_run where published_at is not null
        """,
        $"""
        insert into metric_value
        select key(metric_value, g;), r.id, case when g % 4 = 0 then key(programme, 1 + pick(p, 5);) end, case when g % 4 = 1 then key(sub_fund, 1 + pick(f, 18);) end,
            case when g % 4 = 2 then key(incubator, 1 + pick(i, 6);) end,
            {Figure},
            case when chance(map, 50) then 'OECD@' || 1 + pick(mapv, 2) end, case when g % 4 = 2 and chance(co, 50) then 2020 + pick(coh, 3) end,
            case when g % 8 = 7 then 'MANAGER' when g % 4 = 3 then (array['VINTAGE', 'SECTOR'])[1 + pick(by, 2)] end,
            case when g % 8 = 7 then key(organisation, 1 + g / 8 % 2;)::text when g % 4 = 3 then '202' || pick(gk, 4) end,
            case when chance(nav, 50) then date '2024-01-01' + pick(navd, 300) end, case when g % 4 <> 2 then pick(cov, 4) end, case when g % 4 <> 2 then 4 + pick(fnd, 3) end,
            null, case when chance(fl, 50) then 'NAV_STALE' end, null, null, null, null, null, case when g % 4 = 2 then 1 + pick(stu, 9) end
        from generate_series(1, 600) g join {PublishedRuns}
        on conflict do nothing
        """,
        "select app.open_day (business_date) from (select distinct business_date from metric_run) of_runs",
        $"""
        insert into metric_detail
        select key(metric_detail, g;), r.id, key(startup, 1 + pick(s, 70);), {Figure}, case when chance(fl, 50) then 'NAV_STALE' end
        from generate_series(1, 600) g join {PublishedRuns}
        on conflict do nothing
        """,
        $"""
        insert into metric_part (id, run_id, sub_fund_id, investor_id, startup_id, metric_key, revision, as_of, known_at, unit, fx_basis, currency, value,
            numerator, denominator, status, absent_why, nav_as_of, covered, flags)
        select key(metric_part, g;), r.id, key(sub_fund, 1 + pick(f, 18);), case when g % 2 = 0 then key(investor, 1 + pick(i, 15);) end,
            case when g % 2 = 1 then key(startup, 1 + pick(s, 70);) end, {Figure}, case when chance(nav, 50) then date '2024-01-01' + pick(navd, 300) end, pick(cov, 2),
            case when chance(fl, 50) then 'NAV_STALE' end
        from generate_series(1, 600) g join {PublishedRuns}
        on conflict do nothing
        """,
    ];
}
