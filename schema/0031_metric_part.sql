-- Figures of the parts of a sub-fund: of each investor in it, and of its deals in each company. Many, and read for a short time: kept as
-- those of startups are (0022), by days.
set local search_path to portfolio, app;

-- No foreign keys, as metric_detail: a row is made of the rows it names.
create table metric_part (
    id uuid not null default gen_random_uuid(),
    run_id uuid not null,
    sub_fund_id uuid not null,
    investor_id uuid,                                        -- exactly one of the two
    startup_id uuid,
    part_id uuid not null generated always as (coalesce(investor_id, startup_id)) stored,
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
    nav_as_of fact_date,                                     -- of the net asset value used; null: none was
    covered integer not null check (covered between 0 and 1), -- 0: something it is made of is not known
    flags note_text,                                         -- these three as in metric_value
    roots numeric[] check (not ('NaN' = any (roots) or 'Infinity' = any (roots) or '-Infinity' = any (roots))),
    rates jsonb,
    primary key (sub_fund_id, part_id, metric_key, as_of, run_id),
    check (num_nonnulls(investor_id, startup_id) = 1),
    check (value is not null or absent_why is not null)
) partition by range (as_of);
create index metric_part_id on metric_part (id);

alter table metric_part enable row level security, force row level security;
create trigger append_only before update or delete on metric_part for each row execute function app.refuse_change();
create trigger append_only_table before truncate on metric_part for each statement execute function app.refuse_change();
