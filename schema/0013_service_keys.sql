-- Service keys: how an organisation's programs sign in. A key acts as a person of its own with one membership, so that
-- row security, audit and idempotency treat it like anybody else.
set local search_path to portfolio, app;

create table service_key (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null unique references person,   -- whom it acts as
    organisation_id uuid not null references organisation,
    role code not null check (role in ('FUND_MANAGER', 'INCUBATOR', 'POLICY')), -- an administrator is a human being
    name name_text not null,
    is_read_only boolean not null,
    prefix text not null check (prefix ~ '^vpk_[A-Za-z0-9_-]{6}$'), -- how people tell their keys apart
    created_by uuid references person,
    recorded_at record_time not null,
    expires_at record_time not null,
    last_used_at record_time,                           -- to the minute
    revoked_at record_time,
    version integer not null default 1,
    constraint service_key_expires check (expires_at > recorded_at and expires_at <= recorded_at + interval '400 days')
);
create index service_key_organisation on service_key (organisation_id);

-- Confidential, so a table of its own: no login of people reads it.
create table service_key_hash (
    service_key_id uuid primary key references service_key,
    hash sha256 not null unique                         -- of the key, which is 256 random bits and stored nowhere
);

alter table service_key enable row level security, force row level security;
alter table service_key_hash enable row level security, force row level security;
create trigger stamp before insert on service_key for each row execute function app.stamp_recorded_at();
create trigger audit after insert or update or delete on service_key for each row execute function app.write_audit();
create trigger append_only before update or delete on service_key_hash for each row execute function app.refuse_change();
create trigger append_only_table before truncate on service_key_hash for each statement execute function app.refuse_change();
