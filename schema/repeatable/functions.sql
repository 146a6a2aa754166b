-- Bodies of all functions. Run again whenever this file changes. Definer functions are listed by name in the catalogue lint.

-- The person acting in this transaction. After a local set has ended the setting reads '', not null: neither may mean "allow".
create or replace function app.uid() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;

-- The request this transaction serves, for the audit.
create or replace function app.request_id() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('app.request_id', true), '') $$;

-- Why, in the words of the acting person, for the audit.
create or replace function app.reason() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('app.reason', true), '') $$;

-- What a row policy asks is asked in nearly every statement: these are plpgsql because it keeps their plans for the session, where
-- an SQL function is parsed and planned anew each time (measured: 0.06 ms instead of 0.26 ms for my_sub_funds).

-- Organisations in which the acting person holds an active membership of this role.
-- Definer: membership's own policies ask it, and would otherwise ask themselves.
create or replace function app.my_organisations(wanted_role text) returns uuid[]
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select coalesce(array_agg(organisation_id), '{}')
        from membership
        where person_id = app.uid() and role = wanted_role and revoked_at is null);
end $$;

-- Organisations of the acting person in any role.
create or replace function app.my_organisations() returns uuid[]
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select coalesce(array_agg(distinct organisation_id), '{}')
        from membership
        where person_id = app.uid() and revoked_at is null);
end $$;

create or replace function app.my_sub_funds() returns uuid[]
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select coalesce(array_agg(id), '{}')
        from sub_fund
        where manager_id = any (app.my_organisations('FUND_MANAGER')));
end $$;

create or replace function app.my_investors() returns uuid[]
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select coalesce(array_agg(distinct investor_id), '{}')
        from sub_fund_investor
        where sub_fund_id = any (app.my_sub_funds()));
end $$;

-- "linked": an own fund holds or held the startup. An investment recorded by mistake and reversed links nothing.
create or replace function app.my_linked_startups() returns uuid[]
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select coalesce(array_agg(distinct i.startup_id), '{}')
        from investment i
        where i.sub_fund_id = any (app.my_sub_funds())
          and i.reverses_id is null
          and not exists (select from investment r where r.sub_fund_id = i.sub_fund_id and r.reverses_id = i.id));
end $$;

-- Startups that stay or stayed in an incubator of Hong Kong, to managers of those their funds hold or held. Stays are not theirs to see, and yet a rule of their
-- funds turns on it (ITVF-04): that much is told, which the startup's card tells everybody, so that the rule says the same to whoever asks.
create or replace function app.startups_in_hong_kong(as_of date, known_at timestamptz) returns setof uuid
language sql stable security definer set search_path = portfolio, app, pg_temp
as $$
    select distinct a.startup_id
    from incubation a
    where a.kind = 'ADMITTED' and a.reverses_id is null
      and a.incubator_id in (select i.id from incubator i where i.jurisdiction = 'HK')
      and a.effective_on <= as_of and a.recorded_at <= known_at
      and not exists (select from incubation b where b.reverses_id = a.id and b.effective_on <= as_of and b.recorded_at <= known_at)
      and (session_user in ('vp_job', 'vp_policy') or a.startup_id = any (app.my_linked_startups()))
$$;

-- Rounds in which an own fund took part: only there are the other participants' names shown.
create or replace function app.my_rounds() returns uuid[]
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select coalesce(array_agg(distinct i.financing_round_id), '{}')
        from investment i
        where i.sub_fund_id = any (app.my_sub_funds())
          and i.financing_round_id is not null
          and i.reverses_id is null
          and not exists (select from investment r where r.sub_fund_id = i.sub_fund_id and r.reverses_id = i.id));
end $$;

-- What our other sub-funds put into rounds of the startups an own fund holds or held, without saying which fund: of a shared round the own figure is the
-- total split among all of them, of a later one the total less what is ours, and tells their sum anyway (docs/decisions/0038, 0093). Nobody but fund managers
-- has startups of funds of their own.
create or replace function app.stakes_beside_mine() returns table (
    id uuid, startup_id uuid, financing_round_id uuid, amount_minor bigint, currency text, effective_on date, reverses_id uuid, recorded_at timestamptz)
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
declare -- Once, and not row by row.
    linked constant uuid[] := app.my_linked_startups();
    mine constant uuid[] := app.my_sub_funds();
begin
    return query
        select i.id, i.startup_id, i.financing_round_id, i.amount_minor::bigint, i.currency::text, i.effective_on::date, i.reverses_id, i.recorded_at::timestamptz
        from investment i
        where i.startup_id = any (linked) and i.financing_round_id is not null and i.sub_fund_id <> all (mine);
end $$;

create or replace function app.my_incubators() returns uuid[]
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select coalesce(array_agg(id), '{}')
        from incubator
        where organisation_id = any (app.my_organisations('INCUBATOR')));
end $$;

-- Their codes: groups are told by them.
create or replace function app.my_incubator_codes() returns text[]
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select coalesce(array_agg(code::text), '{}')
        from incubator
        where organisation_id = any (app.my_organisations('INCUBATOR')));
end $$;

-- Startups with a stay, past ones included, in an own incubator. A stay recorded by mistake and reversed gives nothing.
create or replace function app.my_startups() returns uuid[]
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select coalesce(array_agg(distinct s.startup_id), '{}')
        from incubation s
        where s.incubator_id = any (app.my_incubators())
          and s.kind = 'ADMITTED'
          and s.reverses_id is null
          and not exists (select from incubation r where r.incubator_id = s.incubator_id and r.reverses_id = s.id));
end $$;

-- Nothing recorded before this instant can still appear: the start of the oldest transaction that has begun to write, else now.
-- Ask in a transaction of its own, before taking the snapshot that is to be read as of it.
-- Definer: only so may it see when other logins' transactions began (vp_owner is a member of pg_read_all_stats).
create or replace function app.closed_horizon() returns timestamptz
language plpgsql volatile security definer set search_path = portfolio, app, pg_temp
as $$
begin
    -- What the view pg_stat_activity reads, without its joins.
    return (select coalesce(min(xact_start), clock_timestamp())
        from pg_stat_get_activity(null)
        where datid = (select oid from pg_database where datname = current_database()) and backend_xid is not null and pid <> pg_backend_pid());
end $$;

-- History may be written with its own recorded times by the job login, asked for expressly, and only before the first
-- published run of this database: after that somebody may have relied on what was known then.
create or replace function app.may_backdate() returns boolean
language sql stable
as $$
    select session_user = 'vp_job'
       and nullif(current_setting('app.backdate', true), '') = 'on'
       and not exists (select from portfolio.metric_run where state = 'PUBLISHED')
$$;

create or replace function app.stamp_recorded_at() returns trigger
language plpgsql
as $$
begin
    -- The transaction shows as writing before its time is read, or closed_horizon() could overtake it.
    perform pg_current_xact_id();
    if new.recorded_at is not null and new.recorded_at <= clock_timestamp() and app.may_backdate() then
        return new;
    end if;
    new.recorded_at := clock_timestamp();
    return new;
end $$;

-- The bytes whose SHA-256 chains an entry to the one before it.
create or replace function app.cash_flow_hash(e portfolio.cash_flow) returns bytea
language sql immutable
as $$
    select sha256(e.prev_hash || convert_to(jsonb_build_array(
        e.sub_fund_id, e.seq, e.id, e.kind, e.amount_minor, e.currency, e.unfunded_effect_minor,
        (e.effective_on::date - date '1970-01-01'), e.investor_id, e.investment_id, e.reverses_seq, e.external_ref, e.memo,
        e.recorded_by, (extract(epoch from e.recorded_at) * 1000000)::bigint)::text, 'UTF8'))
$$;

-- Gap-free order, recorded time and hash chain of a sub-fund's ledger; a reversal must repeat what it reverses.
-- Definer: the head row belongs to nobody's login, so nobody can forge a chain.
create or replace function app.append_cash_flow() returns trigger
language plpgsql security definer set search_path = portfolio, app, pg_temp
as $$
declare
    head ledger_head;
    original cash_flow;
begin
    perform pg_current_xact_id();
    -- The lock of a use case that checks before it appends: a bulk load must not come between its check and its entry.
    -- In the order of its rows; whoever loads several funds at once must name them in the same order as others would.
    perform pg_advisory_xact_lock(hashtextextended('LEDGER:' || new.sub_fund_id, 0));
    insert into ledger_head (sub_fund_id, seq, hash, recorded_at)
    values (new.sub_fund_id, 0, sha256(convert_to(new.sub_fund_id::text, 'UTF8')), timestamptz '2000-01-02 00:00+00')
    on conflict do nothing;
    select * into strict head from ledger_head where sub_fund_id = new.sub_fund_id for update;

    if new.reverses_seq is not null then
        select * into original from cash_flow where sub_fund_id = new.sub_fund_id and seq = new.reverses_seq;
        if not found then
            raise exception 'entry % does not exist', new.reverses_seq using errcode = 'foreign_key_violation';
        end if;
        if original.reverses_seq is not null then
            raise exception 'entry % is itself a reversal', new.reverses_seq using errcode = 'check_violation', constraint = 'cash_flow_reverses_reversal';
        end if;
        if (original.kind, original.amount_minor, original.currency, original.unfunded_effect_minor, original.effective_on)
           is distinct from (new.kind, new.amount_minor, new.currency, new.unfunded_effect_minor, new.effective_on)
           or (original.investor_id, original.investment_id) is distinct from (new.investor_id, new.investment_id) then
            raise exception 'a reversal repeats the entry it reverses' using errcode = 'check_violation', constraint = 'cash_flow_reversal_repeats';
        end if;
    end if;

    new.seq := head.seq + 1;
    new.prev_hash := head.hash;
    new.recorded_by := app.uid();
    if new.recorded_at is null or new.recorded_at > clock_timestamp() or not app.may_backdate() then
        new.recorded_at := clock_timestamp();
    end if;
    new.recorded_at := greatest(new.recorded_at, head.recorded_at);
    new.hash := app.cash_flow_hash(new);

    update ledger_head set seq = new.seq, hash = new.hash, recorded_at = new.recorded_at where sub_fund_id = new.sub_fund_id;
    return new;
end $$;

create or replace function app.refuse_change() returns trigger
language plpgsql
as $$
begin
    raise exception 'portfolio.% is append-only: record a reversal or a newer row instead', tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

-- Definer: nobody may write the audit by hand. A fact that the job loads is its own record, since it can never be changed;
-- who is who is audited whoever writes it, and so is every change and removal. That a key was used, once a minute, is no change.
create or replace function app.write_audit() returns trigger
language plpgsql security definer set search_path = portfolio, app, pg_temp
as $$
begin
    if session_user = 'vp_job' and tg_op = 'INSERT' and tg_table_name not in ('organisation', 'person', 'membership') then
        return null;
    end if;
    if tg_op = 'UPDATE' and to_jsonb(new) - 'last_used_at' = to_jsonb(old) - 'last_used_at' then
        return null;
    end if;
    insert into audit_entry (at, person_id, request_id, login, action, table_name, before, after, reason)
    values (clock_timestamp(), app.uid(), app.request_id(), session_user, tg_op, tg_table_name,
            case when tg_op <> 'INSERT' then to_jsonb(old) end,
            case when tg_op <> 'DELETE' then to_jsonb(new) end,
            left(app.reason(), 2000));
    return null;
end $$;

-- The bytes whose SHA-256 chains a security event to the one before it.
create or replace function app.security_event_hash(e portfolio.security_event) returns bytea
language sql immutable
as $$
    select sha256(e.prev_hash || convert_to(jsonb_build_array(
        (e.day::date - date '1970-01-01'), e.seq, (extract(epoch from e.at) * 1000000)::bigint, e.kind, e.person_id, e.login,
        e.request_id, e.times, e.note)::text, 'UTF8'))
$$;

-- Place, time, login and chain of a security event. Definer: the head belongs to nobody's login.
create or replace function app.append_security_event() returns trigger
language plpgsql security definer set search_path = portfolio, app, pg_temp
as $$
declare
    head security_head;
begin
    select * into strict head from security_head for update;
    new.at := greatest(clock_timestamp(), head.at);
    new.day := (new.at at time zone 'Asia/Hong_Kong')::date;
    new.seq := case when new.day = head.day then head.seq + 1 else 1 end;
    new.person_id := coalesce(app.uid(), new.person_id);
    new.login := session_user;
    new.request_id := app.request_id();
    new.prev_hash := head.hash;
    new.hash := app.security_event_hash(new);
    update security_head set day = new.day, seq = new.seq, at = new.at, hash = new.hash;
    return new;
end $$;

-- Definer: whoever changes who is who leaves an event, and can write none by hand.
create or replace function app.note_security_change() returns trigger
language plpgsql security definer set search_path = portfolio, app, pg_temp
as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'last_used_at' = to_jsonb(old) - 'last_used_at' then
        return null;
    end if;
    insert into security_event (kind, times, note)
    values (upper(tg_table_name) || '_CHANGED', 1,
            format('%s %s', tg_op, coalesce(case when tg_op <> 'DELETE' then to_jsonb(new) end, to_jsonb(old)) ->> 'id'));
    return null;
end $$;

-- Definer: nobody's login keeps the revision, so nobody can set it back.
create or replace function app.raise_card_revision() returns trigger
language plpgsql security definer set search_path = portfolio, app, pg_temp
as $$
begin
    update card_revision set revision = revision + 1;
    return null;
end $$;

-- Everything but the facts themselves that decides what the acting person reads, as one text: memberships with their
-- versions, the cards' revision, and how many facts row security derives rights from there are; such rows are only ever added,
-- so that as many of the same funds and incubators are the same. Equal texts: equal answers about closed instants.
-- Definer: it reads what the policies' own functions read.
create or replace function app.reading_scope() returns text
language plpgsql stable security definer set search_path = portfolio, app, pg_temp
as $$
begin
    return (select encode(sha256(convert_to(jsonb_build_array(
        (select revision from card_revision),
        (select jsonb_agg(jsonb_build_array(m.id, m.organisation_id, m.role, m.version, m.revoked_at) order by m.id)
         from membership m where m.person_id = app.uid()),
        (select count(*) from investment i where i.sub_fund_id = any (app.my_sub_funds())),
        (select count(*) from incubation s where s.incubator_id = any (app.my_incubators())))::text, 'UTF8')), 'hex'));
end $$;

-- Who signs in with the service key of this hash: nobody once it is revoked, expired or without its membership. Notes the
-- use, at most once a minute. Definer: nobody who signs people in may write keys, and no API login may read a hash.
create or replace function app.use_service_key(wanted bytea)
returns table (found_hash bytea, found_person uuid, found_role text, found_name text, found_language text, found_read_only boolean, found_expiry timestamptz)
language sql volatile security definer set search_path = portfolio, app, pg_temp
as $$
    update service_key k
    set last_used_at = clock_timestamp()
    from service_key_hash h
    where h.hash = wanted
      and k.id = h.service_key_id
      and k.revoked_at is null
      and k.expires_at > clock_timestamp()
      and (k.last_used_at is null or k.last_used_at < clock_timestamp() - interval '1 minute');

    select h.hash, k.person_id, k.role::text, p.display_name::text, p.language, k.is_read_only, k.expires_at::timestamptz
    from service_key_hash h
    join service_key k on k.id = h.service_key_id
    join person p on p.id = k.person_id
    where h.hash = wanted
      and k.revoked_at is null
      and k.expires_at > clock_timestamp()
      and exists (
        select from membership m
        where m.person_id = k.person_id and m.organisation_id = k.organisation_id and m.role = k.role and m.revoked_at is null)
$$;

-- A day's partitions of what is kept for a while, made when they are missing; they belong to the transaction that fills them. Attaching
-- keeps nobody from reading, where making them in place would. Definer: the night may fill tables, not make them.
create or replace function app.open_day(day date) returns void
language plpgsql security definer set search_path = portfolio, app, pg_temp
as $$
declare
    kept text;
    part text;
begin
    perform pg_advisory_xact_lock(hashtextextended('open_day', 0));
    foreach kept in array array['metric_detail', 'metric_part', 'rule_verdict'] loop
        part := kept || '_' || to_char(day, 'YYYYMMDD');
        continue when to_regclass('portfolio.' || part) is not null;
        execute format('create table portfolio.%I (like portfolio.%I including all)', part, kept);
        execute format('alter table portfolio.%I enable row level security, force row level security', part);
        execute format('create policy job on portfolio.%I for select to vp_job using (true)', part); -- to dump it
        execute format('grant select on portfolio.%I to vp_job', part);
        execute format('create trigger append_only_table before truncate on portfolio.%I for each statement execute function app.refuse_change()', part);
        execute format('alter table portfolio.%I attach partition portfolio.%I for values from (%L) to (%L)', kept, part, day, day + 1);
    end loop;
end $$;

-- Lets go of what is kept for a while of days before this one that end no month; gives how many partitions went. Waits for no reader:
-- what is in use goes next time. Definer: the night may drop no table, and these only here.
create or replace function app.drop_days(before date) returns integer
language plpgsql security definer set search_path = portfolio, app, pg_temp set lock_timeout = '1s'
as $$
declare
    part record;
    dropped integer := 0;
begin
    for part in
        select c.relname, to_date(right(c.relname, 8), 'YYYYMMDD') as day
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where i.inhparent in ('portfolio.metric_detail'::regclass, 'portfolio.metric_part'::regclass, 'portfolio.rule_verdict'::regclass) and c.relkind = 'r'
    loop
        if part.day < before and part.day <> (date_trunc('month', part.day) + interval '1 month' - interval '1 day')::date then
            execute format('drop table portfolio.%I', part.relname);
            dropped := dropped + 1;
        end if;
    end loop;
    return dropped;
exception when lock_not_available then
    return 0;
end $$;

-- Plans a run of a pair of dates, or gives the one that is published, planned or running already; null when too many wait. Definer: people
-- write no runs, but for this.
create or replace function app.request_run(wanted_as_of date, wanted_known_at timestamptz, wanted_definitions text) returns uuid
language plpgsql security definer set search_path = portfolio, app, pg_temp
as $$
declare
    run uuid;
begin
    perform pg_advisory_xact_lock(hashtextextended('request_run', 0));
    select id into run
    from metric_run
    where business_date = wanted_as_of and known_at = wanted_known_at
      and (state in ('RUNNING', 'PLANNED') or state = 'PUBLISHED' and definitions = wanted_definitions)
    order by state <> 'PUBLISHED', planned_at, id
    limit 1;
    if run is null and (select count(*) from metric_run where kind = 'REQUESTED' and state in ('PLANNED', 'RUNNING')) < 3 then
        insert into metric_run (kind, business_date, known_at, state) values ('REQUESTED', wanted_as_of, wanted_known_at, 'PLANNED') returning id into run;
        insert into metric_run_event (run_id, message) values (run, 'requested by ' || app.uid());
    end if;
    return run;
end $$;

-- Calls off a run that is not published: its claim is worth nothing from then on, and who works under it writes nothing. A night stays owed.
-- False when there is nothing to call off, or it is just being published. Definer: as above.
create or replace function app.cancel_run(wanted uuid) returns boolean
language plpgsql security definer set search_path = portfolio, app, pg_temp set lock_timeout = '2s'
as $$
begin
    update metric_run
    set epoch = epoch + 1, heartbeat_at = null, failure = 'Called off; a night is taken up again by the next alarm.',
        state = case kind when 'NIGHTLY' then 'FAILED' else 'CANCELLED' end
    where id = wanted and state in ('PLANNED', 'RUNNING', 'FAILED');
    if not found then
        return false;
    end if;
    insert into metric_run_event (run_id, message) values (wanted, 'called off by ' || app.uid());
    return true;
exception when lock_not_available then
    return false;
end $$;

revoke execute on all functions in schema app from public;
grant execute on all functions in schema app to vp_fund_manager, vp_incubator, vp_policy, vp_admin, vp_job;
revoke execute on function app.use_service_key(bytea) from vp_fund_manager, vp_incubator, vp_policy, vp_admin;
revoke execute on function app.request_run(date, timestamptz, text), app.cancel_run(uuid) from vp_fund_manager, vp_incubator, vp_admin, vp_job;
revoke execute on function app.open_day(date), app.drop_days(date) from vp_fund_manager, vp_incubator, vp_policy, vp_admin;
