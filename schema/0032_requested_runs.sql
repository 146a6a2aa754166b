-- Runs that policy staff ask for, and runs that are called off. Who asked stands in the run's events.
set local search_path to portfolio, app;

alter table metric_run drop constraint metric_run_kind_check;
alter table metric_run add constraint metric_run_kind_check check (kind in ('NIGHTLY', 'BY_HAND', 'REQUESTED'));
alter table metric_run drop constraint metric_run_state_check;
alter table metric_run add constraint metric_run_state_check check (state in ('PLANNED', 'RUNNING', 'PUBLISHED', 'FAILED', 'CANCELLED'));
create index metric_run_requested on metric_run (planned_at) where kind = 'REQUESTED' and state in ('PLANNED', 'RUNNING', 'FAILED');
