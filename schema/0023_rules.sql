-- Rule packs: what each rule says and its numbers are rows; how it is judged is code under the same key. And what it says of each
-- sub-fund, night by night.
set local search_path to portfolio, app;

create table rule (
    id uuid primary key default gen_random_uuid(),
    code code not null,                                      -- NF-01; stable
    revision integer not null check (revision > 0),          -- a changed reading is a new row; verdicts name theirs
    pack code not null check (pack in ('NFTTC', 'CN_210', 'ITVF')),
    name_en note_text not null,
    name_zh_hant note_text not null,
    name_zh_hans note_text not null,
    legal_basis name_text not null,                          -- the instrument
    article name_text,                                       -- null: not seen
    effective_from fact_date not null,                       -- of the instrument; the rule of a fund is that of its approval date
    effective_to fact_date,                                  -- last day, inclusive; null: in force
    is_warning boolean not null,                             -- not keeping it is a warning, never a breach
    verified boolean not null,                               -- false: the text was not seen; a breach is then a warning
    is_per_fund boolean not null,                            -- binds only the funds it was chosen for
    parameters jsonb not null check (jsonb_typeof(parameters) = 'object'), -- numbers by name
    source note_text not null,
    unique (code, revision),
    check (effective_from <= effective_to)
);

-- That a rule binds a fund by choice, or no longer does.
create table rule_choice (
    id uuid primary key default gen_random_uuid(),
    sub_fund_id uuid not null references sub_fund,
    rule_code code not null,
    is_chosen boolean not null,
    effective_on fact_date not null,
    note note_text,
    recorded_at record_time not null,
    unique (sub_fund_id, id)
);
create index rule_choice_newest on rule_choice (sub_fund_id, effective_on, id);

-- What a rule said of a fund in a run. No foreign keys, as metric_detail; partitions of a day, kept likewise.
create table rule_verdict (
    id uuid not null default gen_random_uuid(),
    run_id uuid not null,
    sub_fund_id uuid not null,
    rule_id uuid not null,
    as_of fact_date not null,
    known_at record_time not null,
    status code not null check (status in
        ('PASS', 'MET', 'ON_TRACK', 'AT_RISK', 'WARN', 'BREACH', 'UNATTAINABLE', 'NOT_APPLICABLE', 'UNKNOWN')),
    reason code,                                             -- stable; null: nothing is to be said beside the status
    detail note_text,
    currency currency_code,                                  -- of progress and headroom; null: they are no money
    progress_numerator numeric check (progress_numerator <> 'NaN' and progress_numerator <> 'Infinity' and progress_numerator <> '-Infinity'),
    progress_denominator numeric check (progress_denominator <> 'NaN' and progress_denominator <> 'Infinity' and progress_denominator <> '-Infinity'),
    headroom_numerator numeric check (headroom_numerator <> 'NaN' and headroom_numerator <> 'Infinity' and headroom_numerator <> '-Infinity'),
    headroom_denominator numeric check (headroom_denominator <> 'NaN' and headroom_denominator <> 'Infinity' and headroom_denominator <> '-Infinity'),
    forecast_on fact_date,
    evidence jsonb not null check (jsonb_typeof(evidence) = 'array'),
    primary key (sub_fund_id, rule_id, as_of, run_id)
) partition by range (as_of);
create index rule_verdict_id on rule_verdict (id);

-- The rows a verdict rests on, one by one.
create view rule_verdict_evidence with (security_invoker = true) as
select md5(v.id::text || ':' || e.place)::uuid as id, v.id as verdict_id, v.sub_fund_id, v.as_of, e.place::integer as place,
    e.row ->> 'source' as source, (e.row ->> 'row')::uuid as row_id, (e.row ->> 'effectiveOn')::date as effective_on,
    (e.row ->> 'recordedAt')::timestamptz as recorded_at, (e.row ->> 'amount')::bigint as amount_minor, e.row ->> 'currency' as currency
from rule_verdict v, jsonb_array_elements(v.evidence) with ordinality e (row, place);

alter table rule enable row level security, force row level security;
alter table rule_choice enable row level security, force row level security;
alter table rule_verdict enable row level security, force row level security;

do $$
declare t text;
begin
    foreach t in array array['rule', 'rule_choice', 'rule_verdict'] loop
        execute format('create trigger append_only before update or delete on portfolio.%I for each row execute function app.refuse_change()', t);
        execute format('create trigger append_only_table before update or delete or truncate on portfolio.%I for each statement execute function app.refuse_change()', t);
    end loop;
end $$;
create trigger card_revision after insert or update or delete or truncate on rule for each statement execute function app.raise_card_revision();
create trigger audit after insert or update or delete on rule_choice for each row execute function app.write_audit();
create trigger stamp before insert on rule_choice for each row execute function app.stamp_recorded_at();

-- What the newest run says that asks for attention, with the day since when it has been so: of the same reading, as far back as
-- nights are kept.
create view finding with (security_invoker = true) as
select v.*, (
    select min(h.as_of)
    from rule_verdict h
    where h.sub_fund_id = v.sub_fund_id and h.rule_id = v.rule_id and h.as_of <= v.as_of and h.as_of > coalesce((
        select max(o.as_of)
        from rule_verdict o
        where o.sub_fund_id = v.sub_fund_id and o.rule_id = v.rule_id and o.as_of < v.as_of and o.status <> v.status), date '1970-01-01')) as since
from rule_verdict v
where v.as_of = (select business_date from metric_run where state = 'PUBLISHED' order by business_date desc, known_at desc, id desc limit 1)
    and v.run_id = (select id from metric_run where state = 'PUBLISHED' order by business_date desc, known_at desc, id desc limit 1)
    and v.status in ('AT_RISK', 'WARN', 'BREACH', 'UNATTAINABLE');
