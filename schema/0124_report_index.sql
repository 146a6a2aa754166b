-- A report asks for some definitions of all groups of one kind of one run, and of one of them for their names: read by their keys, and not all of
-- the kind to drop what nobody asked for.
set local search_path to portfolio, app;

drop index metric_value_run_group;
create index metric_value_run_group on metric_value (run_id, group_by, metric_key) where group_by is not null;
