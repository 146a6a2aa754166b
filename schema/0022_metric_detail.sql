-- Figures of single startups: many, and read for a short time. Each night's for 35 days, then those of month ends only. One
-- partition per day, so that what is kept no longer goes in one statement (app.open_day, app.drop_days).
set local search_path to portfolio, app;

-- No foreign keys: a row is made of the rows it names, in one snapshot, and checking each again costs more than computing it.
create table metric_detail (
    id uuid not null default gen_random_uuid(),
    run_id uuid not null,
    startup_id uuid not null,
    metric_key code not null,
    revision integer not null check (revision > 0),
    as_of fact_date not null,
    known_at record_time not null,
    unit code not null check (unit in ('RATIO', 'RATE_PER_YEAR', 'COUNT', 'AMOUNT', 'DAYS')),
    fx_basis text not null check (fx_basis in ('commitment-date', 'transaction-date', 'as-of', 'none')),
    currency currency_code,                                  -- of numerator and denominator; null: they are counts or none
    value numeric check (value <> 'NaN' and value <> 'Infinity' and value <> '-Infinity'),   -- null: absent, see why
    numerator numeric check (numerator <> 'NaN' and numerator <> 'Infinity' and numerator <> '-Infinity'),
    denominator numeric check (denominator <> 'NaN' and denominator <> 'Infinity' and denominator <> '-Infinity'),
    status code not null,
    absent_why note_text,
    primary key (startup_id, metric_key, as_of, run_id),
    check (value is not null or absent_why is not null)
) partition by range (as_of);
create index metric_detail_id on metric_detail (id);

alter table metric_detail enable row level security, force row level security;
create trigger append_only before update or delete on metric_detail for each row execute function app.refuse_change();
create trigger append_only_table before truncate on metric_detail for each statement execute function app.refuse_change();

-- Figures of startups no longer stand among those of funds and incubators; none was ever written there.
drop index metric_value_startup;
alter table metric_value drop constraint metric_value_subject;
alter table metric_value drop column startup_id cascade;     -- cascade: the row policies, which follow anew
alter table metric_value add constraint metric_value_subject
    check (num_nonnulls(programme_id, sub_fund_id, incubator_id) <= 1 and (cohort_year is null or incubator_id is not null));
create unique index metric_value_whole on metric_value (metric_key, as_of, known_at, revision, run_id)
    where num_nonnulls(programme_id, sub_fund_id, incubator_id) = 0;
