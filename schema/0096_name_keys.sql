-- A name is found however it is typed: full or half width, capitals or not, composed or decomposed. Names stay as they were typed; beside each stands the
-- key it is compared by (docs/decisions/0096). Generated, so that it can neither be forgotten nor differ; rows already there get theirs as the column is added.
set local search_path to portfolio, app;

-- Of one text always the same, on which the indexes rely: another rule needs another function and new columns. ICU by name, because the database's own
-- locale may know ASCII only; up and down again, because one capital may stand for several small letters (ß and ss); of a final sigma nothing is left. A letter may
-- become 18 (U+FDFA): more than 600 of them, of names of at most 200, do not fit into an index.
create function app.name_key(name text) returns text language sql immutable parallel safe
as $$ select case when octet_length(name) = char_length(name) then lower(name collate "C")
    else left(translate(lower(upper(normalize(name, nfkc) collate "und-x-icu")), 'ς', 'σ'), 600) collate "C" end $$;
revoke execute on function app.name_key(text) from public;
grant execute on function app.name_key(text) to vp_fund_manager, vp_incubator, vp_policy, vp_admin, vp_job;

do $$
declare t text;
begin
    foreach t in array array['organisation', 'programme', 'sub_fund', 'investor', 'incubator', 'startup'] loop
        execute format('alter table portfolio.%I '
            'add column name_en_key text collate "C" generated always as (app.name_key(name_en)) stored, '
            'add column name_zh_hant_key text collate "C" generated always as (app.name_key(name_zh_hant)) stored, '
            'add column name_zh_hans_key text collate "C" generated always as (app.name_key(name_zh_hans)) stored', t);
    end loop;
end $$;
alter table person add column display_name_key text collate "C" generated always as (app.name_key(display_name)) stored;

-- By code point, so that a beginning is a range. The other tables have few rows and are read whole.
create index startup_name_en_key on startup (name_en_key);
create index startup_name_zh_hant_key on startup (name_zh_hant_key) where name_zh_hant_key is not null;
create index startup_name_zh_hans_key on startup (name_zh_hans_key) where name_zh_hans_key is not null;

do $$
declare missing bigint;
begin
    -- The rewrite keeps row security aside: every row is counted as its owner, who is forced under it like anybody else, so force is lifted for the count.
    alter table startup no force row level security;
    select count(*) into missing from startup where name_en_key is null or (name_zh_hant is null) <> (name_zh_hant_key is null);
    alter table startup force row level security;
    if missing > 0 then
        raise exception '% startups have no key for a name', missing;
    end if;
end $$;
