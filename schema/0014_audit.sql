-- Audit that nothing gets around, and the chain of security events.
-- Functions are created first as empty shells and given their bodies by repeatable/functions.sql.
set local search_path to portfolio, app;

-- Why, in the words of whoever did it; null: nobody said.
alter table audit_entry add column reason note_text;

-- What happened to the walls: refusals, who is who, and runs of the commands that see everything. Chained: each event carries
-- the hash of the one before, across days. Append-only, and gap-free within its day.
create table security_event (
    day fact_date not null,                                  -- in Hong Kong
    seq bigint not null check (seq > 0),
    at record_time not null,
    kind code not null check (kind in ('SIGN_IN_REFUSED', 'ACCESS_DENIED', 'PERSON_CHANGED', 'MEMBERSHIP_CHANGED',
        'SERVICE_KEY_CHANGED', 'VERIFY_RUN', 'BACKUP_RUN', 'RESTORE_RUN', 'EXPORT_RUN')),
    person_id uuid,                                          -- whose act; null: a stranger, or a command
    login text not null,
    request_id text,
    times bigint not null check (times > 0),                 -- refusals are counted per minute, never stored one by one
    note note_text not null,
    prev_hash sha256 not null,
    hash sha256 not null,
    primary key (day, seq)
);

-- Where the chain ends: one row, whose lock orders the writers.
create table security_head (
    id boolean primary key default true check (id),
    day fact_date not null,
    seq bigint not null check (seq >= 0),
    at record_time not null,
    hash sha256 not null
);
insert into security_head (day, seq, at, hash)
values ('1970-01-01', 0, timestamptz '2000-01-02 00:00+00', sha256(convert_to('security', 'UTF8')));

create function app.append_security_event() returns trigger language plpgsql as $$ begin return new; end $$;
create function app.note_security_change() returns trigger language plpgsql as $$ begin return null; end $$;

create trigger append before insert on security_event for each row execute function app.append_security_event();
create trigger append_only before update or delete on security_event for each row execute function app.refuse_change();
create trigger append_only_table before truncate on security_event for each statement execute function app.refuse_change();

do $$
declare t text;
begin
    foreach t in array array['security_event', 'security_head'] loop
        execute format('alter table portfolio.%I enable row level security, force row level security', t);
    end loop;

    -- Cards and reference lists can be changed too, by the job and one day by people.
    foreach t in array array['organisation', 'currency', 'sector', 'milestone_kind', 'investor_class', 'programme', 'sub_fund',
        'incubator', 'startup', 'investor', 'sub_fund_investor'] loop
        execute format('create trigger audit after insert or update or delete on portfolio.%I '
            'for each row execute function app.write_audit()', t);
    end loop;

    foreach t in array array['person', 'membership', 'service_key'] loop
        if to_regclass('portfolio.' || t) is not null then
            execute format('create trigger security after insert or update or delete on portfolio.%I '
                'for each row execute function app.note_security_change()', t);
        end if;
    end loop;
end $$;
