namespace VenturePortfolio.Server.Tests;

/// <summary>The rows of <see cref="RandomWorld"/>, in the order their references need.</summary>
internal static class RandomWorldSql
{
    private const string Name =
        "(array['Alpha', 'Alpha', 'Béta', 'Gamma \"quoted\"', E'line\\nbreak', '南沙基金', 'back\\slash', 'zeta', 'Ωmega', 'a%b_c', '🚀 rocket', 'Alphabet', 'ＡＬＰＨＡ', U&'Be\\0301ta'])[1 + pick(name, 14)] || ' ' || pick(name2, 4)";

    private const string ZhHant = "case when chance(zh, 60) then '名稱' || pick(zhn, 5) end";
    private const string ZhHans = "case when chance(zs, 50) then '名称' || pick(zsn, 5) end";
    private const string Source = "'source ' || pick(src, 3)";
    internal const string Ccy = "(array['CNY', 'HKD', 'USD', 'JPY', 'KWD'])[1 + pick(ccy, 5)]";
    private const string Land = "(array['CN', 'HK', 'US'])[1 + pick(land, 3)]";

    public static IReadOnlyList<string> Statements { get; } =
    [
        """
        insert into currency (code, minor_digits, name_en, name_zh_hant, name_zh_hans, source) values
            ('CNY', 2, 'Renminbi', '人民幣', '人民币', 'ISO 4217'), ('HKD', 2, 'Hong Kong dollar', '港元', '港元', 'ISO 4217'),
            ('USD', 2, 'US dollar', '美元', '美元', 'ISO 4217'), ('JPY', 0, 'Yen', '日圓', '日元', 'ISO 4217'),
            ('KWD', 3, 'Kuwaiti dinar', '科威特第納爾', '科威特第纳尔', 'ISO 4217')
        """,
        "insert into sector select 'S' || g, 'Sector ' || g % 3, '行業' || g, '行业' || g, 'test' from generate_series(1, 6) g",
        "insert into milestone_kind select 'K-' || g, 'Kind ' || g % 3, '類' || g, '类' || g, 'Letter ' || g, chance(amt, 50), 'test' from generate_series(1, 5) g",
        """
        insert into investor_class
        select 'C' || g, 'Class ' || g % 3, '類別' || g, '类别' || g, g = 1, chance(hk, 40), chance(priv, 50), g <> 5, 'test'
        from generate_series(1, 5) g
        """,
        """
        insert into class_mapping
        select key(class_mapping, g;), (array['OECD', 'MDB', 'CN'])[1 + g % 3], 1 + g / 15, 'C' || 1 + g % 5,
            (array['PUBLIC', 'PRIVATE', 'EXCLUDED'])[1 + pick(side, 3)], chance(verified, 50), 'Source ' || g % 4, time(rec)
        from generate_series(0, 29) g
        """,
        $"""
        insert into organisation
        select key(organisation, g;), (array['FUND_MANAGER', 'FUND_MANAGER', 'INCUBATOR', 'INCUBATOR', 'POLICY_BODY', 'OPERATOR'])[1 + (g - 1) % 6],
            {Name}, {ZhHant}, {ZhHans}, {Land}, chance(inv, 50), {Source}
        from generate_series(1, 12) g
        """,
        """
        insert into person (id, display_name, issuer, subject, language, version)
        select key(person, g;), 'Person ' || g % 7, 'issuer' || g % 2, 'subject ' || g, (array['en', 'zh-Hant', 'zh-Hans'])[1 + pick(lang, 3)], 1 + pick(ver, 3)
        from generate_series(1, 14) g
        """,
        """
        insert into membership (id, person_id, organisation_id, role, granted_at, revoked_at, version)
        select key(membership, g;), key(person, g;), key(organisation, 1 + (g - 1) % 6;),
            (array['FUND_MANAGER', 'FUND_MANAGER', 'INCUBATOR', 'INCUBATOR', 'POLICY', 'ADMIN'])[1 + (g - 1) % 6],
            time(granted), case when g > 6 and chance(rev, 40) then time(granted) + interval '9 days' end, 1 + pick(ver, 3)
        from generate_series(1, 13) g
        """,
        """
        insert into service_key (id, person_id, organisation_id, role, name, is_read_only, prefix, created_by, recorded_at, expires_at, last_used_at, revoked_at, version)
        select key(service_key, g;), key(person, g;), key(organisation, 1 + (g - 1) % 6;),
            (array['FUND_MANAGER', 'FUND_MANAGER', 'INCUBATOR', 'INCUBATOR', 'POLICY', 'POLICY'])[1 + (g - 1) % 6], 'Key ' || g % 4, chance(ro, 50),
            'vpk_' || left(md5(g::text), 6), key(person, g - 6;), time(rec), time(rec) + interval '90 days',
            case when g % 3 <> 0 then time(rec) + interval '8 days' end, case when g % 3 = 1 then time(rec) + interval '9 days' end, 1 + pick(ver, 3)
        from generate_series(7, 12) g
        """,
        $"""
        insert into programme
        select key(programme, g;), case when g > 2 then key(programme, 1 + pick(parent, 2);) end, 'P' || 100 - g, {Name}, {ZhHant}, {ZhHans}, {Ccy}, chance(inv, 50), {Source}
        from generate_series(1, 5) g
        """,
        $"""
        insert into sub_fund
        select key(sub_fund, g;), key(programme, 1 + pick(prog, 5);), case when g % 3 = 0 then null else key(organisation, 1 + g % 2;) end,
            'F' || 500 - g, {Name}, {ZhHant}, {ZhHans}, 2015 + pick(vin, 6),
            (array['RAISING', 'INVESTING', 'HARVESTING', 'LIQUIDATING', 'CLOSED'])[1 + pick(stat, 5)], {Land}, 1 + 1000003 * pick(size, 9000)::bigint, {Ccy}, chance(inv, 50), {Source}
        from generate_series(1, 18) g
        """,
        $"""
        insert into sub_fund_term
        select key(sub_fund_term, g;), key(sub_fund, 1 + g % 18;), {Ccy}, case when chance(app, 60) then day(appd) end, case when chance(reg, 60) then day(regd) end,
            case when chance(ip, 60) then day(ipd) end, case when chance(en, 60) then day(end) end, day(eff), time(rec), case when chance(sh, 60) then 0.5 + pick(share, 400) * 0.001 end,
            case when chance(lk, 60) then chance(kept, 50) end
        from generate_series(1, 40) g
        """,
        $"insert into investor select key(investor, g;), 'I' || 300 - g, {Name}, {ZhHant}, {ZhHans}, {Land}, chance(inv, 50), {Source}, case when chance(org, 50) then key(organisation, 1 + pick(body, 12);) end from generate_series(1, 15) g",
        "insert into investor_class_assignment select key(investor_class_assignment, g;), key(investor, 1 + g % 15;), 'C' || 1 + pick(cls, 5), day(eff), time(rec) from generate_series(1, 30) g",
        "insert into sub_fund_investor select distinct key(sub_fund, 1 + g % 18;), key(investor, 1 + pick(inv, 15);) from generate_series(1, 90) g",
        $"""
        insert into commitment (id, sub_fund_id, investor_id, kind, amount_minor, currency, effective_on, external_ref, recorded_at)
        select key(commitment, g;), s.sub_fund_id, s.investor_id, (array['INITIAL', 'INCREASE', 'REDUCTION', 'WITHDRAWAL'])[1 + pick(kind, 4)],
            1 + 70001 * pick(amt, 9000)::bigint, {Ccy}, day(eff), case when chance(ref, 40) then 'ref ' || g end, time(rec)
        from (select row_number() over (order by sub_fund_id, investor_id) + r * 1000 as g, * from sub_fund_investor, generate_series(0, 1) r) s
        """,
        """
        insert into commitment (id, sub_fund_id, investor_id, kind, amount_minor, currency, effective_on, reverses_id, recorded_at)
        select key(commitmentx, g;), sub_fund_id, investor_id, kind, amount_minor, currency, effective_on, id, time(rec)
        from (select row_number() over (order by id) as g, * from commitment) c where g % 9 = 0
        """,
        $"""
        insert into incubator
        select key(incubator, g;), key(organisation, (array[3, 4, 9])[1 + g % 3];), 'INC' || 90 - g, {Name}, {ZhHant}, {ZhHans}, {Land}, case when chance(recog, 60) then day(rec) end, chance(inv, 50), {Source}
        from generate_series(1, 6) g
        """,
        $"""
        insert into startup
        select key(startup, g;), 'ST' || 900 - g, case when chance(inc, 85) then key(incubator, 1 + pick(incn, 6);) end, 'S' || 1 + pick(sec, 6),
            (array['IDEA', 'PROTOTYPE', 'SEED', 'GROWTH', 'EXPANSION', 'LISTED', 'ACQUIRED', 'CLOSED'])[1 + pick(stg, 8)], {Name}, {ZhHant}, {ZhHans}, {Land}, chance(inv, 50), {Source}
        from generate_series(1, 70) g
        """,
        """
        insert into startup_private
        select key(startup, g;), case when chance(reg, 70) then 'R-' || g end, case when chance(fnd, 70) then day(found) end, case when chance(con, 70) then 'Contact ' || g end, 1 + pick(ver, 3)
        from generate_series(1, 50) g
        """,
        """
        insert into incubation (id, startup_id, incubator_id, kind, effective_on, recorded_at)
        select key(incubation, g;), key(startup, 1 + g % 70;), key(incubator, 1 + pick(incb, 6);), (array['ADMITTED', 'ADMITTED', 'GRADUATED', 'LEFT'])[1 + pick(kind, 4)], day(eff), time(rec)
        from generate_series(1, 140) g
        """,
        """
        insert into incubation (id, startup_id, incubator_id, kind, effective_on, reverses_id, recorded_at)
        select key(incubationx, g;), startup_id, incubator_id, kind, effective_on, id, time(rec)
        from (select row_number() over (order by id) as g, * from incubation) c where g % 12 = 0
        """,
        $"""
        insert into financing_round (id, startup_id, stage, effective_on, total_minor, currency, recorded_at)
        select key(financing_round, g;), key(startup, 1 + pick(su, 70);), (array['ANGEL', 'SEED', 'PRE_A', 'A', 'B', 'C', 'D', 'GROWTH', 'IPO'])[1 + pick(stg, 9)], day(eff), 1 + 90001 * pick(amt, 9000)::bigint, {Ccy}, time(rec)
        from generate_series(1, 130) g
        """,
        """
        insert into financing_round (id, startup_id, stage, effective_on, total_minor, currency, reverses_id, recorded_at)
        select key(financing_roundx, g;), startup_id, stage, effective_on, total_minor, currency, id, time(rec)
        from (select row_number() over (order by id) as g, * from financing_round) c where g % 10 = 0
        """,
        $"""
        insert into round_participation
        select key(round_participation, g;), r.startup_id, r.id, 'C' || 1 + pick(cls, 5), 1 + 80001 * pick(amt, 9000)::bigint, {Ccy}, time(rec)
        from generate_series(1, 240) g join (select row_number() over (order by id) as n, * from financing_round) r on r.n = 1 + pick(rnd, 130)
        """,
        """
        insert into round_participant
        select id, startup_id, financing_round_id, 'Participant ' || g % 9, time(rec)
        from (select row_number() over (order by id) as g, * from round_participation) p where g % 3 <> 0
        """,
        $"""
        insert into investment (id, sub_fund_id, startup_id, financing_round_id, instrument, amount_minor, currency, effective_on, recorded_at)
        select key(investment, g;), key(sub_fund, 1 + pick(sf, 18);), r.startup_id, case when chance(rnd, 70) then r.id end,
            (array['ORDINARY', 'PREFERRED', 'CONVERTIBLE', 'SAFE', 'OTHER'])[1 + pick(ins, 5)], 1 + 60001 * pick(amt, 9000)::bigint, {Ccy}, day(eff), time(rec)
        from generate_series(1, 110) g join (select row_number() over (order by id) as n, * from financing_round) r on r.n = 1 + pick(rn, 130)
        """,
        """
        insert into investment (id, sub_fund_id, startup_id, financing_round_id, instrument, amount_minor, currency, effective_on, reverses_id, recorded_at)
        select key(investmentx, g;), sub_fund_id, startup_id, financing_round_id, instrument, amount_minor, currency, effective_on, id, time(rec)
        from (select row_number() over (order by id) as g, * from investment) c where g % 15 = 0
        """,
        $"""
        insert into cash_flow (id, sub_fund_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, investor_id, external_ref, memo, recorded_at)
        select key(cash_flow, g;), s.sub_fund_id, k.kind, k.amount, {Ccy}, case k.kind when 'CAPITAL_CALL' then -k.amount when 'DISTRIBUTION' then k.amount / 3 else 0 end,
            day(eff), case when k.kind in ('CAPITAL_CALL', 'DISTRIBUTION') then s.investor_id end, case when chance(ref, 30) then 'ext ' || g end,
            case when chance(memo, 50) then {Name} end, time(rec)
        from (select row_number() over (order by sub_fund_id, investor_id) + r * 1000 as g, * from sub_fund_investor, generate_series(0, 3) r) s,
            lateral (select (array['CAPITAL_CALL', 'DISTRIBUTION', 'MANAGEMENT_FEE', 'FUND_EXPENSE'])[1 + pick(kind, 4)] as kind, 1 + 50021 * pick(amt, 9000)::bigint as amount) k
        """,
        $"""
        insert into cash_flow (id, sub_fund_id, kind, amount_minor, currency, effective_on, investment_id, memo, recorded_at)
        select key(cash_flowi, g;), i.sub_fund_id, (array['INVESTMENT', 'PROCEEDS'])[1 + pick(kind, 2)], 1 + 40009 * pick(amt, 9000)::bigint, {Ccy}, day(eff), i.id, {Name}, time(rec)
        from (select row_number() over (order by id) as g, * from investment) i
        """,
        """
        insert into cash_flow (id, sub_fund_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, investor_id, investment_id, reverses_seq, recorded_at)
        select key(cash_flowx, g;), sub_fund_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, investor_id, investment_id, seq, time(rec)
        from (select row_number() over (order by id) as g, * from cash_flow) c where g % 14 = 0
        """,
        $"""
        insert into valuation
        select key(valuation, g;), i.sub_fund_id, i.id, 30011 * pick(amt, 9000)::bigint, {Ccy},
            (array['RECENT_INVESTMENT', 'MULTIPLE', 'DCF', 'NET_ASSETS', 'QUOTED_PRICE', 'WRITTEN_OFF', 'OTHER'])[1 + pick(met, 7)], day(eff), time(rec)
        from generate_series(1, 200) g join (select row_number() over (order by id) as n, * from investment) i on i.n = 1 + pick(i, 100)
        """,
        $"insert into reported_nav select key(reported_nav, g;), key(sub_fund, 1 + g % 18;), 20011 * pick(amt, 9000)::bigint, {Ccy}, day(eff), time(rec) from generate_series(1, 90) g",
        $"insert into milestone select key(milestone, g;), key(startup, 1 + pick(su, 70);), 'K-' || 1 + pick(kind, 5), {Name}, case when chance(due, 60) then day(due) end, time(rec) from generate_series(1, 180) g",
        $"""
        insert into milestone_report (id, startup_id, milestone_id, effective_on, verification, amount_minor, currency, note, reported_by, recorded_at)
        select key(milestone_report, g;), m.startup_id, m.id, day(eff), 'V' || pick(ver, 4), case when chance(amt, 50) then 1 + 11003 * pick(amount, 9000)::bigint end,
            case when chance(amt, 50) then {Ccy} end, case when chance(note, 50) then 'note ' || g end, case when chance(who, 50) then key(person, 1 + pick(p, 14);) end, time(rec)
        from generate_series(1, 220) g join (select row_number() over (order by id) as n, * from milestone) m on m.n = 1 + pick(m, 180)
        """,
        """
        insert into milestone_report (id, startup_id, milestone_id, effective_on, verification, supersedes_id, recorded_at)
        select key(milestone_reportx, g;), startup_id, milestone_id, effective_on, 'V3', id, time(rec)
        from (select row_number() over (order by id) as g, * from milestone_report) c where g % 11 = 0
        """,
        """
        insert into milestone_evidence
        select key(milestone_evidence, g;), r.startup_id, r.id, 'https://example.org/' || g % 40, case when chance(hash, 60) then sha256(g::text::bytea) end, case when chance(note, 50) then 'note ' || g end, time(rec)
        from generate_series(1, 180) g join (select row_number() over (order by id) as n, * from milestone_report) r on r.n = 1 + pick(r, 220)
        """,
        "insert into import_batch select key(import_batch, g;), (array['SSBCI', 'FX'])[1 + g % 2], sha256(g::text::bytea), 'file ' || g % 2 || '.csv', pick(rows, 500), time(rec) from generate_series(1, 4) g",
        $"""
        insert into support_transaction
        select key(support_transaction, g;), key(programme, 1 + pick(prog, 5);), key(import_batch, 1 + g % 4;), g, (array['CA', 'NY', 'TX'])[1 + pick(reg, 3)],
            case when chance(ind, 60) then '51' || pick(indn, 9) end, {Ccy}, 7001 * pick(a, 9000)::bigint, 7001 * pick(b, 9000)::bigint, 7001 * pick(c, 9000)::bigint, 7001 * pick(d, 9000)::bigint, day(eff), time(rec)
        from generate_series(1, 90) g
        """,
        $"""
        insert into outcome_fact
        select key(outcome_fact, g;), case when g % 2 = 0 then key(startup, 1 + pick(su, 70);) end, case when g % 2 = 1 then key(support_transaction, 1 + pick(st, 90);) end,
            m.measure, day(eff) - 30, day(eff), pick(v, 90000) * 0.0125, case when m.measure in ('REVENUE', 'RND_SPEND') then {Ccy} end, time(rec)
        from generate_series(1, 200) g, lateral (select (array['JOBS', 'JOBS_CREATED', 'JOBS_RETAINED', 'REVENUE', 'RND_SPEND'])[1 + pick(mes, 5)] as measure) m
        on conflict do nothing
        """,
        """
        insert into fx_rate
        select key(fx_rate, g;), (array['CNY', 'HKD', 'JPY'])[1 + g % 3], (array['DAILY', 'MONTHLY_AVERAGE'])[1 + pick(ser, 2)], day(eff), 1 + pick(rate, 90000) * 0.000125, 'test', time(rec)
        from generate_series(1, 120) g on conflict do nothing
        """,
        .. RandomNightSql.Statements,
        $"""
        insert into achievement
        select key(achievement, g;), 'ACH-' || g, case when chance(proj, 50) then 'PROJ-' || g % 7 end,
            (array['CENTRAL_PROGRAMME', 'LOCAL_PROGRAMME', 'PUBLIC_INSTITUTION'])[1 + pick(kind, 3)], {Name}, {ZhHant}, {ZhHans}, chance(consent, 70), chance(inv, 50), {Source}
        from generate_series(1, 40) g
        """,
        """
        insert into achievement_conversion
        select key(achievement_conversion, g;), key(startup, 1 + pick(s, 70);), key(achievement, 1 + pick(a, 40);), day(eff), 'https://evidence.invalid/' || g,
            case when chance(hash, 50) then sha256(g::text::bytea) end, case when chance(note, 50) then 'note ' || g % 5 end, null,
            case when chance(by, 50) then key(person, 1 + pick(per, 14);) end, time(rec)
        from generate_series(1, 200) g
        """,
        """
        insert into rule
        select key(rule, g;), 'R-' || (g + 1) / 2, 1 + g % 2, (array['NFTTC', 'CN_210', 'ITVF'])[1 + pick(pack, 3)], 'Rule ' || g, '規則' || g, '规则' || g,
            'Instrument ' || g % 3, case when chance(art, 60) then 'Art. ' || g end, date '2020-01-01' + g, case when chance(til, 40) then date '2024-01-01' + g end,
            chance(warn, 40), chance(ver, 50), chance(per, 30), jsonb_build_object('share', 0.01 * g), 'test', time(rec)
        from generate_series(1, 12) g
        """,
        """
        insert into benchmark_index (code, name_en, currency, is_default, source)
        select 'IDX-' || g, 'Index ' || g % 2, (array['CNY', 'HKD', 'USD'])[g], g = 1, 'test' from generate_series(1, 3) g
        """,
        """
        insert into benchmark_level
        select key(benchmark_level, g;), 'IDX-' || 1 + pick(i, 3), day(eff), 1 + pick(lv, 9000) * 0.125, time(rec)
        from generate_series(1, 60) g on conflict do nothing
        """,
        $"""
        insert into subscription_line_event
        select key(subscription_line_event, g;), key(sub_fund, 1 + pick(f, 18);), (array['DRAW', 'REPAYMENT', 'INTEREST'])[1 + pick(k, 3)], 1 + pick(am, 90000), {Ccy}, day(eff), null, time(rec),
            case when chance(memo, 50) then 'memo ' || g % 5 end, case when chance(by, 50) then key(person, 1 + pick(per, 14);) end
        from generate_series(1, 90) g
        """,
        """
        insert into subscription_line_event
        select gen_random_uuid(), sub_fund_id, kind, amount_minor, currency, effective_on, id, recorded_at + interval '1 day'
        from subscription_line_event where id in (select id from subscription_line_event order by id limit 10)
        """,
        """
        insert into metric_target
        select key(metric_target, g;), case when g % 5 = 0 then key(programme, 1 + pick(p, 5);) end, case when g % 5 = 1 then key(sub_fund, 1 + pick(f, 18);) end,
            'M-' || 1 + pick(k, 4), date '2026-01-01' + g, pick(v, 900) * 0.01, 'plan ' || g % 4, case when chance(by, 50) then key(person, 1 + pick(per, 14);) end, time(rec),
            case when g % 5 = 2 then key(incubator, 1 + pick(i, 6);) end, case when g % 5 = 3 then key(startup, 1 + pick(su, 30);) end,
            case when g % 10 = 4 then 'MANAGER' when g % 5 = 4 then 'VINTAGE' end,
            case when g % 10 = 4 then key(organisation, 1 + g / 10 % 2;)::text when g % 5 = 4 then '202' || pick(gk, 4) end
        from generate_series(1, 200) g
        """,
        """
        insert into lending_rate
        select key(lending_rate, g;), day(eff), pick(rt, 900) * 0.0001, 'notice ' || g % 3, case when chance(by, 50) then key(person, 1 + pick(per, 14);) end, time(rec)
        from generate_series(1, 30) g
        """,
        """
        insert into rule_choice
        select key(rule_choice, g;), key(sub_fund, 1 + pick(f, 18);), 'R-' || 1 + pick(r, 6), chance(on, 70), day(eff), case when chance(note, 50) then 'note ' || g end, time(rec),
            case when chance(src, 60) then 'source ' || g % 4 end, case when chance(by, 50) then key(person, 1 + pick(per, 14);) end
        from generate_series(1, 60) g
        """,
        $"""
        insert into rule_statement
        select key(rule_statement, g;), key(sub_fund, 1 + pick(f, 18);), 'R-' || 1 + pick(r, 6), day(eff), (array['FUND_MANAGER', 'POLICY'])[1 + pick(who, 2)],
            case when chance(kept, 70) then chance(k, 50) end, case when chance(cu, 30) then 'bank ' || g % 4 end, case when chance(st, 30) then g % 7 end,
            case when chance(st, 30) then g % 5 end, m.amount, case when m.amount is not null and chance(ga, 50) then 1 + pick(gn, 90000) end,
            case when m.amount is not null then {Ccy} end, case when chance(ra, 30) then pick(rt, 900) * 0.0001 end, 'paper ' || g % 9, 'https://example.org/' || g,
            case when chance(hash, 60) then sha256(g::text::bytea) end, case when chance(note, 50) then 'note ' || g end, null,
            case when chance(by, 50) then key(person, 1 + pick(per, 14);) end, time(rec)
        from generate_series(1, 60) g, lateral (select case when chance(am, 40) then (1 + pick(amt, 90000))::bigint end as amount) m
        """,
        """
        insert into rule_statement
        select gen_random_uuid(), sub_fund_id, rule_code, effective_on, stated_by, true, null, null, null, null, null, null, null, paper, address, null, null, id, recorded_by, recorded_at + interval '1 day'
        from rule_statement where id in (select id from rule_statement order by id limit 10)
        """,
        $"""
        insert into rule_verdict
        select key(rule_verdict, g;), r.id, key(sub_fund, 1 + pick(f, 18);), key(rule, 1 + pick(ru, 12);), r.business_date, r.known_at,
            (array['PASS', 'MET', 'ON_TRACK', 'AT_RISK', 'WARN', 'BREACH', 'UNATTAINABLE', 'NOT_APPLICABLE', 'UNKNOWN'])[1 + pick(st, 9)],
            case when chance(why, 50) then 'WHY' end, case when chance(why, 50) then 'why ' || g end, case when chance(c, 50) then {Ccy} end,
            case when chance(num, 70) then pick(n, 9000) * 1000000000000000001::numeric end, case when chance(num, 70) then 1 + pick(d, 9000) end,
            case when chance(hd, 70) then pick(h, 9000) - 4500 end, case when chance(hd, 70) then 100 end, case when chance(fc, 40) then date '2026-01-01' + g end,
            case when chance(ev, 50) then '[]' else jsonb_build_array(
                jsonb_build_object('source', 'commitment', 'row', key(commitment, g;), 'effectiveOn', '2024-01-05', 'recordedAt', '2024-01-06T00:00:00Z', 'amount', g * 100, 'currency', 'CNY'),
                jsonb_build_object('source', 'sub_fund_term', 'row', key(sub_fund_term, g;), 'effectiveOn', '2024-02-05', 'recordedAt', '2024-02-06T00:00:00.5Z', 'amount', null, 'currency', null)) end
        from generate_series(1, 500) g join {RandomNightSql.PublishedRuns}
        on conflict do nothing
        """,
        """
        insert into achievement_conversion
        select gen_random_uuid(), startup_id, achievement_id, effective_on, evidence_address, evidence_hash, 'taken back', id, reported_by, recorded_at + interval '1 day'
        from achievement_conversion where id in (select id from achievement_conversion order by id limit 20)
        """,
    ];
}
