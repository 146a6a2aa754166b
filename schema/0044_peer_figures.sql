-- What everybody signed in may know of the whole portfolio: figures of groups, with those withheld from which a single fund's could be reckoned.
set local search_path to portfolio, app;

create table peer_figure (
    id uuid primary key default gen_random_uuid(),
    run_id uuid not null references metric_run,
    group_by code not null check (group_by in ('TOTAL', 'PROGRAMME', 'VINTAGE', 'SECTOR')),
    group_key name_text not null,                            -- TOTAL, a programme's code, a year, a sector's code
    metric_key code not null,
    revision integer not null check (revision > 0),
    as_of fact_date not null,
    known_at record_time not null,
    unit code not null check (unit in ('RATIO', 'RATE_PER_YEAR', 'COUNT', 'AMOUNT', 'DAYS')),
    fx_basis text not null check (fx_basis in ('commitment-date', 'transaction-date', 'as-of', 'none')),
    currency currency_code references currency,              -- it is told in; null: none
    value numeric check (value <> 'NaN' and value <> 'Infinity' and value <> '-Infinity'),
    contributors integer check (contributors >= 3),          -- sub-funds in the figure
    withheld_why code,                                       -- FEW_CONTRIBUTORS, COMPLEMENTARY, or why there is no figure
    unique (run_id, group_by, group_key, metric_key),
    check ((value is null) = (withheld_why is not null) and (value is null) = (contributors is null))
);
create index peer_figure_newest on peer_figure (metric_key, as_of, group_by, group_key);
alter table peer_figure enable row level security, force row level security;
create trigger append_only before update or delete on peer_figure for each row execute function app.refuse_change();
create trigger append_only_table before truncate on peer_figure for each statement execute function app.refuse_change();
