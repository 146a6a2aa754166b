-- Targets of incubators too: what a figure of its startups is to reach, shown beside it in incubation reports.
set local search_path to portfolio, app;

alter table metric_target add column incubator_id uuid references incubator;
alter table metric_target drop constraint metric_target_check;
alter table metric_target add constraint metric_target_subject check (num_nonnulls(programme_id, sub_fund_id, incubator_id) = 1);
create index metric_target_incubator on metric_target (incubator_id, metric_key, due_on, recorded_at);
