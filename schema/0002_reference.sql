-- Reference lists and exchange rates. Every row says where it comes from.
set local search_path to portfolio, app;

create table currency (
    code currency_code primary key,
    minor_digits smallint not null check (minor_digits between 0 and 4),
    name_en name_text not null,
    name_zh_hant name_text not null,
    name_zh_hans name_text not null,
    source note_text not null
);

create table sector (
    code code primary key,
    name_en name_text not null,
    name_zh_hant name_text not null,
    name_zh_hans name_text not null,
    source note_text not null
);

create table milestone_kind (
    code code primary key,
    name_en name_text not null,
    name_zh_hant name_text not null,
    name_zh_hans name_text not null,
    evidence_hint note_text not null,           -- what proves it at level V2
    carries_amount boolean not null,
    source note_text not null
);

-- Who an investor is. What counts as private under which method is a mapping of its own (a later table), never code.
create table investor_class (
    code code primary key,
    name_en name_text not null,
    name_zh_hant name_text not null,
    name_zh_hans name_text not null,
    is_guidance boolean not null,
    is_hong_kong boolean not null,
    is_private boolean not null,                -- commonly called private: not public money; UNDISCLOSED is neither
    is_disclosed boolean not null,
    source note_text not null
);

-- Units of the currency for one US dollar, in two times. Append-only: a correction is a newer row for the same date.
create table fx_rate (
    id uuid primary key default gen_random_uuid(),
    currency currency_code not null references currency,
    series code not null check (series in ('DAILY', 'MONTHLY_AVERAGE')),
    effective_on fact_date not null,            -- monthly averages: the first day of their month
    per_usd numeric(18, 8) not null check (per_usd > 0 and per_usd <> 'NaN'),
    source note_text not null,
    recorded_at record_time not null,
    unique (currency, series, effective_on, recorded_at)
);
