-- The append-only ledger of each sub-fund, its valuations and reported NAVs.
-- seq, recorded_at and the hash chain are set by app.append_cash_flow() (repeatable/functions.sql), whatever the client sends.
set local search_path to portfolio, app;

create table ledger_head (
    sub_fund_id uuid primary key references sub_fund,
    seq bigint not null check (seq >= 0),
    hash sha256 not null,
    recorded_at record_time not null
);

create table cash_flow (
    sub_fund_id uuid not null references sub_fund,
    seq bigint not null check (seq > 0),
    id uuid not null unique default gen_random_uuid(),
    kind code not null check (kind in
        ('CAPITAL_CALL', 'DISTRIBUTION', 'INVESTMENT', 'PROCEEDS', 'MANAGEMENT_FEE', 'FUND_EXPENSE')),
    amount_minor amount_positive not null,                   -- always positive: the sign follows from the kind
    currency currency_code not null references currency,
    unfunded_effect_minor signed_amount not null default 0,  -- what it does to the unfunded commitment (ILPA)
    effective_on fact_date not null,
    investor_id uuid,
    investment_id uuid,
    reverses_seq bigint,                                     -- repeats that entry and flips its effect, once
    external_ref name_text,
    memo note_text,
    recorded_by uuid references person,                      -- null: the job
    recorded_at record_time not null,
    prev_hash sha256 not null,
    hash sha256 not null,
    primary key (sub_fund_id, seq),
    unique (sub_fund_id, reverses_seq),
    unique (sub_fund_id, external_ref),
    foreign key (sub_fund_id, reverses_seq) references cash_flow (sub_fund_id, seq),
    foreign key (sub_fund_id, investor_id) references sub_fund_investor,
    foreign key (sub_fund_id, investment_id) references investment (sub_fund_id, id),
    constraint cash_flow_counterparty check (case
        when kind in ('CAPITAL_CALL', 'DISTRIBUTION') then investor_id is not null and investment_id is null
        when kind in ('INVESTMENT', 'PROCEEDS') then investment_id is not null and investor_id is null
        else investor_id is null and investment_id is null end),
    constraint cash_flow_unfunded_effect check (case kind
        when 'CAPITAL_CALL' then unfunded_effect_minor between -amount_minor and 0
        when 'DISTRIBUTION' then unfunded_effect_minor between 0 and amount_minor
        else unfunded_effect_minor = 0 end)
);
create index cash_flow_newest on cash_flow (sub_fund_id, effective_on, id);
create index cash_flow_investor on cash_flow (investor_id, effective_on, id);
create index cash_flow_investment on cash_flow (investment_id);

-- Fund side: the mark of one holding on one date (IPEV fair value).
create table valuation (
    id uuid primary key default gen_random_uuid(),
    sub_fund_id uuid not null,
    investment_id uuid not null,
    value_minor amount_nonnegative not null,
    currency currency_code not null references currency,
    method code not null check (method in
        ('RECENT_INVESTMENT', 'MULTIPLE', 'DCF', 'NET_ASSETS', 'QUOTED_PRICE', 'WRITTEN_OFF', 'OTHER')),
    effective_on fact_date not null,
    recorded_at record_time not null,
    unique (sub_fund_id, investment_id, effective_on, recorded_at),
    foreign key (sub_fund_id, investment_id) references investment (sub_fund_id, id)
);
create index valuation_newest on valuation (investment_id, effective_on, id);

-- Investor side: the NAV the manager reported.
create table reported_nav (
    id uuid primary key default gen_random_uuid(),
    sub_fund_id uuid not null references sub_fund,
    nav_minor amount_nonnegative not null,
    currency currency_code not null references currency,
    effective_on fact_date not null,
    recorded_at record_time not null,
    unique (sub_fund_id, effective_on, recorded_at)
);
create index reported_nav_newest on reported_nav (sub_fund_id, effective_on, id);
