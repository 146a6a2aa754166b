-- The central bank's benchmark lending rate of one year: what the guidance fund's share costs between the fourth and the sixth year is reckoned with
-- it (NF-26). Of several rows for one first day the newest told counts.
set local search_path to portfolio, app;

create table lending_rate (
    id uuid primary key default gen_random_uuid(),
    effective_on fact_date not null,                         -- first day it is in force; it stays so until the next
    rate_annual numeric(7, 6) not null check (rate_annual between 0 and 1 and rate_annual <> 'NaN'),
    source note_text not null,
    recorded_by uuid references person,                      -- null: the job
    recorded_at record_time not null
);
create index lending_rate_newest on lending_rate (effective_on, recorded_at);
alter table lending_rate enable row level security, force row level security;
create trigger append_only before update or delete on lending_rate for each row execute function app.refuse_change();
create trigger append_only_table before truncate on lending_rate for each statement execute function app.refuse_change();
create trigger audit after insert or update or delete on lending_rate for each row execute function app.write_audit();
create trigger stamp before insert on lending_rate for each row execute function app.stamp_recorded_at();
