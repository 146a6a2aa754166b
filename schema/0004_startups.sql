-- Incubators, startups, their stays, financing rounds and the sub-funds' parts in them.
set local search_path to portfolio, app;

create table incubator (
    id uuid primary key default gen_random_uuid(),
    organisation_id uuid not null references organisation,
    code code not null unique,
    name_en name_text not null,
    name_zh_hant name_text,
    name_zh_hans name_text,
    jurisdiction code not null,
    recognised_on fact_date,                                 -- as a national-level incubator; null: not recognised
    invented boolean not null,
    source note_text not null
);
create index incubator_organisation on incubator (organisation_id);

-- The card of a startup: what anybody signed in may know.
create table startup (
    id uuid primary key default gen_random_uuid(),
    code code not null unique,
    incubator_id uuid references incubator,                  -- its present incubator, null when it left
    sector_code code not null references sector,
    stage code not null check (stage in ('IDEA', 'PROTOTYPE', 'SEED', 'GROWTH', 'EXPANSION', 'LISTED', 'ACQUIRED', 'CLOSED')),
    name_en name_text not null,
    name_zh_hant name_text,
    name_zh_hans name_text,
    jurisdiction code not null,
    invented boolean not null,
    source note_text not null
);
create index startup_incubator on startup (incubator_id);
create index startup_sector on startup (sector_code);

-- The confidential part. A table of its own: nothing is hidden by column.
create table startup_private (
    startup_id uuid primary key references startup,
    registration_number name_text,
    founded_on fact_date,
    contact_name name_text,
    version integer not null default 1
);

-- A stay (在孵) as dated events: admitted, graduated (畢業), left.
create table incubation (
    id uuid primary key default gen_random_uuid(),
    startup_id uuid not null references startup,
    incubator_id uuid not null references incubator,
    kind code not null check (kind in ('ADMITTED', 'GRADUATED', 'LEFT')),
    effective_on fact_date not null,
    reverses_id uuid,
    recorded_at record_time not null,
    unique (incubator_id, id),
    unique (incubator_id, reverses_id),
    foreign key (incubator_id, reverses_id) references incubation (incubator_id, id)
);
create index incubation_startup on incubation (startup_id, effective_on, id);

create table financing_round (
    id uuid primary key default gen_random_uuid(),
    startup_id uuid not null references startup,
    stage code not null check (stage in ('ANGEL', 'SEED', 'PRE_A', 'A', 'B', 'C', 'D', 'GROWTH', 'IPO')),
    effective_on fact_date not null,                         -- closed: cash received
    total_minor amount_positive not null,
    currency currency_code not null references currency,
    reverses_id uuid,
    recorded_at record_time not null,
    unique (startup_id, id),
    unique (startup_id, reverses_id),
    foreign key (startup_id, reverses_id) references financing_round (startup_id, id)
);
create index financing_round_newest on financing_round (startup_id, effective_on, id);

-- How much of a round came from which class of investor.
create table round_participation (
    id uuid primary key default gen_random_uuid(),
    startup_id uuid not null,
    financing_round_id uuid not null,
    class_code code not null references investor_class,
    amount_minor amount_positive not null,
    currency currency_code not null references currency,
    recorded_at record_time not null,
    unique (startup_id, id),
    foreign key (startup_id, financing_round_id) references financing_round (startup_id, id)
);
create index round_participation_round on round_participation (financing_round_id);

-- Who it was by name: confidential beyond the round itself.
create table round_participant (
    participation_id uuid primary key,
    startup_id uuid not null,
    financing_round_id uuid not null,
    name name_text not null,
    recorded_at record_time not null,
    foreign key (startup_id, participation_id) references round_participation (startup_id, id),
    foreign key (startup_id, financing_round_id) references financing_round (startup_id, id)
);
create index round_participant_round on round_participant (financing_round_id);
create index round_participant_startup on round_participant (startup_id);

-- A sub-fund's part in a financing round. Cash paid for it stands in the ledger.
create table investment (
    id uuid primary key default gen_random_uuid(),
    sub_fund_id uuid not null references sub_fund,
    startup_id uuid not null references startup,
    financing_round_id uuid,
    instrument code not null check (instrument in ('ORDINARY', 'PREFERRED', 'CONVERTIBLE', 'SAFE', 'OTHER')),
    amount_minor amount_positive not null,
    currency currency_code not null references currency,
    effective_on fact_date not null,
    reverses_id uuid,
    recorded_at record_time not null,
    unique (sub_fund_id, id),
    unique (sub_fund_id, reverses_id),
    foreign key (startup_id, financing_round_id) references financing_round (startup_id, id),
    foreign key (sub_fund_id, reverses_id) references investment (sub_fund_id, id)
);
create index investment_newest on investment (sub_fund_id, effective_on, id);
create index investment_startup on investment (startup_id, effective_on, id);
create index investment_round on investment (financing_round_id);
