-- Idempotency keys and the audit trail.
set local search_path to portfolio, app;

-- The answer given to a key, kept in the same transaction as the work it stands for.
create table operation_key (
    person_id uuid not null references person,
    operation code not null,
    key text not null check (char_length(key) between 1 and 200),
    request_hash sha256 not null,
    response jsonb not null,
    recorded_at record_time not null,
    primary key (person_id, operation, key)
);
create index operation_key_age on operation_key (recorded_at);

-- Who changed what. Written by a trigger; nobody can write, change or remove a row by hand.
create table audit_entry (
    id bigint generated always as identity primary key,
    at record_time not null,
    person_id uuid,
    request_id text,
    login text not null,
    action code not null check (action in ('INSERT', 'UPDATE', 'DELETE')),
    table_name text not null,
    before jsonb,
    after jsonb
);
create index audit_entry_person on audit_entry (person_id, id);
create index audit_entry_table on audit_entry (table_name, id);
