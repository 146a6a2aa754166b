-- Nightly runs and what they found. Values appear only in the transaction that publishes their run.
set local search_path to portfolio, app;

create table metric_run (
    id uuid primary key default gen_random_uuid(),
    kind code not null check (kind in ('NIGHTLY', 'BY_HAND')),
    business_date fact_date not null,                        -- asOf of every value in it
    known_at record_time not null,                           -- its scheduled instant, or the closed horizon
    state code not null check (state in ('PLANNED', 'RUNNING', 'PUBLISHED', 'FAILED')),
    epoch integer not null default 0 check (epoch >= 0),     -- who claims it raises it; a stale epoch may write nothing
    claimed_by name_text,
    heartbeat_at record_time,
    planned_at record_time not null default clock_timestamp(),
    started_at record_time,
    published_at record_time,
    failure note_text,
    check ((state = 'PUBLISHED') = (published_at is not null))
);
create unique index metric_run_one_night on metric_run (business_date) where kind = 'NIGHTLY';
create index metric_run_published on metric_run (business_date, known_at) where state = 'PUBLISHED';

-- What happened during a run, for those who watch it.
create table metric_run_event (
    id bigint generated always as identity primary key,
    run_id uuid not null references metric_run,
    at record_time not null default clock_timestamp(),
    message note_text not null
);
create index metric_run_event_run on metric_run_event (run_id, id);

create table metric_value (
    id uuid primary key default gen_random_uuid(),
    run_id uuid not null references metric_run,
    programme_id uuid references programme,                  -- exactly one subject
    sub_fund_id uuid references sub_fund,
    incubator_id uuid references incubator,
    startup_id uuid references startup,
    metric_key code not null,
    revision integer not null check (revision > 0),
    as_of fact_date not null,
    known_at record_time not null,
    unit code not null check (unit in ('RATIO', 'RATE_PER_YEAR', 'COUNT', 'AMOUNT')),
    fx_basis text not null check (fx_basis in ('commitment-date', 'transaction-date', 'as-of', 'none')),
    currency currency_code references currency,              -- of numerator and denominator; null: they are counts or none
    value numeric check (value <> 'NaN' and value <> 'Infinity' and value <> '-Infinity'),   -- null: absent, see why
    numerator numeric check (numerator <> 'NaN' and numerator <> 'Infinity' and numerator <> '-Infinity'),     -- minor units, or a count
    denominator numeric check (denominator <> 'NaN' and denominator <> 'Infinity' and denominator <> '-Infinity'),
    status code not null,                                    -- OK, or the solver's or the metric's word for why not
    absent_why note_text,
    check (num_nonnulls(programme_id, sub_fund_id, incubator_id, startup_id) = 1),
    check (value is not null or absent_why is not null)
);
create unique index metric_value_sub_fund on metric_value (sub_fund_id, metric_key, as_of, known_at, revision, run_id) where sub_fund_id is not null;
create unique index metric_value_programme on metric_value (programme_id, metric_key, as_of, known_at, revision, run_id) where programme_id is not null;
create unique index metric_value_incubator on metric_value (incubator_id, metric_key, as_of, known_at, revision, run_id) where incubator_id is not null;
create unique index metric_value_startup on metric_value (startup_id, metric_key, as_of, known_at, revision, run_id) where startup_id is not null;
create index metric_value_run on metric_value (run_id, metric_key);
