-- What a figure is to reach, by when, and who says so. Newest told for a day counts.
set local search_path to portfolio, app;

create table metric_target (
    id uuid primary key default gen_random_uuid(),
    programme_id uuid references programme,                  -- exactly one subject
    sub_fund_id uuid references sub_fund,
    metric_key code not null,
    due_on fact_date not null,
    value numeric(20, 10) not null check (value <> 'NaN'),   -- in the metric's own unit: 4.0 for LV-1
    source note_text not null,
    set_by uuid references person,                           -- null: the job
    recorded_at record_time not null,
    check (num_nonnulls(programme_id, sub_fund_id) = 1)
);
create index metric_target_sub_fund on metric_target (sub_fund_id, metric_key, due_on, recorded_at);
create index metric_target_programme on metric_target (programme_id, metric_key, due_on, recorded_at);
alter table metric_target enable row level security, force row level security;
create trigger append_only before update or delete on metric_target for each row execute function app.refuse_change();
create trigger append_only_table before truncate on metric_target for each statement execute function app.refuse_change();
create trigger audit after insert or update or delete on metric_target for each row execute function app.write_audit();
create trigger stamp before insert on metric_target for each row execute function app.stamp_recorded_at();
