-- Programmes, sub-funds, investors, commitments. The tenant of everything confidential here is the sub-fund.
set local search_path to portfolio, app;

-- A programme of public money; a programme may be a part of another (SSBCI and its five programme types).
create table programme (
    id uuid primary key default gen_random_uuid(),
    parent_id uuid references programme check (parent_id <> id),
    code code not null unique,
    name_en name_text not null,
    name_zh_hant name_text,
    name_zh_hans name_text,
    currency currency_code not null references currency,     -- its reporting currency
    invented boolean not null,
    source note_text not null
);
create index programme_parent on programme (parent_id);

-- The card of a sub-fund: what anybody signed in may know.
create table sub_fund (
    id uuid primary key default gen_random_uuid(),
    programme_id uuid not null references programme,
    manager_id uuid references organisation,                 -- null: not publicly known
    code code not null unique,
    name_en name_text not null,
    name_zh_hant name_text,
    name_zh_hans name_text,
    vintage smallint not null check (vintage between 1970 and 2199),
    status code not null check (status in ('RAISING', 'INVESTING', 'HARVESTING', 'LIQUIDATING', 'CLOSED')),
    jurisdiction code not null,
    announced_size_minor amount_positive not null,
    announced_size_currency currency_code not null references currency,
    invented boolean not null,
    source note_text not null
);
create index sub_fund_programme on sub_fund (programme_id);
create index sub_fund_manager on sub_fund (manager_id);

-- Terms that rules will ask for as of a date. Append-only; the newest row known and effective applies as a whole.
create table sub_fund_term (
    id uuid primary key default gen_random_uuid(),
    sub_fund_id uuid not null references sub_fund,
    currency currency_code not null references currency,     -- the fund's own currency
    approved_on fact_date,                                   -- approval by the guidance fund: decides which rules apply
    registered_on fact_date,
    investment_period_ends_on fact_date,
    ends_on fact_date,
    effective_on fact_date not null,
    recorded_at record_time not null,
    unique (sub_fund_id, effective_on, recorded_at)
);

-- Who contributes. Seen only by those who see a fund it stands in.
create table investor (
    id uuid primary key default gen_random_uuid(),
    code code not null unique,
    name_en name_text not null,
    name_zh_hant name_text,
    name_zh_hans name_text,
    jurisdiction code not null,
    invented boolean not null,
    source note_text not null
);

create table investor_class_assignment (
    id uuid primary key default gen_random_uuid(),
    investor_id uuid not null references investor,
    class_code code not null references investor_class,
    effective_on fact_date not null,
    recorded_at record_time not null,
    unique (investor_id, effective_on, recorded_at)
);

-- An investor stands in a sub-fund: the target of every reference that names both.
create table sub_fund_investor (
    sub_fund_id uuid not null references sub_fund,
    investor_id uuid not null references investor,
    primary key (sub_fund_id, investor_id)
);
create index sub_fund_investor_investor on sub_fund_investor (investor_id);

-- Pledges as dated events (認繳). Withdrawn and reduced money is an event with its own date, never an edit.
create table commitment (
    id uuid primary key default gen_random_uuid(),
    sub_fund_id uuid not null,
    investor_id uuid not null,
    kind code not null check (kind in ('INITIAL', 'INCREASE', 'REDUCTION', 'WITHDRAWAL')),
    amount_minor amount_positive not null,
    currency currency_code not null references currency,
    effective_on fact_date not null,
    reverses_id uuid,                                        -- repeats that event and undoes it
    external_ref name_text,
    recorded_at record_time not null,
    unique (sub_fund_id, id),
    unique (sub_fund_id, external_ref),
    unique (sub_fund_id, reverses_id),
    foreign key (sub_fund_id, investor_id) references sub_fund_investor,
    foreign key (sub_fund_id, reverses_id) references commitment (sub_fund_id, id)
);
create index commitment_newest on commitment (sub_fund_id, effective_on, id);
create index commitment_investor on commitment (investor_id, effective_on, id);
