-- What a published run did and found, for those who answer for it.
set local search_path to portfolio, app;

create table metric_run_report (
    run_id uuid primary key references metric_run,
    stages jsonb not null check (jsonb_typeof(stages) = 'array'),          -- {name, seconds}
    counts jsonb not null check (jsonb_typeof(counts) = 'object'),         -- rows read, figures, verdicts
    absent jsonb not null check (jsonb_typeof(absent) = 'object'),         -- figures without a value, by why
    invariants jsonb not null check (jsonb_typeof(invariants) = 'array'),  -- {name, checked}: all held, or nothing was published
    changes jsonb not null check (jsonb_typeof(changes) = 'array')         -- {subject, metric, before, after}: the largest since the night before
);
alter table metric_run_report enable row level security, force row level security;
create trigger append_only before update or delete on metric_run_report for each row execute function app.refuse_change();
create trigger append_only_table before truncate on metric_run_report for each statement execute function app.refuse_change();
