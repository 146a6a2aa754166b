-- Foundation: schemas, value domains, people and organisations.
-- Runs as vp_owner; the roles exist before the first migration (Platform/Database/RoleProvisioning).
-- Row security is enabled and forced on every table (0010_guards.sql); the policies stand in repeatable/row_security.sql.

create schema portfolio;
create schema app;
create schema quartz;

grant usage on schema portfolio, app to vp_fund_manager, vp_incubator, vp_policy, vp_admin, vp_job;
grant usage, create on schema quartz to vp_quartz;

set local search_path to portfolio, app;

-- Values that must be sane wherever they are stored. NaN and infinity cannot get in.
create domain fact_date as date check (value between date '1970-01-01' and date '2199-12-31');
create domain record_time as timestamptz check (isfinite(value) and value > timestamptz '2000-01-01 00:00+00');
create domain amount_positive as bigint check (value > 0 and value <= 1000000000000000);
create domain amount_nonnegative as bigint check (value >= 0 and value <= 1000000000000000);
create domain signed_amount as bigint check (abs(value) <= 1000000000000000);
create domain code as text check (value ~ '^[A-Z][A-Z0-9_-]{0,63}$');
create domain currency_code as text check (value ~ '^[A-Z]{3}$');
create domain sha256 as bytea check (octet_length(value) = 32);
create domain name_text as text check (char_length(value) between 1 and 200);
create domain note_text as text check (char_length(value) between 1 and 2000);

-- A legal body: it manages funds, runs an incubator, sets policy or operates this service.
create table organisation (
    id uuid primary key default gen_random_uuid(),
    kind code not null check (kind in ('FUND_MANAGER', 'INCUBATOR', 'POLICY_BODY', 'OPERATOR')),
    name_en name_text not null,
    name_zh_hant name_text,
    name_zh_hans name_text,
    jurisdiction code not null,                 -- ISO 3166-1 alpha-2: CN, HK, US …
    invented boolean not null,
    source note_text not null
);

create table person (
    id uuid primary key default gen_random_uuid(),
    display_name name_text not null,
    issuer name_text not null,                  -- the OIDC issuer that vouches for the subject
    subject name_text not null,
    language text not null default 'en' check (language in ('zh-Hant', 'zh-Hans', 'en')),
    version integer not null default 1,
    unique (issuer, subject)
);

create table membership (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references person,
    organisation_id uuid not null references organisation,
    role code not null check (role in ('FUND_MANAGER', 'INCUBATOR', 'POLICY', 'ADMIN')),
    granted_at record_time not null default clock_timestamp(),
    revoked_at record_time check (revoked_at >= granted_at),
    version integer not null default 1
);
create unique index membership_active on membership (organisation_id, person_id, role) where revoked_at is null;
create index membership_person on membership (person_id);
