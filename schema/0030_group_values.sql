-- Figures of groups of sub-funds are kept night by night, as those of sub-funds are; and what a report says beside a figure is kept
-- with it, so that a report of a published pair is read and not reckoned.
set local search_path to portfolio, app;

alter table metric_value
    add column group_by code check (group_by in ('TOTAL', 'VINTAGE', 'MANAGER', 'JURISDICTION', 'SECTOR', 'INCUBATOR')), -- null: one subject of its own
    add column group_key name_text,                          -- a year, a code, the key of a manager; TOTAL; UNKNOWN
    add column nav_as_of fact_date,                          -- the oldest net asset value used; null: none was
    add column covered integer check (covered >= 0),         -- sub-funds in the figure; null: of startups, or older than this column
    add column funds integer check (funds >= covered),       -- sub-funds of the group
    add column left_out name_text[],                         -- codes of sub-funds left out, each with why; null: none was
    add constraint metric_value_group_of_funds
        check ((group_by is null) = (group_key is null) and (group_by is null or num_nonnulls(programme_id, sub_fund_id, incubator_id) = 0));

drop index metric_value_whole;
create unique index metric_value_whole on metric_value (metric_key, as_of, known_at, revision, run_id)
    where num_nonnulls(programme_id, sub_fund_id, incubator_id) = 0 and group_by is null;
create unique index metric_value_group on metric_value (group_by, group_key, metric_key, as_of, known_at, revision, run_id) where group_by is not null;
-- A report asks for all groups of one kind of one run.
create index metric_value_run_group on metric_value (run_id, group_by) where group_by is not null;
create index metric_value_run_programme on metric_value (run_id) where programme_id is not null;
