-- Targets of groups and of startups too: of everything, a year's sub-funds, a manager's, the deals of a sector; of one startup.
set local search_path to portfolio, app;

alter table metric_target
    add column startup_id uuid references startup,
    add column group_by code check (group_by in ('TOTAL', 'VINTAGE', 'MANAGER', 'SECTOR')),
    add column group_key name_text,                          -- as a leverage report has it: TOTAL, a year, a manager's key, a sector's code
    add constraint metric_target_group check ((group_by is null) = (group_key is null) and (group_by = 'TOTAL') <= (group_key = 'TOTAL'));
alter table metric_target drop constraint metric_target_subject;
alter table metric_target add constraint metric_target_subject check (num_nonnulls(programme_id, sub_fund_id, incubator_id, startup_id, group_by) = 1);
create index metric_target_startup on metric_target (startup_id, metric_key, due_on, recorded_at) where startup_id is not null;
create index metric_target_group_key on metric_target (group_key, metric_key, due_on, recorded_at) where group_key is not null;
create index metric_target_group on metric_target (group_by) where group_by is not null;
